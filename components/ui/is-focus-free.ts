/**
 * Whether nothing has the focus: what closes then gives it back to what opened it. Who has gone on meanwhile, by a key or
 * with another page, keeps it where it is.
 */
export function isFocusFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
