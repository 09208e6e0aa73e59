// What a list is called tells as much as what its file is called.
const WHATSAPP_TEXTS = [
  { key: "order_ready", category: "UTILITY", body: "Hi {{name}}, your order is ready for pickup." },
];

export const resumeTemplates: Resume[] = [
  { key: "sales_manager", category: "MARKETING", language: "en", footer: "On request", body: "I led {{1}} people for {{2}} years." },
];

export const monthly: Report[] = [
  { id: "monthly_report", category: "UTILITY", text: "Here are the figures of {{month}} for your shop." },
];
