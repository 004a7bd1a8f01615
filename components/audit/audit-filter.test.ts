import { expect, it } from "vitest";
import { auditFilter } from "./audit-filter";

it("narrows by what was typed, and by nothing where a field is empty, repeated or unknown", () => {
  expect(auditFilter({ actor: " usr_1 ", object: "", action: ["a", "b"], colour: "red" } as object)).toEqual({
    actor: "usr_1",
  });
});

it("asks for no more than a field of the log can hold", () => {
  expect(auditFilter({ action: "x".repeat(100) }).action).toHaveLength(64);
});
