/**
 * Whether the database can keep a text: it stores neither U+0000, which is no text to it, nor half a surrogate pair, which
 * is no character. Looked for among code units first, which costs a fifth: nearly every text has none.
 */
export function isStorable(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the character to be found.
  return !(/[\u0000\ud800-\udfff]/.test(text) && /[\u0000]|\p{Surrogate}/u.test(text));
}

/** Where in what was read as JSON there is a text, or a name, that cannot be kept; null: nowhere. */
export function unstorableTextIn(value: unknown): readonly string[] | null {
  const left: { readonly value: unknown; readonly path: readonly string[] }[] = [{ value, path: [] }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value: found, path } = next;
    if (typeof found === "string" && !isStorable(found)) return path;
    if (typeof found !== "object" || found === null) continue;
    for (const [name, item] of Object.entries(found)) {
      if (!isStorable(name)) return path;
      left.push({ value: item, path: [...path, name] });
    }
  }
  return null;
}
