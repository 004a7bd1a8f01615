import { describe, expect, it } from "vitest";
import { passwordProblem } from "./password-rules";

const person = { email: "rosa.lind@carrier.example", name: "Rosa Lind" };

describe("passwordProblem", () => {
  it.each([
    ["fourteen chars", "a short passwo", "length"],
    ["129 characters", "correct horse ".repeat(10).slice(0, 129), "length"],
    ["one character again and again", "aaaaaaaaaaaaaaaaaaaa", "too_common"],
    ["a short pattern", "abcabcabcabcabcabc", "too_common"],
    ["a row of digits", "01234567890123456789", "too_common"],
    ["a row of the keyboard", "qwertyuiopasdfghjkl", "too_common"],
    ["the person and the product", "RosaLind-DMWSI-2026", "too_common"],
    ["the word itself", "password-password-1", "too_common"],
  ])("refuses %s", (_what, password, code) => {
    expect(passwordProblem(password, person)?.code).toBe(code);
  });

  it.each([
    ["a few words", "winter lamp under seven trees"],
    ["random characters", "k7#fQz!19vLp@3xw"],
    ["any script, counted in characters", "дождь и снег, потом солнце"],
    ["128 characters", "u8 dk2pq vme7 zt ".repeat(8).slice(0, 128)],
  ])("takes %s", (_what, password) => {
    expect(passwordProblem(password, person)).toBeNull();
  });
});
