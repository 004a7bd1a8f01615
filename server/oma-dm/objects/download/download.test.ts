import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DOWNLOAD_STATUSES, readInstallReport, writeDescriptor } from "./index";

/** What XML 1.0 forbids, and the controls that it advises against. */
const UNWRITABLE = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

const DESCRIPTOR = {
  objectUri: "https://dm.example:443/dl/t0ken",
  installNotifyUri: "https://dm.example:443/dl/t0ken/notify",
  size: 1_048_576,
  type: "application/octet-stream",
  name: "Firmware",
  vendor: "Example",
  description: null,
  installParam: null,
};

/** The text of each element, as a reader that knows the five entities sees it. */
function readBack(octets: Uint8Array): Record<string, string> {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#13": "\r" };
  const text = Buffer.from(octets).toString("utf8");
  const inner = /^<\?xml [^>]*\?><media [^>]*>(.*)<\/media>$/s.exec(text)?.[1] ?? "";
  expect(inner.replace(/<(\w+)>([^<]*)<\/\1>/gs, "")).toBe("");
  return Object.fromEntries(
    [...inner.matchAll(/<(\w+)>([^<]*)<\/\1>/gs)].map(([, name = "", value = ""]) => [
      name,
      value.replace(/&([^;]+);/g, (all, entity: string) => names[entity] ?? all),
    ]),
  );
}

describe("a download descriptor", () => {
  it("names the content, where it is and where to report; what is not known is left out", () => {
    expect(readBack(writeDescriptor(DESCRIPTOR))).toEqual({
      name: "Firmware",
      vendor: "Example",
      type: "application/octet-stream",
      size: "1048576",
      objectURI: DESCRIPTOR.objectUri,
      installNotifyURI: DESCRIPTOR.installNotifyUri,
    });
  });

  it("is well formed whatever stands in a name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
        const { name: read = "" } = readBack(writeDescriptor({ ...DESCRIPTOR, name }));
        expect(read).not.toMatch(UNWRITABLE);
        expect(read.replaceAll("\ufffd", "")).toBe(name.replace(UNWRITABLE, "").replaceAll("\ufffd", ""));
      }),
      { numRuns: 1_000 },
    );
    const hostile = writeDescriptor({ ...DESCRIPTOR, name: "</name><objectURI>http://evil/</objectURI>]]>&lt;" });
    expect(readBack(hostile)).toMatchObject({ objectURI: DESCRIPTOR.objectUri });
  });
});

describe("an install report", () => {
  it.each([
    ["900 Success", 900, "Success"],
    ["900", 900, "Success"],
    ["  952\tDevice Aborted\r\nX: y", 952, "Device Aborted"],
    ["900 1337.5", 900, "1337.5"],
    ["\ufeff901", 901, "Insufficient memory"],
    ["461 vendor's own", 461, "vendor's own"],
    ["904", 904, ""],
  ])("%j is %i", (body, code, text) => {
    expect(readInstallReport(Buffer.from(body))).toEqual({ code, text });
  });

  it("that begins with no status code is none", () => {
    for (const body of ["", "ok", "90", "9000 Success", "-900", "<code>900</code>"]) {
      expect(readInstallReport(Buffer.from(body))).toBeNull();
    }
  });

  it("of any octets is none, or a code and one line of at most 200 characters", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom("", "900", "900 "), (octets, before) => {
        const report = readInstallReport(Buffer.concat([Buffer.from(before), octets]));
        if (!report) return;
        expect(report.code).toBeGreaterThanOrEqual(0);
        expect(report.code).toBeLessThanOrEqual(999);
        expect(report.text).toMatch(/^\P{Cc}{0,200}$/u);
      }),
      { numRuns: 2_000 },
    );
    expect(Object.keys(DOWNLOAD_STATUSES)).toHaveLength(10);
  });
});
