import { describe, expect, test } from "vitest";
import { createLog, type LogFields } from "./log";

function capture(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog("info", { write: (line: string) => lines.push(line) }));
  return lines;
}

describe("createLog", () => {
  test("writes one JSON object a line with UTC time, level and event name", () => {
    const lines = capture((log) => log.info("listener.started", { listener: "device", port: 3001 }));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: "listener.started",
      listener: "device",
      port: 3001,
    });
  });

  test("drops every field that is not on the list", () => {
    const fields = { requestId: "r1", password: "canary", body: "canary" } as LogFields;
    expect(capture((log) => log.info("x.y", fields))[0]).not.toContain("canary");
  });

  test("keeps a line a line whatever a value holds", () => {
    const [line = ""] = capture((log) => log.warn("x.y", { reason: 'a\n{"level":"fatal"}\u2028' }));
    expect(line.trimEnd()).not.toContain("\n");
    expect(JSON.parse(line)).toMatchObject({ level: "warn", reason: 'a\n{"level":"fatal"}\u2028' });
  });

  test("tells name, code and place of an error, and nothing that a driver hangs on it", () => {
    const error = Object.assign(new Error("duplicate key"), {
      code: "23505",
      query: "insert canary",
      parameters: ["canary"],
      detail: "Key (secret)=(canary) already exists.",
    });
    const [line = ""] = capture((log) => log.error("x.y", { error }));
    expect(line).not.toContain("canary");
    expect(JSON.parse(line).error).toMatchObject({ name: "Error", code: "23505", message: "duplicate key" });
  });
});
