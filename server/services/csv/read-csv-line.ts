/**
 * The cells of one line of CSV (RFC 4180, without the line end); a quoted cell holds no line breaks here. Null: a quote
 * stands where none may, or is not closed.
 */
export function readCsvLine(line: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line.charAt(at) !== '"') {
      const comma = line.indexOf(",", at);
      const end = comma < 0 ? line.length : comma;
      const cell = line.slice(at, end);
      if (cell.includes('"')) return null;
      cells.push(cell.trim());
      at = end + 1;
      continue;
    }
    const quoted = readQuoted(line, at + 1);
    if (!quoted || (quoted.end < line.length && line.charAt(quoted.end) !== ",")) return null;
    cells.push(quoted.text);
    at = quoted.end + 1;
  }
  return cells;
}

function readQuoted(line: string, start: number): { readonly text: string; readonly end: number } | null {
  let text = "";
  for (let at = start; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character !== '"') text += character;
    else if (line.charAt(at + 1) === '"') {
      text += character;
      at += 1;
    } else return { text, end: at + 1 };
  }
  return null;
}
