/** When a success that does not show is looked for again, in parts of the time for it: devices report before they restart. */
const LOOKS = [0.1, 0.3, 0.6] as const;

/** Seconds before each look, the first one not counted. */
export function looksWithin(verifySeconds: number): readonly number[] {
  return LOOKS.map((part) => Math.max(1, Math.round(part * verifySeconds)));
}
