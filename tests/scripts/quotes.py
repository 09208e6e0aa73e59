PAYLOAD = dict(
    name="bicicleta_lista",
    language="es_AR",
    category="UTILITY",
    components=[
        {
            "type": "BODY",
            "text": """Hola {{1}}:

tu bicicleta ya está   lista. \
Pasá por el taller con el número {{2}} hoy.""",
            "example": {"body_text": [["Lucía", "B-9"]]},
        },
        {"type": "FOOTER", "text": r'Taller "Dos  Ruedas"'},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": 'Ya  voy, che, no te \'preocup\xe9s\''}]},
    ],
)
