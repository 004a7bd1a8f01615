import type { ContentKind, ContentState } from "@/server/services/contents/schemas";
import { contentKindOf, contentStateOf } from "./content-words";

const CONTENTS_PER_PAGE = 50;

/** What the list is narrowed to; it stands in the address. */
export interface ContentFilter {
  readonly kind?: ContentKind;
  readonly state?: ContentState;
}

/** The filter of an address; a word that there is not narrows nothing. */
export function contentFilter(words: { readonly kind?: unknown; readonly state?: unknown }): ContentFilter {
  const kind = contentKindOf(words.kind);
  const state = contentStateOf(words.state);
  return { ...(kind && { kind }), ...(state && { state }) };
}

/** The same on the server and in the browser, so that what the server read is found again. */
export function contentListInput(filter: ContentFilter) {
  return { limit: CONTENTS_PER_PAGE, ...filter };
}
