import { describe, expect, it } from "vitest";
import type { UserAlert } from "../../../oma-dm";
import { askUser, type Question, readUserReply, userAlert } from "./ask-user";

const said = (question: Question, status: number, ...texts: string[]) =>
  readUserReply({ command: userAlert(question), lost: false, status, nodes: [], said: texts });

const choose: Question = { kind: "choose", text: "Which?", choices: ["a", "b", "c"] };
const several: Question = { kind: "choose_several", text: "Some?", choices: ["a", "b", "c"] };

describe("a question to the device's user", () => {
  it.each<[Question, Pick<UserAlert, "code" | "options" | "texts">]>([
    [
      { kind: "show", text: "Tonight", minSeconds: 5, maxSeconds: 30 },
      { code: "1100", options: "MINDT=5&MAXDT=30", texts: ["Tonight"] },
    ],
    [
      { kind: "confirm", text: "Now?", default: false },
      { code: "1101", options: "MAXDT=60&DR=0", texts: ["Now?"] },
    ],
    [
      { kind: "enter", text: "PIN", input: "number", charactersMax: 4, hidden: true },
      { code: "1102", options: "MAXDT=60&MAXLEN=4&IT=N&ET=P", texts: ["PIN"] },
    ],
    [
      { kind: "enter", text: "Name", default: "Jo & Co" },
      { code: "1102", options: "MAXDT=60&DR=Jo+%26+Co", texts: ["Name"] },
    ],
    [
      { ...choose, default: 2 },
      { code: "1103", options: "MAXDT=60&DR=2", texts: ["Which?", "a", "b", "c"] },
    ],
    [
      { kind: "choose_several", text: "Some?", choices: ["a", "b"], default: [1, 2] },
      { code: "1104", options: "MAXDT=60&DR=1-2", texts: ["Some?", "a", "b"] },
    ],
  ])("%o is one alert: its options, its text, its choices", (question, alert) => {
    expect(userAlert(question)).toEqual({ name: "Alert", ...alert });
    expect(askUser(question).next()).toMatchObject({ value: { kind: "user", alert } });
  });

  it("is answered by what the user did", () => {
    expect(said({ kind: "confirm", text: "Now?" }, 200)).toMatchObject({
      outcome: "answered",
      text: null,
      choices: [],
    });
    expect(said({ kind: "confirm", text: "Now?" }, 304).outcome).toBe("declined");
    expect(said({ kind: "enter", text: "PIN" }, 200, "0042")).toMatchObject({ outcome: "answered", text: "0042" });
    expect(said(choose, 200, " 3 ").choices).toEqual([3]);
    expect(said(several, 200, "3", "1", "1").choices).toEqual([3, 1]);
    expect(said(choose, 200, "0", "4", "x").choices).toEqual([]);
    expect([214, 408, 406, 416, 215, 0].map((status) => said(choose, status, "1"))).toMatchObject([
      { outcome: "cancelled", choices: [] },
      { outcome: "timed_out" },
      { outcome: "not_shown" },
      { outcome: "not_shown" },
      { outcome: "not_shown" },
      { outcome: "unknown" },
    ]);
    expect(readUserReply({ command: userAlert(choose), lost: true, status: 0, nodes: [] }).outcome).toBe("unknown");
  });

  it.each<Question>([
    { kind: "show", text: "" },
    { kind: "show", text: "x".repeat(1_001) },
    { kind: "show", text: "x", maxSeconds: 101 },
    { kind: "enter", text: "x", charactersMax: 0 },
    { kind: "choose", text: "x", choices: [] },
    { kind: "choose", text: "x", choices: Array.from({ length: 33 }, () => "a") },
    { kind: "choose", text: "x", choices: [""] },
  ])("beyond its bounds is refused", (question) => {
    expect(() => userAlert(question)).toThrow(RangeError);
  });
});
