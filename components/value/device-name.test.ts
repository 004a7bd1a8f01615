import { describe, expect, it } from "vitest";
import { deviceName, shortDevId, splitDevId } from "./device-name";

describe("device names", () => {
  it("split every DevId form into scheme and value", () => {
    expect(splitDevId("IMEI:350000000000017")).toEqual({ scheme: "IMEI", value: "350000000000017" });
    expect(splitDevId("urn:uuid:00000000-0000-4000-8000-000000000001").scheme).toBe("urn:uuid");
    expect(splitDevId("vendor-box-1")).toEqual({ scheme: "", value: "vendor-box-1" });
  });

  it("never say a full number in a sentence or a title", () => {
    expect(shortDevId("IMEI:350000000000017")).toBe("IMEI …0017");
    expect(deviceName({ manufacturer: null, model: null, devId: "IMEI:350000000000017" })).not.toContain("35000000");
  });

  it("prefer make and model", () => {
    expect(deviceName({ manufacturer: "Hanseat", model: "R5", devId: "IMEI:350000000000017" })).toBe("Hanseat R5");
    expect(deviceName({ manufacturer: null, model: "R5", devId: "IMEI:350000000000017" })).toBe("R5");
  });
});
