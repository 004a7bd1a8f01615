import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deviceIdOf, fromPublicId, fromTaskId, newUuid, toPublicId, toTaskId } from "./ids";

describe("ids", () => {
  it("brings every uuid back from its public form", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(fromPublicId("op", toPublicId("op", a))).toBe(a);
        expect(fromTaskId(toTaskId(a, b))).toEqual({ deviceId: a, operationId: b });
      }),
    );
  });

  it("takes no text for an id that is none", () => {
    for (const text of ["", "op_", "op_zz", `op_${"z".repeat(26)}`, `dev_${"0".repeat(26)}`, `op_${"0".repeat(25)}u`]) {
      expect(fromPublicId("op", text)).toBeNull();
    }
    expect(fromTaskId("task_0")).toBeNull();
  });

  it("makes uuids of version 7 that sort in the order they were made", () => {
    const made = Array.from({ length: 20_000 }, () => newUuid());
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
    expect(made[0]?.[14]).toBe("7");
  });

  it("keeps the same DevId of two realms apart", () => {
    expect(deviceIdOf("live", "IMEI:1")).not.toBe(deviceIdOf("sandbox", "IMEI:1"));
    expect(deviceIdOf("live", "IMEI:1")).toBe(deviceIdOf("live", "IMEI:1"));
  });
});
