export async function createTemplate(fetch: typeof globalThis.fetch, id: string) {
  const response = await fetch(`https://graph.facebook.com/v22.0/${id}/message_templates`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      name: "hasil_lab_siap",
      language: "id",
      category: "utility",
      components: [
        {
          type: "body",
          text: "Halo {{1}}, hasil lab Anda nomor {{3}} sudah bisa diambil di klinik.",
          example: { body_text: [["Dewi", "L-778"]] },
        },
        { type: "buttons", buttons: [{ type: "quick_reply", text: "Terima kasih" }, { type: "quick_reply", text: "Terima kasih" }] },
      ],
    }),
  });
  return response.json();
}
