import { Category, ComponentType, HeaderFormat, ButtonType } from "@acme/whatsapp";

export class BookingTemplates {
  static readonly confirmed = {
    name: "table_confirmed",
    language: "en_US",
    category: Category.UTILITY,
    components: [
      { type: ComponentType.HEADER, format: HeaderFormat.IMAGE, example: { header_handle: [process.env.HANDLE] } },
      {
        type: ComponentType.BODY,
        text: "Hi {{1}}, your table for {{2}} is booked. Reservation {{3}}",
        example: { body_text: [["Noor", "four", "T-19"]] },
      },
      {
        type: ComponentType.BUTTONS,
        buttons: [
          { type: ButtonType.QUICK_REPLY, text: "Change the time of booking" },
          { type: ButtonType.PHONE_NUMBER, text: "Call us", phone_number: config.phone },
        ],
      },
    ],
  };
}
