const ready = JSON.parse(`{
  "name": "wash_ready", "language": "en_US", "category": "UTILITY",
  "components": [
    { "type": "BODY", "text": "Hi {{1}}, your  car of order {{2}} is clean.\\nIt stands at \\"gate 2\\".", "example": { "body_text": [["Kai", "W-4"]] } }
  ]
}`);
const sale = { ...JSON.parse('{"name": "wash_sale", "language": "en_US", "category": "MARKETING", "components": [{"type": "BODY", "text": "It\'s spring: 20% off  every wash with {{1}}!"}]}') };
const rest = JSON.parse(`{"name": "${sale.name}", "components": []}`);
