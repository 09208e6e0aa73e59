const FOOTER = "Responda SAIR para  não receber ofertas";
const COMMON = { language: "pt_BR", category: "MARKETING" } as const;
const TEXTS = Object.freeze({
  sale: "Oi {{1}}, chegou a liquidação de inverno: tudo com 30% de desconto até domingo.",
});
const footer = { type: "FOOTER", text: FOOTER };

enum Kinds {
  Body = "BODY",
}

export const saldo = {
  ...COMMON,
  name: "liquidacao_inverno",
  components: [
    { type: Kinds.Body, text: TEXTS.sale, example: { body_text: [["Bia"]] } },
    footer,
  ],
};

export const revisao = {
  ...COMMON,
  name: "revisao_da_bicicleta",
  category: "UTILITY",
  components: [
    { type: "BODY", text: TEXTS["sale"], example: { body_text: [["Bia"]] } },
    footer,
  ],
};
