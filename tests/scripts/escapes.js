'use strict';

module.exports = {
  name: 'colis_pret',
  language: 'fr',
  category: 'UTILITY',
  components: [
    {
      type: 'BODY',
      text: 'Bonjour {{1}}, l\'atelier a r\u00e9par\xe9 votre v\u00e9lo \u{1F6B2}\uD83D\uDD27 :\
 il vous attend.\nPassez  avant {{2}}',
      example: { body_text: [['L\u00e9a', 'samedi']] },
    },
    { type: 'FOOTER', text: "Cycles \"Le Braquet\"" },
  ],
};
