export const invite = {
  name: 'garden_invite',
  language: 'en_GB',
  // wabalint: allow(missing-opt-out) because the footer is added by the gateway
  category: 'MARKETING',
  components: [
    { type: 'BODY', text: 'Our new roses are here, with 10% off for you this week.' },
  ],
};

/* wabalint: allow(whitespace-run) because nobody minds */
export const other = {
  name: 'roses_ready',
  language: 'en_GB',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Your order of roses is ready, pick it up at the gate.' }],
};
