import { isSecretLeaf, SECRET_MASK } from "../../oma-dm";

/** Tags that tell where a node of a tree begins and ends, what it is called and what it holds; with or without a prefix. */
const TAG = /<(\/?)(?:[\w.-]+:)?(NodeName|Node|Value)\b[^<>]*>/g;
const VALUE_END = /<\/(?:[\w.-]+:)?Value\b/g;
/** What is looked at of a name: those that matter are shorter. */
const NAME_CHARACTERS_MAX = 64;

/**
 * A text with the values of secret nodes masked where it holds a tree in XML (TNDS): devices that write XML give a tree as
 * text. It goes through the text once, for a device may write anything.
 */
export function maskTreeText(text: string): string {
  if (!text.includes("NodeName")) return text;
  let shown = "";
  let from = 0;
  let isSecret = false;
  for (const { 0: tag, 1: slash, 2: name, index } of text.matchAll(TAG)) {
    const end = index + tag.length;
    if (index < from) continue;
    if (name === "Node") isSecret = false;
    else if (slash || tag.endsWith("/>")) continue;
    else if (name === "NodeName") isSecret = isSecretLeaf(nameAt(text, end));
    else if (isSecret) {
      VALUE_END.lastIndex = end;
      shown += text.slice(from, end) + SECRET_MASK;
      from = VALUE_END.exec(text)?.index ?? text.length;
    }
  }
  return shown + text.slice(from);
}

function nameAt(text: string, start: number): string {
  const [, section, plain] =
    /^\s*(?:<!\[CDATA\[([^\]]*)|([^<]*))/.exec(text.slice(start, start + NAME_CHARACTERS_MAX)) ?? [];
  return (section ?? plain ?? "").trim();
}
