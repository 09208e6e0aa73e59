const firma = 'Bäckerei Krume';

export const vorlagen = [
  {
    name: 'abholung_bereit',
    language: 'de',
    category: 'UTILITY',
    components: [
      {
        type: 'BODY',
        text: `Hallo {{1}},

deine Bestellung {{2}} ist   fertig gebacken.
Wir haben bis {{3}} Uhr geöffnet.`,
        example: { body_text: [['Jonas', 'K-204', '18']] },
      },
      { type: 'FOOTER', text: `${firma} am Markt` },
    ],
  },
  {
    name: `gutschein_${new Date().getFullYear()}`,
    language: 'de',
    category: 'MARKETING',
    components: [
      { type: 'BODY', text: `Moin {{1}}, bei ${filiale.name} gibt es heute 20 % Rabatt auf alle Brote. Antworte STOP, um nichts mehr zu hören.`, example: { body_text: [['Jonas']] } },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Zum Laden', url: `${process.env.SHOP_URL}/brote` }] },
    ],
  },
];
