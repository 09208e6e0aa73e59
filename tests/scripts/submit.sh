#!/bin/bash
# Registers the templates of the bicycle workshop.
set -e
URL="https://graph.facebook.com/v23.0/${WABA_ID}/message_templates"

# wabalint: allow(missing-opt-out) because the workshop asks on the phone
curl -s -X POST "$URL" -H "Authorization: Bearer ${TOKEN}" -d '{
  "name": "spring_service",
  "language": "en_GB",
  "category": "marketing",
  "components": [
    { "type": "header", "format": "image", "example": { "header_handle": ["'"${handles["spring"]}"'"] } },
    { "type": "body", "text": "Spring is here, and so is Olly'\''s  half price service week." },
    { "type": "footer", "text": "The workshop on Mill Street" }
  ]
}'

cat > bike_ready.json <<EOF
{
  "name": "bike_ready",
  "language": "${LANGUAGE}",
  "category": "UTILITY",
  "components": [
    {
      "type": "BODY",
      "text": "Hi {{1}}, your bicycle (order {{2}}) is ready at ${SHOP} and waits for you.",
      "example": { "body_text": [["Ana", "B-7"]] }
    }
  ]
}
EOF

curl "$URL" -d "{\"name\": \"bike_late\", \"language\": \"en_GB\", \"category\": \"UTILITY\", \"components\": [{\"type\": \"BODY\", \"text\": \"Hi {{1}}, a part for your bicycle order is late.\"}, {\"type\": \"FOOTER\", \"text\": \"$FOOTER\"}]}"
