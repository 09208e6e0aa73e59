import axios from "axios";

const WABA_ID = process.env.WABA_ID!;
const LANG = process.env.META_TEMPLATE_LANG || "en";

interface Template {
  name: string;
  language: string;
  category: "UTILITY" | "MARKETING";
  components: Component[];
}

const TEMPLATES: Template[] = [
  {
    name: "boat_trip_confirmed",
    language: LANG,
    category: "UTILITY",
    components: [
      { type: "HEADER", format: "TEXT", text: "See you at the pier" },
      {
        type: "BODY",
        text:
          "Hello {{1}}, your boat trip on {{2}} is confirmed.\n\n" +
          "Please be at the  pier fifteen minutes early. " +
          'Your booking number is {{3}}.',
        example: { body_text: [["Maren", "14 May", "BT-2281"]] },
      },
      // The crew asked for this line.
      { type: "FOOTER", text: "Fjord Boats, Bergen" },
    ],
  },
  {
    name: "Boat-Trip-Cancelled",
    language: "en_GB",
    category: "UTILITY",
    components: [
      {
        type: "BODY",
        text: "Hello {{1}}, your boat trip on {{2}} cannot leave because of the wind. We have returned your money {{3}}",
        example: { body_text: [["Maren", "14 May"]] },
      },
    ],
  },
] as const satisfies Template[];

async function submit() {
  for (const template of TEMPLATES) {
    await axios.post(`https://graph.facebook.com/v21.0/${WABA_ID}/message_templates`, template, {
      headers: { Authorization: `Bearer ${process.env.TOKEN}` },
    });
  }
}

submit().catch(console.error);
