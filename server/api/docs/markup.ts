/** Text as it may stand in HTML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What the document's descriptions use of Markdown: paragraphs, numbered lists, and code in backticks. */
export function proseHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((block) => {
      const items = block.split(/^\d+\. /m).filter((item) => item !== "");
      return /^\d+\. /.test(block)
        ? `<ol>${items.map((item) => `<li>${inlineHtml(item)}</li>`).join("")}</ol>`
        : `<p>${inlineHtml(block)}</p>`;
    })
    .join("");
}

export function inlineHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

export function tableHtml(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const cells = (row: readonly string[], tag: "th" | "td") => row.map((cell) => `<${tag}>${cell}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("");
  return `<div class="wide"><table><thead><tr>${cells(head, "th")}</tr></thead><tbody>${body}</tbody></table></div>`;
}

export function jsonHtml(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`;
}
