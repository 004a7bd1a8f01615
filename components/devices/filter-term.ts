/** Digits from which on a text may be somebody's number. */
const NUMBER_DIGITS_MIN = 5;

/** Numbers of subscribers and devices never stand in an address; words may. */
export function mayStandInAddress(text: string): boolean {
  return text.replaceAll(/\D/g, "").length < NUMBER_DIGITS_MIN;
}

/** What a text asks the list of devices for: an expression of the filter language, which holds values in quotes; or words. */
export function deviceQuery(text: string): { readonly filter?: string; readonly q?: string } {
  const term = filterTerm(text);
  if (term === "") return {};
  return term.includes('"') ? { filter: term } : { q: term };
}

/** A number as the list looks for it: without blanks, dashes, plus or leading zeros of a country; words as they are. */
export function filterTerm(text: string): string {
  const trimmed = text.trim();
  const packed = trimmed.replaceAll(/[\s.\-()/]/g, "");
  // Two zeros lead a country only where a whole number follows: "0017" is the end of a number.
  return /^\+?\d{4,}$/.test(packed) ? packed.replace(/^(?:\+|00(?=\d{7}))/, "") : trimmed;
}
