import axios from "axios";

export const send = (to: string, name: string, code: string) =>
  axios.post("/messages", {
    messaging_product: "whatsapp",
    to,
    type: "template",
    template: {
      name: "order_ready",
      language: { code: "en_US" },
      components: [
        { type: "header", parameters: [{ type: "text", text: "Order" }] },
        { type: "body", parameters: [{ type: "text", text: name }] },
        { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: code }] },
      ],
    },
  });
