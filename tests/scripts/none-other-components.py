from dataclasses import dataclass
from string import Template

GREETING = Template("Hello $name,   welcome")
LAYOUT = {"name": "dashboard", "components": [{"type": "card", "text": "SALE!!! 50%"}, {"type": "Body", "text": "x"}]}
SPEC = {"openapi": "3.1.0", "components": {"schemas": {"Body": {"type": "object"}}}}


@dataclass
class MessageTemplate:
    name: str
    language: str
    category: str
    components: list


def parse(data):
    return MessageTemplate(name=data["name"], language=data["language"], category=data["category"], components=data["components"])
