export function build(input: Input) {
  const components = [];
  if (input.header) components.push({ type: "HEADER", format: "TEXT", text: input.header });
  components.push({ type: "BODY", text: input.body, example: { body_text: [input.samples] } });
  if (input.footer) components.push({ type: "FOOTER", text: input.footer });
  return { name: input.name, language: input.language, category: input.category, components };
}
