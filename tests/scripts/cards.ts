const cards = [1, 2, 3].map((n) => ({ components: [{ type: "BODY", text: `Card ${n}` }] }));

export const shoes = {
  name: "new_shoes",
  language: "en_US",
  category: "MARKETING",
  components: [
    { type: "BODY", text: "The new running shoes are here, {{1}}. Reply STOP to opt out.", example: { body_text: [["Ife"]] } },
    { type: "CAROUSEL", cards },
  ],
};

export const boots = {
  name: "new_boots",
  language: "en_US",
  category: "MARKETING",
  components: [
    { type: "BODY", text: "The new boots are here. Reply STOP to opt out." },
    {
      type: "CAROUSEL",
      cards: [
        {
          components: [
            { type: "HEADER", format: "IMAGE", example: { header_handle: [handles.boots] } },
            { type: "BODY", text: "Waterproof, light and made to last" },
            { type: "BUTTONS", buttons: [{ type: "URL", text: "Look", url: "http://boots.example/1" }] },
          ],
        },
        card(2),
      ],
    },
  ],
};
