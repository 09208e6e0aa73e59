import { client } from "./client";

export const ready = {
  name: "lente_pronte",
  language: "it",
  category: "UTILITY",
  components: [{ type: "BODY", text: "Le sue lenti  sono pronte, ordine {{1}}", example: { body_text: [["L-20"]] } }],
};

export function send( {
  return client.post("/messages", { body: "x" };
}

export const late = {
  name: "Lente-in-ritardo",
  language: "it",
  category: "UTILITY",
  components: [{ type: "BODY", text: "Le sue lenti arrivano domani, ordine {{1}} in negozio.", example: { body_text: [["L-20"]] } }],
};
