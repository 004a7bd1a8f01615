import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeXml, encodeXml } from "@/server/oma-dm";
import { parseXml } from "./parse-xml";
import { readTraceMessage, statusCodesOf } from "./trace-commands";

/** A recorded message as the server writes it for a trace. */
function traced(name: string): string {
  const octets = readFileSync(new URL(`../../server/oma-dm/fixtures/pairs/${name}.xml`, import.meta.url));
  return Buffer.from(encodeXml(decodeXml(octets), { indented: true })).toString("utf8");
}

describe("a traced message", () => {
  it("tells statuses with what they answer, and results with their nodes", () => {
    const message = readTraceMessage(traced("s05-pkg3-results"));
    expect(message?.commands.map((command) => command.name)).toEqual(["Status", "Status", "Results"]);
    expect(message?.commands[0]?.status).toEqual({ code: 212, command: "SyncHdr", msgRef: "2", cmdRef: "0" });
    expect(message?.commands[2]?.items[2]).toEqual({ uri: "./DevDetail/LrgObj", value: "true", format: "bool" });
    expect(message?.final).toBe(true);
    expect(statusCodesOf([message, null, message])).toEqual([200, 212]);
  });

  it("shows what stands in an Atomic below it", () => {
    const commands = readTraceMessage(traced("s15-atomic"))?.commands ?? [];
    expect(commands.map((command) => `${command.depth} ${command.name}`)).toEqual([
      "0 Status",
      "0 Atomic",
      "1 Add",
      "1 Replace",
      "1 Delete",
    ]);
  });

  it("names alerts by their code and keeps their data", () => {
    const alerts = readTraceMessage(traced("s20-generic-alert"))?.commands.filter((one) => one.alert) ?? [];
    expect(alerts.map((alert) => alert.alert)).toEqual(["1201", "1226"]);
    expect(alerts[1]?.items[0]?.value).toBe("200");
  });

  it("gives texts back as they were, markup included", () => {
    const replaced = readTraceMessage(traced("s38-cdata-markup"))?.commands[1];
    expect(replaced?.items.map((item) => item.value)).toEqual([`<a href="x?y=1&z=2">"Q" & 'A'</a>`, "1 < 2 && 3 > 2"]);
  });

  it.each(["", "UNKNOWN_TOKEN at offset 12", "<SyncML><SyncHdr></SyncML>", "<a>", "<html></html>"])(
    "that could not be decoded is no message: %j",
    (text) => expect(readTraceMessage(text)).toBeNull(),
  );

  it("is never run as a program: parsing takes time in proportion to its length", () => {
    const deep = "<a>".repeat(50_000) + "</a>".repeat(50_000);
    expect(parseXml(deep)?.name).toBe("a");
  });
});
