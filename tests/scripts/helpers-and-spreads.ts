import { body, footer, brandFooter } from "./components";
import { SALE_TEXT } from "./texts";

const withFooter = (components: object[]) => [...components, brandFooter];

export const templates = [
  {
    name: "verano_rebajas",
    language: "es_MX",
    category: "MARKETING",
    components: [body("Hola {{1}}, empiezan las rebajas"), footer()],
  },
  {
    name: "Rebajas Otoño",
    language: "es_MX",
    category: "MARKETING",
    components: [{ type: "BODY", text: SALE_TEXT }, ...shared],
  },
  {
    name: "oferta_club",
    language: "es_MX",
    category: "MARKETING",
    components: withFooter([{ type: "BODY", text: "Hola {{1}}, solo hoy: 2x1 en toda la tienda" }]),
  },
  {
    name: "oferta_lunes",
    language: "es_MX",
    category: "MARKETING",
    components: [
      { type: "BODY", text: "Hola {{1}}, este lunes todo el café al 2x1.", example: { body_text: samples() } },
      showFooter && { type: "FOOTER", text: "Café Tostado" },
    ].filter(Boolean),
  },
  {
    name: "oferta_martes",
    language: "es_MX",
    category: "MARKETING",
    components: [
      { type: "BODY", text: "Hola {{1}}, este martes todo el pan al 2x1.", example: { body_text: [[nombre, ...resto]] } },
      ...(showFooter ? [{ type: "FOOTER", text: "Café Tostado" }] : []),
    ],
  },
];
