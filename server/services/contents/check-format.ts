import type { ContentCheck, ContentKind } from "./schemas";

/** Octets that are looked at. */
export const SNIFFED_OCTETS = 65_536;
const TEXT_KINDS: ReadonlySet<ContentKind> = new Set(["deviceList"]);
/** What a web server sends instead of a file: a page of its own, or its error. */
const PAGE = /^\s*(<!doctype html|<html[\s>])/i;

/**
 * Whether the beginning of a file can be of its kind. Packages of devices have no form in common, so little is refused:
 * a web page instead of a package, and a list of devices that is no text.
 */
export function checkFormat(kind: ContentKind, beginning: Uint8Array): ContentCheck {
  const text = Buffer.from(beginning).toString("latin1");
  if (PAGE.test(text.slice(0, 1_024))) return failed("It is a web page, not a package.");
  if (!TEXT_KINDS.has(kind)) return { check: "format", result: "passed", detail: "It is no web page." };
  if (text.includes("\0") || !isUtf8(beginning)) return failed("A list of devices is text in UTF-8.");
  return { check: "format", result: "passed", detail: "It is text." };
}

/** A character that is cut in two at the end is none that is wrong. */
function isUtf8(octets: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(octets, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function failed(detail: string): ContentCheck {
  return { check: "format", result: "failed", detail };
}
