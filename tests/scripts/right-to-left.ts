export const arabic = {
  name: "order_ready_ar",
  language: "ar",
  category: "UTILITY",
  components: [
    {
      type: "BODY",
      text: "مرحبًا {{1}}، طلبك رقم {{2}}  جاهز للاستلام من الفرع 🎁 حتى {{3}}",
      example: { body_text: [["سارة", "A-55", "الخميس"]] },
    },
  ],
};
