import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FUMO_ALERT_TYPES, FUMO_RESULT_TYPES } from "./alert-types";
import { compareVersions, isSameVersion } from "./compare-versions";
import { isFumoId } from "./management-object";
import { FIRMWARE_PROFILES, firmwareProfile } from "./profiles";
import { readFirmwareReport, readResultData } from "./report";
import { describeDownloadStatus, describeResultCode } from "./result-codes";
import { readFirmwareState } from "./states";

const COMBINED = "org.openmobilealliance.dm.firmwareupdate.downloadandupdate";
const read = (data: string, type = COMBINED) => readFirmwareReport({ type, data }, "downloadAndUpdate");

describe("the object", () => {
  it("is known by its id in both forms, however it is written", () => {
    for (const id of ["urn:oma:mo:oma-fumo:1.0", " URN:OMA:MO:OMA-FUMO:1.0\0"]) expect(isFumoId(id)).toBe(true);
    expect(isFumoId("org.openmobilealliance/1.0/FirmwareUpdateManagementObject")).toBe(true);
    for (const other of ["", "urn:oma:mo:oma-scomo:1.0", "urn:oma:mo:oma-fumo:1.0x"])
      expect(isFumoId(other)).toBe(false);
  });

  it("has ten states, and any other is work under way", () => {
    const known = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    expect(known.map((value) => readFirmwareState(`${value}`)?.phase)).toEqual(
      "idle failed working holding holding working failed failed done done".split(" "),
    );
    const samsung = firmwareProfile(undefined, "Samsung Electronics").states;
    expect(readFirmwareState("65", samsung)).toMatchObject({ phase: "working", meaning: "Update being reported" });
    expect(readFirmwareState(" 250\0")).toMatchObject({ phase: "working", value: 250 });
    for (const none of ["", "idle", "1e2", "-10", "9".repeat(12)]) expect(readFirmwareState(none)).toBeNull();
  });

  it("never shows what is not of the specification as if it were", () => {
    const unverified = FUMO_ALERT_TYPES.filter(({ evidence }) => evidence === "unverified");
    expect(unverified.map(({ type }) => type)).toEqual(["urn:oma:at:fumo:1.0:operationcomplete"]);
    expect(FUMO_RESULT_TYPES.every((type) => type === type.toLowerCase())).toBe(true);
    for (const name of FIRMWARE_PROFILES) {
      const { evidence, resultCodes } = firmwareProfile(name, null);
      expect(evidence === "oma").toBe(name === "general");
      for (const code of Object.values(resultCodes)) expect(code.evidence).not.toBe("oma");
    }
  });
});

describe("a report", () => {
  const OF_FUMO: readonly (readonly [number, string])[] = [
    ...[200, 250, 299].map((code) => [code, "success"] as const),
    ...[401, 403, 404, 405, 408].map((code) => [code, "refused"] as const),
    ...[400, 402, 406, 407, 409, 410, 411, 412, 450, 499, 500, 501, 502, 503, 550, 599].map(
      (code) => [code, "error"] as const,
    ),
    ...[190, 197, 198, 199].map((code) => [code, "progress"] as const),
    ...[0, 42, 201, 249, 300, 413, 449, 504, 549, 600, 904, 1_200].map((code) => [code, "unknown"] as const),
  ];

  it.each(OF_FUMO)("%i is %s", (code, wanted) => {
    expect(describeResultCode(code).class).toBe(wanted);
    expect(describeResultCode(code).meaning).not.toBe("");
  });

  it("may carry a status of OMA Download 1.0, and what stands behind the number is the device's own words", () => {
    expect(read("952 user pressed stop")).toMatchObject({ class: "error", code: 952, detail: "user pressed stop" });
    expect(read("902")).toMatchObject({ class: "refused", meaning: "User Cancelled (OMA Download 1.0)" });
    expect(read("400 no space\0")).toMatchObject({ class: "error", code: 400, detail: "no space" });
    expect(read("900").class).toBe("progress");
    expect(describeDownloadStatus(900)?.class).toBe("progress");
    expect(describeDownloadStatus(410)).toBeNull();
  });

  it("on a download that is done is progress of what is to be installed as well, and the end of a download", () => {
    const type = "org.openmobilealliance.dm.firmwareupdate.download";
    expect(read("200", type).class).toBe("progress");
    expect(read("503", type).class).toBe("error");
    for (const data of ["200", "900", "900 54321"]) {
      expect(readFirmwareReport({ type, data }, "download").class).toBe("success");
    }
  });

  it("has the codes of its device's family, which are of no other", () => {
    const { resultCodes } = firmwareProfile("symbian", null);
    expect(readFirmwareReport({ type: COMBINED, data: "602" }, "update", resultCodes).class).toBe("error");
    expect(read("602").class).toBe("unknown");
  });

  it("gives its leading digits and the rest, whatever a device writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.string({ maxLength: 400 }), (code, words) => {
        fc.pre(!/^\d/.test(words));
        const { code: given, detail } = readResultData(`\0 ${code}${words}`);
        expect(given).toBe(code);
        expect(detail).toBe(words.replaceAll("\0", "").trim().slice(0, 200));
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000, unit: "binary" }), fc.string(), (data, type) => {
        const report = readFirmwareReport({ type, data }, "update");
        expect(report.code === null || (Number.isSafeInteger(report.code) && report.code >= 0)).toBe(true);
        expect(report.detail.length).toBeLessThanOrEqual(200);
        if (report.code === null) expect(report.class).toBe("unknown");
      }),
    );
    for (const none of ["", "done", "-200", "1234567890"])
      expect(read(none)).toMatchObject({ class: "unknown", code: null });
  });
});

describe("versions", () => {
  it.each([
    ["NM210-4.9", "NM210-4.18", "older"],
    ["NM210-4.18.3", "nm210-4.18.3 ", "same"],
    ["2.0", "1.99", "newer"],
    ["1.2", "1.2.1", "older"],
    ["4.010", "4.9", "newer"],
    ["4.18-beta", "4.18", "unknown"],
    ["A1", "B1", "unknown"],
    ["", "1", "unknown"],
  ])("%s is, beside %s, %s", (one, other, order) => {
    expect(compareVersions(one, other)).toBe(order);
  });

  it("are ordered the same from both sides, and one that was read is only the same when it is written so", () => {
    const version = fc
      .array(fc.oneof(fc.nat(30).map(String), fc.constantFrom(".", "-", "v", "rc")))
      .map((all) => all.join(""));
    const OPPOSITE = { older: "newer", newer: "older", same: "same", unknown: "unknown" } as const;
    fc.assert(
      fc.property(version, version, (one, other) => {
        expect(compareVersions(one, one)).toBe("same");
        expect(compareVersions(other, one)).toBe(OPPOSITE[compareVersions(one, other)]);
        if (isSameVersion(one, other)) expect(compareVersions(one, other)).toBe("same");
      }),
    );
    expect(isSameVersion("4.01", "4.1")).toBe(false);
  });
});
