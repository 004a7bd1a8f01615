import type { Element } from "../element";

/** A SyncML element. */
export function syncml(name: string, content: Element["content"]): Element {
  return { vocabulary: "syncml", name, content };
}

/** A child of Meta. */
export function metInf(name: string, content: string): Element {
  return { vocabulary: "metinf", name, content };
}
