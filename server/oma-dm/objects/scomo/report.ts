import { cutText } from "../../cut-text";
import type { GenericAlert } from "../../session";
import type { ResultCode, ResultReport } from "../result-code";
import { describeSoftwareCode } from "./result-codes";

/** Characters of a report that are looked at, and of a device's own words that are kept. */
const DATA_CHARACTERS_MAX = 4_096;
const DETAIL_CHARACTERS_MAX = 200;

/** What a device reports of an operation on software. */
export interface SoftwareReport extends ResultReport {
  /** The package or component that came of it, by its id or the name of its node; null: the report does not say. */
  readonly identifier: string | null;
}

const RESULT_CODE = /<(?:\w+:)?ResultCode\s*>\s*(\d{1,9})\s*</i;
const IDENTIFIER = /<(?:\w+:)?Identifier\s*>([^<]*)</i;
const DIGITS_FIRST = /^\d{1,9}(?!\d)/;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/**
 * Reads a Generic Alert about an Exec of the object. Its data is `ResultCode` and `Identifier`, two elements without one
 * around them, as a sample of the OMA has it, so it is no XML document; a number alone is taken as the code. Format, Mark
 * and State are not looked at.
 */
export function readSoftwareReport(
  alert: Pick<GenericAlert, "data">,
  extraCodes: Readonly<Record<number, ResultCode>> = {},
): SoftwareReport {
  const data = cutText(alert.data, DATA_CHARACTERS_MAX).replaceAll("\0", "").trim();
  const digits = RESULT_CODE.exec(data)?.[1] ?? DIGITS_FIRST.exec(data)?.[0];
  const named = textOf(IDENTIFIER.exec(data)?.[1] ?? "");
  const identifier = named === "" ? null : named;
  if (digits === undefined) {
    const detail = cutText(data, DETAIL_CHARACTERS_MAX);
    return {
      class: "unknown",
      code: null,
      meaning: "The report has no result code",
      mayRetry: false,
      detail,
      identifier,
    };
  }
  const { class: said, meaning, mayRetry } = describeSoftwareCode(Number(digits), extraCodes);
  const isMarkup = data.startsWith("<");
  const detail = isMarkup ? "" : cutText(data.slice(digits.length).trim(), DETAIL_CHARACTERS_MAX);
  return { class: said, code: Number(digits), meaning, mayRetry, detail, identifier };
}

function textOf(content: string): string {
  const text = content.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => ENTITIES[name] ?? "");
  return cutText(text.trim(), DETAIL_CHARACTERS_MAX);
}
