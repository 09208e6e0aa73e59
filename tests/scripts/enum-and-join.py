from enum import Enum


class Category(str, Enum):
    MARKETING = "MARKETING"
    UTILITY = "UTILITY"


class Templates:
    READY = {
        "name": "schuhe_fertig",
        "language": "de_AT",
        "category": Category.UTILITY.value,
        "components": [
            {
                "type": "BODY",
                "text": "\n".join([
                    "Servus {{1}},",
                    "deine Schuhe sind  besohlt, Abholschein {{2}}.",
                    "Wir freuen uns auf dich.",
                ]),
                "example": {"body_text": [["Resi", "S-7"]]},
            },
            {"type": "FOOTER", "text": "  Schusterei am Eck ".strip()},
        ],
    }


def build(kind):
    components = [{"type": "BODY", "text": TEXTS[kind]}]
    components.append({"type": "FOOTER", "text": "Abmelden mit STOPP"})
    return {"name": kind, "language": "de_AT", "category": Category.MARKETING, "components": components}
