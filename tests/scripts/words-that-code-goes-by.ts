// The name, the placeholders and a label that the code below goes by are for a person to change.
export const OLD_NAME = "Spa-Reminder";
const LANGUAGE = "en-US";

export const templates = [
  {
    name: "Spa-Booked",
    language: "en_US",
    category: "UTILITY",
    components: [
      { type: "BODY", text: "Hi {{1}}, your appointment is booked for {{3}} at the  spa.", example: { body_text: [["Ida", "Friday"]] } },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Move  it" }, { type: "QUICK_REPLY", text: "Keep  it" }] },
    ],
  },
  {
    name: OLD_NAME,
    language: LANGUAGE,
    category: "UTILITY",
    components: [
      { type: "BODY", text: "Hi {{ 1 }}, your appointment at the spa is tomorrow at {{2}} sharp.", example: { body_text: [["Ida", "10:00"]] } },
    ],
  },
  {
    name: "Spa-Done",
    language: "en_US",
    category: "UTILITY",
    components: [{ type: "BODY", text: "Hi {{1}}, your appointment of today is paid, the receipt is on its way.", example: { body_text: [["Ida"]] } }],
  },
];

export async function book(client: Client, to: string, guest: Guest) {
  await client.send({ to, template: "Spa-Booked", parameters: [guest.name, guest.day] });
}

export function onReply(text: string) {
  if (text === "Move  it") return openCalendar();
}
