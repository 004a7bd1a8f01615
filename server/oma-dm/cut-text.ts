/**
 * The beginning of a text that is longer than `unitsMax` UTF-16 code units. Never half of a surrogate pair: that is no
 * character, and a database takes no text that holds one.
 */
export function cutText(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text;
  return text.slice(0, isFirstHalf(text.charCodeAt(unitsMax - 1)) ? unitsMax - 1 : unitsMax);
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
