// Messages of an app that sorts them in its own words.
export const notices = [
  { key: "order_shipped", category: "transactional", locale: "en", message: "Hi {{1}}, your order {{2}} is on its way and arrives on Friday." },
];
