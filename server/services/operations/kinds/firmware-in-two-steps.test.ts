import { describe, expect, it } from "vitest";
import { playFirmware as play, phoneWithout as without } from "./testing/run-firmware";

const NEW = { "./DevDetail/FwV": "2", "./Updates/State": "100" };

describe("firmware.download and firmware.install", () => {
  it("download has the device fetch and keep it: verified where its State shows the package", () => {
    const comes = { data: "200", says: "download" as const };
    const kind = "firmware.download";
    const kept = play({ kind, scenes: [{ comes, leaves: { "./Updates/State": "40" } }] });
    expect(kept.verdict).toMatchObject({ outcome: "verified", result: { code: 200, state: 40, verified: true } });
    expect(kept.executed).toEqual(["./Updates/Download"]);
    expect(play({ kind, scenes: [{ comes }] }).verdict).toMatchObject({ outcome: "acknowledged" });
    const untrusted = {
      kind,
      params: { profile: "vehicle" },
      scenes: [{ comes, leaves: { "./Updates/State": "40" } }],
    };
    expect(play(untrusted).verdict).toMatchObject({ outcome: "acknowledged", result: { verified: false } });
  });

  it("download that the device says has failed proves nothing, whatever package it kept from before", () => {
    const comes = { data: "503", says: "download" as const };
    const scenes = [{ comes, leaves: { "./Updates/State": "70" } }];
    for (const story of [
      { kind: "firmware.download", scenes },
      { params: { flow: "staged" }, scenes },
    ]) {
      expect(play(story).verdict).toMatchObject({
        outcome: "error",
        result: { code: 503, state: 70, verified: false },
      });
    }
  });

  it("download that is not reported goes by State, or has timed out", () => {
    const kind = "firmware.download";
    const kept = play({ kind, scenes: [{ comes: "timeout", leaves: { "./Updates/State": "50" } }] });
    expect(kept.verdict).toMatchObject({ outcome: "verified", result: { code: null } });
    expect(play({ kind }).verdict).toMatchObject({ outcome: "error", reason: { code: "timed_out" }, retryable: true });
  });

  it("install has it install what it has", () => {
    const scenes = [{ comes: { data: "200", says: "update" as const }, leaves: NEW }];
    const { verdict, executed, writes } = play({ kind: "firmware.install", scenes });
    expect(verdict).toMatchObject({ outcome: "verified" });
    expect([executed, writes]).toEqual([["./Updates/Update"], []]);
  });

  it("both say so where the object cannot do one without the other", () => {
    const device = { leaves: without("./Updates/Download/", "./Updates/Update/") };
    for (const kind of ["firmware.download", "firmware.install"]) {
      expect(play({ kind, device }).verdict).toMatchObject({ reason: { code: "unsupported_by_device" } });
    }
  });
});
