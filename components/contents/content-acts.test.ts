import { expect, it } from "vitest";
import { ContentState } from "@/server/services/contents/schemas";
import { actsFor } from "./content-acts";

const NONE = { operations: 0, tasks: 0 };

it("an agent only looks, an operator takes in and retires, an administrator decides on what is in quarantine", () => {
  const all = (role: "agent" | "operator" | "administrator") =>
    Object.fromEntries(
      ContentState.options.map((state) => [state, actsFor({ state, reason: null, usedBy: NONE }, role)]),
    );
  const operator = {
    uploading: ["delete"],
    verifying: [],
    ready: ["retire"],
    rejected: ["delete"],
    retired: ["delete"],
  };
  expect(all("agent")).toEqual(Object.fromEntries(ContentState.options.map((state) => [state, []])));
  expect(all("operator")).toEqual({ ...operator, quarantined: [] });
  expect(all("administrator")).toEqual({ ...operator, quarantined: ["approve", "reject"] });
});

it("octets that changed can only be rejected", () => {
  const reason = { code: "digest_changed", text: "" };
  expect(actsFor({ state: "quarantined", reason, usedBy: NONE }, "administrator")).toEqual(["reject"]);
});

it("what operations still need stays when it is retired", () => {
  const usedBy = { operations: 1, tasks: 3 };
  expect(actsFor({ state: "retired", reason: null, usedBy }, "administrator")).toEqual([]);
});
