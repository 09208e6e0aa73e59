const lines = require('./lines');

exports.reminder = {
  name: 'promemoria_visita',
  language: 'it',
  category: 'UTILITY',
  components: [
    {
      type: 'BODY',
      text: [
        'Buongiorno {{1}},',
        '',
        'le ricordiamo la visita di {{2}} alle  ore {{3}}.',
        "Per spostarla ci chiami allo studio.",
      ].join('\n'),
      example: { body_text: [['Chiara', 'martedì', '10']] },
    },
    {
      type: 'FOOTER',
      text: `
        Studio dentistico Rossi
      `.trim(),
    },
  ],
};
