#!/bin/sh
cat <<EOF | curl -X POST -d @- "$URL"
{ "name": "table_ready", "category": "UTILITY", "language": "en_US",
  "components": [{ "type": "BODY", "text": "Your table at the terrace  is ready." }] }
EOF

curl -X POST -d @- "$URL" <<'EOF'
{ "name": "room_ready", "category": "UTILITY", "language": "en_US",
  "components": [{ "type": "BODY", "text": "It's done: your room is ready. See you at the front desk." }] }
EOF
