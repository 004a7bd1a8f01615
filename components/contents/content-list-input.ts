import { ContentKind, ContentState } from "@/server/services/contents/schemas";

const CONTENTS_PER_PAGE = 50;

/** What the list is narrowed to; it stands in the address. */
export interface ContentFilter {
  readonly kind?: ContentKind;
  readonly state?: ContentState;
}

/** The filter of an address; a word that there is not narrows nothing. */
export function contentFilter(words: { readonly kind?: unknown; readonly state?: unknown }): ContentFilter {
  const kind = ContentKind.safeParse(words.kind).data;
  const state = ContentState.safeParse(words.state).data;
  return { ...(kind && { kind }), ...(state && { state }) };
}

/** The same on the server and in the browser, so that what the server read is found again. */
export function contentListInput(filter: ContentFilter) {
  return { limit: CONTENTS_PER_PAGE, ...filter };
}
