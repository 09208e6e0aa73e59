const template = {
  name: 'kampanya_bahar',
  language: 'tr',
  category: 'MARKETING',
  components: [
    { type: 'BODY', text: 'Merhaba {{1}}, bahar indirimi başladı: tüm fidanlarda %25 indirim.', example: { body_text: [['Ece']] } },
  ],
};

if (process.env.FOOTER) {
  template.components.push({ type: 'FOOTER', text: process.env.FOOTER });
}

const extra = { name: 'kampanya_guz', language: 'tr', category: 'MARKETING', components: [] };
extra.components.push({ type: 'BODY', text: 'Merhaba, güz indirimi.' });
