import { FOOTER } from "./brand";

export const TEMPLATES = [
  {
    key: "zapis_potwierdzony",
    category: "UTILITY",
    language: "pl",
    body: "Dzień dobry {{1}}, wizyta  {{2}} jest potwierdzona.",
    variables: ["imię", "termin"],
  },
  {
    key: "summer_offer",
    category: "MARKETING",
    language: "en_US",
    body: "Hi {{1}}, this week all sandals are 20% off.",
    footer: FOOTER,
  },
  {
    key: "autumn_offer",
    category: "MARKETING",
    language: "en_US",
    body: "Hi {{1}}, this week all boots are 20% off.",
  },
  {
    key: `winter_${year}`,
    category: "MARKETING",
    language: LANG,
    body: `Hi {{1}}, this ${season} all coats are 20% off.`,
    ...common,
  },
];
