"""Sends our templates to the platform."""
import json
import os

import requests

LANG = os.environ.get("WA_LANG", "en")
FOOTER = "Harbour  Clinic, Cape Town"

TEMPLATES = [
    {
        "name": "lab_result_ready",
        "language": LANG,
        "category": "UTILITY",
        "components": [
            {
                "type": "BODY",
                # The doctor wants no details in here.
                "text": "Hello {{1}}, your result is ready.\n\n"
                'Please bring your number  {{2}} to the desk. '
                "We\u2019re open until {{3}}",
                "example": {"body_text": [["Thandi", "L-22", "5 pm"]]},
            },
            {"type": "FOOTER", "text": FOOTER},
        ],
    },
    {
        "name": f"lab_{os.getpid()}",
        "language": "en_ZA",
        "category": "MARKETING",
        "components": [
            {"type": "BODY", "text": f"Hello {{{{1}}}}, {clinic} gives you 20% off every check-up in May.", "example": {"body_text": [["Thandi"]]}},
            *extra_components,
        ],
    },
]


def submit(waba_id: str) -> None:
    for template in TEMPLATES:
        requests.post(f"https://graph.facebook.com/v22.0/{waba_id}/message_templates", data=json.dumps(template))
