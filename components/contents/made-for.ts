import type { ContentView } from "@/server/services/contents/schemas";

/** Whose devices a content is for, such as "Acme R5, R6"; empty where it is for any. */
export function madeFor({ manufacturer, models }: Pick<ContentView, "manufacturer" | "models">): string {
  return [manufacturer, models?.join(", ")].filter(Boolean).join(" ");
}
