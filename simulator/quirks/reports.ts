import type { AlertCommand, Item } from "../../server/oma-dm/syncml";
import type { Report } from "../reports";
import type { Quirks } from "./names";

type Alert = Omit<AlertCommand, "cmdId">;

/** Codes that a vehicle's client was seen to report on the way [FUMO alerts]. */
const PROGRESS = ["190", "197", "198", "199"] as const;

/** All that an odd device reports in the place of one report: the report itself is the last. */
export function oddReports(report: Report, quirks: Quirks): readonly Report[] {
  const result = { ...report, ...oddResult(report, quirks) };
  return quirks.has("progressCodes") ? [...PROGRESS.map((data) => ({ ...report, data })), result] : [result];
}

function oddResult({ data, format }: Report, quirks: Quirks): Pick<Report, "data" | "format"> {
  if (quirks.has("vendorCodes")) return { data: "462", format: "chr" };
  return quirks.has("textAfterCode") ? { data: `${data} as the user wished`, format } : { data, format };
}

/** An alert as an odd device writes it. */
export function oddAlert(alert: Alert, quirks: Quirks): Alert {
  return { ...alert, items: alert.items.map((item) => oddItem(item, quirks)) };
}

function oddItem(item: Item, quirks: Quirks): Item {
  const { type = "", format, mark, ...meta } = item.meta ?? {};
  const described = quirks.has("missingFormatMark") ? {} : { ...(format && { format }), ...(mark && { mark }) };
  return { ...item, meta: { ...meta, ...described, type: oddType(type, quirks) } };
}

function oddType(type: string, quirks: Quirks): string {
  if (quirks.has("bareAlertTypes")) return ` ${type} `;
  return quirks.has("prefixedAlertTypes") ? `Reversed-Domain-Name: ${type}` : type;
}
