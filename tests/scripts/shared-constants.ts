// The list and the text are used by other code, too.
const SAMPLE = ["Ana"];
const text = `Hi {{1}},  your parcel is at the counter.
Bring your card.`;

show(SAMPLE[0]);
preview(text);

export const parcelReady = {
  name: "parcel_ready",
  category: "UTILITY",
  language: "en_US",
  components: [{ type: "BODY", text, example: { body_text: SAMPLE } }],
};
