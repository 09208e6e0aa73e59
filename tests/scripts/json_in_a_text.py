import json

READY = json.loads('''{
  "name": "besuch_morgen", "language": "de", "category": "UTILITY",
  "components": [
    {"type": "BODY", "text": "Hallo {{1}}, wir kommen morgen zur  Wartung.\\nIhr Auftrag: {{2}}.\\u00a0Danke!", "example": {"body_text": [["Uli", "A-3"]]}}
  ]
}''')
