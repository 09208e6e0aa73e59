NEWS = {
    "name": "atelier_nouvelles",
    "language": "fr",
    "category": "MARKETING",  # wabalint: allow(missing-opt-out) because the gateway adds the line
    "components": [{"type": "BODY", "text": "Nos nouvelles tasses sont là, avec 15 % de remise jusqu'à dimanche."}],
}
