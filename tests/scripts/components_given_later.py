def booked(client):
    payload = {"name": "pesanan_siap", "language": "id", "category": "UTILITY"}
    payload["components"] = [
        {"type": "BODY", "text": "Halo {{1}}, pesanan {{3}} sudah siap diambil di toko.", "example": {"body_text": [["Budi", "P-9"]]}},
    ]
    client.post("/message_templates", json=payload)


def sale(client):
    client.create(dict(name="promo_toko", language="id", category="UTILITY", components=[
        dict(type="BODY", text="Halo {{1}}, diskon 50% untuk semua sepatu hari ini saja!", example=dict(body_text=[["Budi"]])),
    ]))
