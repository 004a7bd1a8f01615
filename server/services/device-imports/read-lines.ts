import type { z } from "zod";
import { readCsvLine } from "../csv/read-csv-line";
import { RegisterDeviceInput } from "../devices/schemas";
import { fieldWords } from "../field-words";
import type { ImportColumn } from "./schemas";

/** A line of an import as a device that is to be registered, or why it is none. */
export type ReadLine =
  | { readonly line: number; readonly input: z.output<typeof RegisterDeviceInput> }
  | { readonly line: number; readonly problems: readonly LineProblem[] };

export interface LineProblem {
  readonly field: string;
  readonly code: string;
  readonly detail: string;
}

/** Reads the lines of a batch; empty ones are passed over. */
export function readLines(columns: readonly ImportColumn[], firstLine: number, body: Uint8Array): ReadLine[] {
  const texts = Buffer.from(body).toString("utf8").split("\n").slice(0, -1);
  return texts.flatMap((text, i) => {
    const bare = text.endsWith("\r") ? text.slice(0, -1) : text;
    return bare.trim() === "" ? [] : [readLine(columns, firstLine + i, bare)];
  });
}

function readLine(columns: readonly ImportColumn[], line: number, text: string): ReadLine {
  if (/[\p{Cc}\uFFFD]/u.test(text)) {
    return refused(line, "", "characters", "A line is UTF-8 and has no control characters.");
  }
  const cells = readCsvLine(text);
  if (!cells) return refused(line, "", "quotes", "A quote stands where none may, or is not closed.");
  if (cells.length !== columns.length) {
    return refused(line, "", "cells", `The line has ${cells.length} cells; the first line names ${columns.length}.`);
  }
  const values = new Map(columns.map((column, i) => [column, cells[i] || undefined]));
  const parsed = RegisterDeviceInput.safeParse(deviceOf(values), { error: fieldWords });
  if (parsed.success) return { line, input: parsed.data };
  const problems = parsed.error.issues.map(({ path, code, message }) => ({
    field: columnAt(path),
    code,
    detail: message,
  }));
  return { line, problems };
}

function deviceOf(values: ReadonlyMap<ImportColumn, string | undefined>): object {
  const list = (column: ImportColumn) =>
    values
      .get(column)
      ?.split(";")
      .map((part) => part.trim());
  const channels = list("channels")?.map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? { kind: part } : { kind: part.slice(0, at), address: part.slice(at + 1) };
  });
  const client = given({
    type: values.get("clientType") ?? (values.has("clientThumbprint") ? "certificate" : "md5"),
    username: values.get("clientUsername"),
    secret: values.get("clientSecret"),
    thumbprint: values.get("clientThumbprint"),
  });
  const server = given({
    type: values.get("serverType") ?? "md5",
    name: values.get("serverName"),
    secret: values.get("serverSecret"),
  });
  const hasClient = ["clientType", "clientUsername", "clientSecret", "clientThumbprint"].some((name) =>
    values.get(name as ImportColumn),
  );
  const hasServer = ["serverType", "serverName", "serverSecret"].some((name) => values.get(name as ImportColumn));
  return given({
    devId: values.get("devId"),
    manufacturer: values.get("manufacturer"),
    model: values.get("model"),
    msisdn: values.get("msisdn"),
    imsi: values.get("imsi"),
    timeZone: values.get("timeZone"),
    tags: list("tags"),
    channels,
    credentials:
      hasClient || hasServer
        ? given({ client: hasClient ? client : undefined, server: hasServer ? server : undefined })
        : undefined,
  });
}

/** Only what is given: an absent field is left out, as in a body. */
function given(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** The column that a place in the device came from. */
function columnAt(path: readonly PropertyKey[]): string {
  const [first = "", second = "", third = ""] = path.map(String);
  if (first !== "credentials") return first;
  return third === "" ? second : `${second}${third.charAt(0).toUpperCase()}${third.slice(1)}`;
}

function refused(line: number, field: string, code: string, detail: string): ReadLine {
  return { line, problems: [{ field, code, detail }] };
}
