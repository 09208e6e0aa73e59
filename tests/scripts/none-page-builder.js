export const page = {
  name: 'Home',
  layout: 'wide',
  components: [
    { type: 'header', text: 'Welcome   to our shop' },
    { type: 'body', text: '50% off everything, only today!!!' },
    { type: 'footer', text: 'All rights reserved' },
  ],
};

export const message = {
  content: 'Pick one',
  components: [{ type: 1, components: [{ type: 2, label: 'Yes', style: 1, custom_id: 'yes' }] }],
};

export const HEADER = 'BODY';
