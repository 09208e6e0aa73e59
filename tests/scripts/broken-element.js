const TEMPLATES = [
  {
    name: 'ayuda_pedido',
    language: 'es',
    category: 'UTILITY',
    components: [
      { type: 'BODY', text: 'Tu pedido {{1}} sale hoy de nuestro taller  en Soria.', example: { body_text: [['P-1']] } },
    ],
  },
  {
    name: 'ayuda_devolucion',
    language: 'es',
    category: 'UTILITY'
    components: [
      { type: 'BODY', text: 'Tu devolución {{1}} ha llegado.' },
    ],
  },
];
