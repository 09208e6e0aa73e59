// What an editor begins with: nothing is filled in yet.
export const initialTemplate = {
  name: '',
  category: 'MARKETING',
  language: 'en_US',
  components: [
    { type: 'HEADER', format: 'TEXT', text: '' },
    { type: 'BODY', text: '' },
    { type: 'FOOTER', text: '' },
  ],
};
