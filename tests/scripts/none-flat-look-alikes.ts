export const MAILS = [
  { id: "welcome", subject: "Welcome {{1}}", html: "<p>50% off</p>", category: "MARKETING" },
];
export const REPLIES = { hours: { trigger: ["open"], message: "We're open 9-5, see {{name}}" } };
export const routes = [{ name: "home", category: "UTILITY", content: "./home.vue" }];
export const strings = { en: { title: "SALE {{count}}", body: "Only today!!!" } };
const payload = { type: "template", name: "order_ready", language: { code: "en" }, body: JSON.stringify({}) };
const label = "MARKETING" + 'UTILITY' + "{{1}}";
