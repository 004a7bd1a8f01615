import { isDone, type Reading } from "../../plans";

/** The text of a leaf; null where the device did not give one. */
export function textOf(reading: Reading | undefined): string | null {
  const node = reading && isDone(reading.status) ? reading.node : null;
  const text = node?.format.toLowerCase() === "node" ? "" : (node?.value.replaceAll("\0", "").trim() ?? "");
  return text === "" ? null : text;
}
