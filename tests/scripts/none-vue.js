import Body from './Body.vue';
export default {
  name: 'CampaignEditor',
  components: { Body, Header: () => import('./Header.vue') },
  data() {
    return { body: '', category: 'MARKETING', language: 'en' };
  },
};
