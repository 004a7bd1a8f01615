/** The ids in a text, one a line or set apart by commas; each once. */
export function idLines(text: string): string[] {
  return [...new Set(text.split(/[\n,;]/).map((line) => line.trim()))].filter((line) => line !== "");
}
