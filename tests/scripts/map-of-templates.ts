type Registry = Record<string, object>;

export const registry: Registry = {
  parcel_left: {
    category: "UTILITY",
    language: "nl",
    components: [{ type: "BODY", text: "Hoi {{1}}, je pakket {{2}} ligt bij de buren op nummer {{3}}.", example: { body_text: [["Sanne", "P-33", "12"]] } }],
  },
  "parcel-back": {
    category: "UTILITY",
    components: [{ type: "BODY", text: "{{1}}, je pakket {{2}} gaat terug naar de afzender.", example: { body_text: [["Sanne", "P-33"]] } }],
  },
};
