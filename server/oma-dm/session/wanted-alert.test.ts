import { describe, expect, test } from "vitest";
import { alert, devInfo, LockstepDevice, PlannedRun, SessionBench } from "../testing";
import { isWantedAlert } from "./wanted-alert";

const TYPE = "org.openmobilealliance.dm.firmwareupdate.downloadandupdate";
const wanted = { correlator: "a-1", object: { root: "./A/Fumo", types: [TYPE] } };
const told = (said: { correlator?: string; source?: string; type?: string }) =>
  isWantedAlert({ type: TYPE, data: "200", ...said }, wanted);

describe("the alert that is waited for", () => {
  test("is told by its Correlator alone where there is one, whatever it is called and wherever it is from", () => {
    expect(told({ correlator: "a-1", source: "./Elsewhere", type: "com.example" })).toBe(true);
    expect(told({ correlator: "a-0", source: "./A/Fumo" })).toBe(false);
  });

  test("without one is told by the object and the type: from the executed node, the object, or nowhere", () => {
    for (const source of ["./A/Fumo", "./A/Fumo/DownloadAndUpdate"]) expect(told({ source })).toBe(true);
    expect(told({})).toBe(true);
    expect(told({ type: ` ${TYPE.toUpperCase()} ` })).toBe(true);
    expect(told({ source: "./A/Fumo2" })).toBe(false);
    expect(told({ source: "./A/Fumo", type: "org.openmobilealliance.dm.firmwareupdate.userrequest" })).toBe(false);
  });

  test("without one and without an object is told by its Source, which has to be the same", () => {
    expect(isWantedAlert({ type: "", data: "", source: "./A" }, { correlator: "x", source: "./A" })).toBe(true);
    expect(isWantedAlert({ type: "", data: "", source: "./A/B" }, { source: "./A" })).toBe(false);
    expect(isWantedAlert({ type: "", data: "" }, {})).toBe(false);
  });

  test.each(["./A/Fumo/DownloadAndUpdate", "./A/Fumo"])("from %s reaches its task before the Status", (source) => {
    const exec = { name: "Exec", uri: "./A/Fumo/DownloadAndUpdate", correlator: "a-1" } as const;
    const run = new PlannedRun("t", [[exec], { wanted }]);
    const phone = new LockstepDevice({ encoding: "wbxml" });
    const dm = new SessionBench({ encoding: "wbxml", credentials: { client: { scheme: "none" } }, runs: [run] });
    phone.hears(dm.exchange(phone.says([devInfo()])));
    const [sent] = phone.commands();
    if (!sent) throw new Error("no Exec");
    const item = { source: { locUri: source }, meta: { type: TYPE }, data: "200" };
    const answer = phone.answers(sent, 202);
    phone.hears(dm.exchange(phone.says([alert("1226", [item])], { final: false })));
    phone.hears(dm.exchange(phone.says([answer])));
    expect(run.answers.map(({ kind }) => kind)).toEqual(["alert", "status"]);
    expect(run.progress().kind).toBe("ended");
  });
});
