import type { Element } from "../element";

/** Child elements; none where the content is text or octets. */
export function childrenOf(element: Element | undefined): readonly Element[] {
  const content = element?.content;
  return content === undefined || typeof content === "string" || content instanceof Uint8Array ? [] : content;
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return childrenOf(element).find((child) => child.name === name);
}

/** The text of a child, without the NULs that some clients write behind it; null where there is no such child. */
export function textOf(element: Element | undefined, name: string): string | null {
  const child = childOf(element, name);
  if (!child) return null;
  return typeof child.content === "string" ? child.content.replace(/\0+$/, "") : "";
}

/** As `textOf`, without white space around it; null where nothing is left. */
export function wordOf(element: Element | undefined, name: string): string | null {
  return textOf(element, name)?.trim() || null;
}
