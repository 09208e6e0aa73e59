#!/bin/bash
function notify() {
  curl -s "https://graph.facebook.com/v23.0/${PHONE_ID}/messages" -d '{
    "messaging_product": "whatsapp",
    "to": "'"$1"'",
    "type": "template",
    "template": {
      "name": "bike_ready",
      "language": { "code": "en_GB" },
      "components": [{ "type": "body", "parameters": [{ "type": "text", "text": "'"$2"'" }] }]
    }
  }'
}
curl "$URL" -d '{ "name": "<NAME>", "language": "<LANGUAGE>", "category": "MARKETING", "components": [{ "type": "BODY", "text": "<TEXT>" }] }'
jq '{ components: [.components[] | select(.type == "BODY")] }' "$1" | awk '{ print $1 }'
