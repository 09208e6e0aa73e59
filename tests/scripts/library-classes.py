from pywa import WhatsApp
from pywa.types.templates import *

wa = WhatsApp(token="", business_account_id="1")

wa.create_template(
    template=Template(
        name="Feira-de-Livros",
        language=TemplateLanguage.PORTUGUESE_BR,
        category=TemplateCategory.MARKETING,
        parameter_format=ParamFormat.NAMED,
        components=[
            HeaderImage(example="https://livros.example/capa.jpg"),
            BodyText("Oi {{nome}}, a feira começa na {{dia}}: 30% de desconto em tudo", nome="Rosa"),
            FooterText(text="Responda SAIR para não receber mais"),
            Buttons(
                buttons=[
                    URLButton(text="Ver os livros desta edição", url="https://livros.example/{{1}}", example="feira"),
                    QuickReplyButton(text="SAIR"),
                ]
            ),
        ],
    )
)

CONFIRMED = Template(
    name="pedido_pago",
    language="pt_BR",
    category=TemplateCategory.UTILITY,
    components=[
        HeaderText("Pedido {{1}}", 1042),
        BodyText("Recebemos o pagamento do pedido {{1}} de {{2}}.", 1042),
        Buttons(buttons=[PhoneNumberButton(text="Ligar", phone_number=PHONE), *more]),
    ],
)
