export async function create(api: Api) {
  const payload: Payload = { name: "kiln_ready", language: "en_US", category: "UTILITY" };
  payload.components = [
    { type: "BODY", text: "Hi {{1}}, your bowls of order {{3}} are out of the kiln.", example: { body_text: [["Mo", "K-7"]] } },
  ];
  await api.create(payload);
}

export async function createSale(api: Api, texts: Texts) {
  const payload: Payload = { name: "kiln_sale", language: "en_US", category: "MARKETING" };
  payload["components"] = [{ type: "BODY", text: "Hi {{1}}, all glazes are half price today, come by." }, ...texts.footer];
  payload.parameter_format = texts.format;
  await api.create(payload);
}
