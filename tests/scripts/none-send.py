import requests


def send(to, name, code):
    return requests.post(
        URL,
        json={
            "messaging_product": "whatsapp",
            "to": to,
            "type": "template",
            "template": {
                "name": "lab_result_ready",
                "language": {"code": "en"},
                "components": [
                    {"type": "header", "parameters": [{"type": "text", "text": "Result"}]},
                    {"type": "body", "parameters": [{"type": "text", "text": name}, {"type": "text", "text": code}]},
                ],
            },
        },
    )


def by_library(wa):
    wa.send_template(to="1", name="lab_result_ready", language="en", components=[BodyText.params("Thandi")])
