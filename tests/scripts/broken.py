TEMPLATES = [
    {
        "name": "vé_xe_da_dat",
        "language": "vi",
        "category": "UTILITY",
        "components": [
            {"type": "BODY", "text": "Chào {{1}}, vé xe {{2}} đã đặt  xong, hẹn gặp bạn.", "example": {"body_text": [["Lan", "V-3"]]}},
        ],
    },
]

def send(:
    return post("/messages", {"a": )
