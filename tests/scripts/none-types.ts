import { z } from "zod";

export interface Template {
  name: string;
  language: "en_US" | "es_MX";
  category: "MARKETING" | "UTILITY";
  components: { type: "BODY" | "HEADER"; text: string }[];
}

export const schema = z.object({
  name: z.string(),
  language: z.string(),
  category: z.enum(["MARKETING", "UTILITY"]),
  components: z.array(z.object({ type: z.enum(["HEADER", "BODY"]), text: z.string() })),
});

export type Parsed = z.infer<typeof schema>;

export const shape = {
  type: "object",
  required: ["name", "components"],
  properties: { components: { type: "array", items: { type: "BODY" } } },
};
