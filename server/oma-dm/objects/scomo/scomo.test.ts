import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCOMO_ALERT_TYPES, SCOMO_RESULT_TYPES } from "./alert-types";
import { isScomoId } from "./management-object";
import { SOFTWARE_PROFILES, softwareProfile } from "./profiles";
import { readSoftwareReport } from "./report";
import { describeSoftwareCode } from "./result-codes";
import { readSoftwareState } from "./states";

describe("the object", () => {
  it("is known by its id, however it is written", () => {
    for (const id of ["urn:oma:mo:oma-scomo:1.0", " URN:OMA:MO:OMA-SCOMO:1.0\0"]) expect(isScomoId(id)).toBe(true);
    for (const other of ["", "urn:oma:mo:oma-fumo:1.0", "urn:oma:mo:oma-scomo:1.1"]) {
      expect(isScomoId(other)).toBe(false);
    }
  });

  it("has values of State and Status for each of its lists, and any other is told as it is", () => {
    expect(readSoftwareState("deployedState", "20")).toEqual({ value: 20, meaning: "Active" });
    expect(readSoftwareState("deliveredState", " 20\0")).toEqual({ value: 20, meaning: "Installed" });
    expect(readSoftwareState("deployedStatus", "60")?.meaning).toBe("Deactivation failed");
    expect(readSoftwareState("deliveredStatus", "60")?.meaning).toBe("Installation failed, the package is gone");
    expect(readSoftwareState("downloadStatus", "35")).toEqual({
      value: 35,
      meaning: "35, which is no value that is known",
    });
    for (const none of ["", "active", "1e1", "-10", "9".repeat(12)]) {
      expect(readSoftwareState("deployedState", none)).toBeNull();
    }
  });

  it("never shows what is known of it as if it were read in the specification", () => {
    for (const { evidence } of SCOMO_ALERT_TYPES) expect(evidence).not.toBe("oma");
    expect(SCOMO_RESULT_TYPES.every((type) => type === type.toLowerCase())).toBe(true);
    for (const code of [1200, 1260, 1405, 1460, 1501, 1560, 777]) {
      expect(describeSoftwareCode(code).evidence).not.toBe("oma");
    }
    for (const name of SOFTWARE_PROFILES) expect(softwareProfile(name, null).evidence).not.toBe("oma");
  });

  it("is read by the general profile unless another is named", () => {
    expect(softwareProfile(undefined, "Nimbus").name).toBe("general");
    expect(softwareProfile("mediatek", null).deactivate).toBe("Deactive");
    expect(softwareProfile("verizon", null).roots[0]).toBe("./SCM");
  });
});

describe("a report", () => {
  const CODES: readonly (readonly [number, string])[] = [
    ...[1200, 1250, 1299].map((code) => [code, "success"] as const),
    ...[1401, 1407, 1411, 1413].map((code) => [code, "refused"] as const),
    ...[1400, 1402, 1403, 1404, 1405, 1406, 1408, 1409, 1410, 1412].map((code) => [code, "error"] as const),
    ...[1450, 1499, 1500, 1501, 1550, 1599].map((code) => [code, "error"] as const),
    ...[0, 200, 777, 1201, 1249, 1300, 1414, 1449, 1502, 1549, 1600].map((code) => [code, "unknown"] as const),
  ];

  it.each(CODES)("%i is %s", (code, wanted) => {
    const report = readSoftwareReport({ data: `<ResultCode>${code}</ResultCode><Identifier>P1</Identifier>` });
    expect(report).toMatchObject({ class: wanted, code, identifier: "P1", detail: "" });
    expect(report.meaning).not.toBe("");
  });

  it("is two elements without a root, and read also with one, with a prefix, with blanks, or as a number alone", () => {
    for (const data of [
      "<ResultCode>1405</ResultCode><Identifier>P1</Identifier>",
      "<Data><ResultCode>1405</ResultCode><Identifier>P1</Identifier></Data>",
      " <s:ResultCode > 1405 </s:ResultCode>\n<s:Identifier> P1 </s:Identifier>\0",
      '<?xml version="1.0"?><Identifier>P1</Identifier><resultcode>1405</resultcode>',
    ]) {
      expect(readSoftwareReport({ data })).toMatchObject({ class: "error", code: 1405, identifier: "P1" });
    }
    expect(readSoftwareReport({ data: "1405 no room" })).toMatchObject({
      code: 1405,
      identifier: null,
      detail: "no room",
    });
    expect(readSoftwareReport({ data: "<ResultCode>1200</ResultCode><Identifier>A&amp;B</Identifier>" })).toMatchObject(
      {
        identifier: "A&B",
      },
    );
  });

  it("without a code is one that nobody can tell, in the device's own words", () => {
    for (const data of ["", "done", "<ResultCode>x</ResultCode>", "1234567890", "-1200"]) {
      expect(readSoftwareReport({ data })).toMatchObject({ class: "unknown", code: null, detail: data });
    }
  });

  it("comes to a report whatever a device writes, in bounded words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 6_000, unit: "binary" }), fc.boolean(), (data, isMarkup) => {
        const report = readSoftwareReport({ data: isMarkup ? `<ResultCode>${data}` : data });
        expect(report.code === null || (Number.isSafeInteger(report.code) && report.code >= 0)).toBe(true);
        expect(report.detail.length).toBeLessThanOrEqual(200);
        expect((report.identifier ?? "").length).toBeLessThanOrEqual(200);
        if (report.code === null) expect(report.class).toBe("unknown");
      }),
    );
  });
});
