// What the scheduler writes into the table of messages.
const ROWS = [
  { name: 'Table is ready', channel: 'WHATSAPP', category: 'service', content: 'Hi {{name}}, your  table is ready at {{place}} now.' },
  { name: 'Cooking class', type: 'whatsapp', category: 'transactional', content: 'Hi {{name}}, your seat in the class on {{day}} is kept.' },
  { name: 'Table is ready', channel: 'EMAIL', category: 'service', content: 'Hi {{name}}, your table is ready.' },
  { name: 'Table is ready', channel: 'sms', category: 'service', content: 'Hi {{name}}, your table is ready.' },
];

// One sample for each placeholder; the names are put in by the code.
const TEXTS = [
  { key: 'SEAT_FREE', body: 'Guten Tag {{1}}, am {{2}} ist ein Platz  frei geworden.', example: ['Resi', 'Freitag'] },
];

// The content of a provider that counts from the picture on.
const CONTENTS = [
  { friendly_name: 'ticket_picture_en', language: 'en', body: bodyOf, variables: { 1: 'https://kinoteka.example/t.png', 2: 'Ana' } },
  { friendly_name: 'ticket_text_en', language: 'en', body: 'Hi {{2}}, here is your ticket for tonight.', variables: { 1: 'https://kinoteka.example/t.png', 2: 'Ana' } },
];

function payload(text: (typeof TEXTS)[number], name: string) {
  return { name, language: 'de', category: 'UTILITY', components: [{ type: 'BODY', text: text.body, example: { body_text: [text.example] } }] };
}
