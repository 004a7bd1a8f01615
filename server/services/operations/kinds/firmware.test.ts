import { describe, expect, it } from "vitest";
import { describeResultCode } from "../../../oma-dm/objects/fumo/result-codes";
import { newestKind } from "./index";
import { CONTENT } from "./testing/play-story";
import {
  execs,
  type FirmwareStory,
  PHONE,
  playFirmware as play,
  phoneWithout as without,
} from "./testing/run-firmware";

const COMBINED = "./Updates/DownloadAndUpdate";
const NEW = { "./DevDetail/FwV": "2", "./Updates/State": "100" };
const done = { comes: { data: "200" }, leaves: NEW };
const DAY = 86_400;

describe("firmware.update", () => {
  it("has the device download and install, waits for its report, and proves the version", () => {
    const { verdict, writes, executed, waits } = play({ scenes: [done] });
    expect(verdict).toEqual({
      state: "succeeded",
      outcome: "verified",
      result: {
        code: 200,
        meaning: "Successful",
        fromVersion: "1",
        toVersion: "2",
        verified: true,
        seenVersion: "2",
        state: 100,
        stateMeaning: "Update successful, the package is gone",
        detail: "",
      },
    });
    const url = "https://dm.example/dl/01890a5d-ac96-774b-bcce-b302099a8058";
    expect(writes).toEqual([`${COMBINED}/PkgURL "${url}/descriptor"`]);
    expect(executed).toEqual([COMBINED]);
    expect(waits).toEqual([2 * DAY]);
    expect(play({ scenes: [done], params: { link: "package" } }).writes).toEqual([`${COMBINED}/PkgURL "${url}"`]);
  });

  const ask = { text: "Update your phone now?", maxSeconds: 30 };

  it("asks the user first where that is wanted, and goes on with a yes", () => {
    const { verdict, questions, executed } = play({ params: { ask }, scenes: [done] });
    expect(questions).toEqual(["Update your phone now?"]);
    expect(executed).toEqual([COMBINED]);
    expect(verdict).toMatchObject({ outcome: "verified" });
    expect(play({ scenes: [done] }).questions).toEqual([]);
  });

  it.each([
    [304, "refused", "refused_by_user", false],
    [214, "refused", "refused_by_user", false],
    [408, "refused", "refused_by_user", true],
    [406, "error", "unsupported_by_device", false],
  ])("does nothing when its question ends with %i: %s", (userSays, outcome, code, retryable) => {
    for (const kind of ["firmware.update", "firmware.install"]) {
      const { verdict, writes, executed } = play({ kind, params: { ask }, userSays });
      expect(verdict).toMatchObject({
        state: "failed",
        outcome,
        reason: { code },
        retryable,
        result: { verified: false },
      });
      expect([writes, executed]).toEqual([[], []]);
    }
  });

  it("staged has it download, report, and install when it is told to", () => {
    const { verdict, writes, executed, waits } = play({
      params: { flow: "staged", timeouts: { downloadSeconds: 60, installSeconds: 70 } },
      scenes: [
        { comes: { posts: 900 }, leaves: { "./Updates/State": "40" } },
        { comes: { data: "200", says: "download" } },
        { comes: { data: "200", says: "update" }, leaves: NEW },
      ],
    });
    expect(verdict).toMatchObject({ outcome: "verified", result: { code: 200, fromVersion: "1", seenVersion: "2" } });
    expect(executed).toEqual(["./Updates/Download", "./Updates/Update"]);
    expect(writes).toHaveLength(1);
    expect(waits).toEqual([60, 60, 70]);
  });

  it("by a large object gives it the package in the session", () => {
    const { verdict, writes, executed } = play({
      params: { flow: "largeObject" },
      scenes: [{ comes: { data: "200", says: "update" }, leaves: NEW }],
      answer: (step, { index, command }) =>
        command.name === "Replace" ? { kind: "status", step, index, status: 200 } : null,
    });
    expect(verdict).toMatchObject({ outcome: "verified" });
    expect(executed).toEqual(["./Updates/Update"]);
    const reference = { content: "01890a5d-ac96-774b-bcce-b302099a8058", octets: 1_000 };
    expect(writes).toEqual([`./Updates/Update/PkgData ${JSON.stringify(reference)}`]);
  });

  it("takes the way that the device's object knows, and says so where it knows none", () => {
    const staged = play({ device: { leaves: without(COMBINED), statuses: execs(500) } });
    expect(staged.executed).toEqual(["./Updates/Download"]);
    expect(staged.writes[0]).toContain("./Updates/Download/PkgURL");
    const asked = play({ device: { leaves: without("./Updates/Download/") }, params: { flow: "staged" } });
    expect(asked.verdict).toMatchObject({
      outcome: "error",
      reason: { code: "unsupported_by_device", text: expect.stringContaining("cannot do staged") },
    });
    expect(asked.writes).toEqual([]);
  });
});

describe("where the device's object is", () => {
  const moved = (from: string, to: string, keep: Record<string, unknown> = {}) =>
    ({
      ...Object.fromEntries(Object.entries(PHONE).map(([uri, leaf]) => [uri.replace(from, to), leaf])),
      ...keep,
    }) as typeof PHONE;
  const plain = { format: "node", type: "", value: "" };

  it.each([
    [
      "by its id, one level below a node that holds such objects",
      moved("./Updates", "./FwUpdate/Pkg1"),
      {},
      "./FwUpdate/Pkg1",
    ],
    [
      "by its family's habit",
      moved("./Updates", "./FwUpdate/Flash", { "./FwUpdate/Flash": plain }),
      { profile: "gateway" },
      "./FwUpdate/Flash",
    ],
    ["in the usual place", moved("./Updates", "./FUMO", { "./FUMO": plain }), {}, "./FUMO"],
    [
      "in the usual place below others",
      moved("./Updates", "./ManagedObjects/FUMO", { "./ManagedObjects/FUMO": plain }),
      {},
      "./ManagedObjects/FUMO",
    ],
    ["where the operation says", moved("./Updates", "./X/Y", { "./X/Y": plain }), { root: "./X/Y" }, "./X/Y"],
  ])("is found %s", (_how, leaves, params, root) => {
    const { executed } = play({ device: { leaves }, params, scenes: [done] });
    expect(executed).toEqual([`${root}/DownloadAndUpdate`]);
  });

  it("is known although the device lists nothing, and nowhere when it has none", () => {
    const types = { "./FUMO": { format: "node", type: "urn:oma:mo:oma-fumo:1.0", value: "" } };
    const denied = play({
      device: { leaves: moved("./Updates", "./FUMO", types), statuses: { "Get ./FUMO": 405 } },
      scenes: [done],
    });
    expect(denied.executed).toEqual(["./FUMO/DownloadAndUpdate"]);
    const none = play({ device: { leaves: without("./Updates") } });
    expect(none.verdict).toMatchObject({
      outcome: "error",
      reason: { code: "unsupported_by_device" },
      retryable: false,
    });
    expect(none.executed).toEqual([]);
  });
});

describe("before anything is sent", () => {
  const nothingSent = (story: FirmwareStory) => {
    const { verdict, executed, writes } = play(story);
    expect([executed, writes]).toEqual([[], []]);
    return verdict;
  };

  it("a device that has the version already has succeeded", () => {
    expect(nothingSent({ offer: { version: "1" } })).toMatchObject({
      outcome: "verified",
      result: { code: null, fromVersion: "1", toVersion: "1", verified: true },
    });
  });

  it("an earlier version is not put over a later one, unless that is overridden", () => {
    const verdict = nothingSent({ offer: { version: "0.9" } });
    expect(verdict).toMatchObject({ outcome: "error", reason: { code: "downgrade" }, retryable: false });
    const forced = play({
      offer: { version: "0.9" },
      params: { override: true },
      scenes: [{ comes: { data: "200" }, leaves: { "./DevDetail/FwV": "0.9" } }],
    });
    expect(forced.verdict).toMatchObject({ outcome: "verified", result: { fromVersion: "1", toVersion: "0.9" } });
  });

  it.each([
    ["manufacturer", { manufacturer: "Acme" }, "for devices of Acme"],
    ["model", { models: ["N-2", "N-3"] }, "is for N-2, N-3"],
    ["version", { fromVersions: ["1.1"] }, "replaces 1.1"],
  ])("a content for another %s is not for it", (_what, offer, words) => {
    expect(nothingSent({ offer })).toMatchObject({
      outcome: "error",
      reason: { code: "content_unfit", text: expect.stringContaining(words) },
      retryable: false,
    });
  });

  it("a content that fits by manufacturer, model and version is sent, whatever the case they are written in", () => {
    const offer = { manufacturer: "NIMBUS", models: ["n-1"], fromVersions: ["1"] };
    expect(play({ offer, scenes: [done] }).verdict).toMatchObject({ outcome: "verified" });
  });

  it("a content that was withdrawn is not offered", () => {
    for (const problem of ["content_withdrawn", "content_missing"] as const) {
      expect(nothingSent({ offer: { problem } })).toMatchObject({
        outcome: "error",
        reason: { code: "content_withdrawn" },
      });
    }
  });

  it("no value below its limit and none beyond it is taken for another", () => {
    const parse = (params: object) => newestKind("firmware.update")?.params.safeParse({ content: CONTENT, ...params });
    expect(parse({ timeouts: { downloadSeconds: 2_592_000 } })?.success).toBe(true);
    expect(parse({ timeouts: { downloadSeconds: 2_592_001 } })?.success).toBe(false);
    expect(parse({ timeouts: { installSeconds: 0 } })?.success).toBe(false);
    expect(parse({ content: "con_1" })?.success).toBe(false);
    expect(parse({ flow: "magic" })?.success).toBe(false);
    expect(parse({ profile: "nobody" })?.success).toBe(false);
  });
});

describe("what the device answers", () => {
  it.each([
    ["Replace", 404, false],
    ["Replace", 405, false],
    ["Replace", 500, true],
    ["Exec", 405, false],
    ["Exec", 406, false],
    ["Exec", 503, true],
  ])("%s refused by %i is a refusal", (command, status, retryable) => {
    const uri = command === "Exec" ? COMBINED : `${COMBINED}/PkgURL`;
    const { verdict } = play({ device: { statuses: { ...execs(202), [`${command} ${uri}`]: status } } });
    expect(verdict).toMatchObject({
      outcome: "refused",
      reason: { code: "refused_by_device", text: expect.stringContaining(`(${status})`) },
      retryable,
      result: { code: null, verified: false, fromVersion: "1" },
    });
  });

  it("200 to the Exec is believed when the version shows, and else waited on as if it were 202", () => {
    const device = { statuses: execs(200) };
    const late = play({ device, scenes: [done] });
    expect(late.verdict).toMatchObject({ outcome: "verified", result: { code: 200 } });
    let asked = 0;
    const atOnce = play({
      device,
      answer: (step, { index, command }) => {
        if (!("uri" in command) || command.uri !== "./DevDetail/FwV" || asked++ === 0) return null;
        const nodes = [{ uri: command.uri, format: "chr", value: "2" }];
        return { kind: "status", step, index, status: 200, nodes };
      },
    });
    expect(atOnce.verdict).toMatchObject({ outcome: "verified", result: { code: null, verified: true } });
    expect(atOnce.waits).toEqual([]);
  });

  it("an Exec whose answer was lost is not sent again: the report or the version tells", () => {
    const lost: FirmwareStory["answer"] = (step, { index, command }) =>
      command.name === "Exec" ? { kind: "lost", step, index } : null;
    const story = play({ answer: lost, scenes: [done] });
    expect(story.verdict).toMatchObject({ outcome: "verified" });
    expect(story.steps.filter(({ command }) => command === "Exec")).toHaveLength(1);
    expect(play({ answer: lost }).verdict).toMatchObject({ outcome: "unconfirmed", reason: { code: "timed_out" } });
  });
});

describe("what the device reports", () => {
  it.each([
    [400, "error", "failed_on_device"],
    [401, "refused", "refused_by_user"],
    [402, "error", "failed_on_device"],
    [403, "refused", "refused_by_device"],
    [404, "refused", "refused_by_device"],
    [405, "refused", "refused_by_device"],
    [406, "error", "failed_on_device"],
    [407, "error", "failed_on_device"],
    [408, "refused", "refused_by_device"],
    [409, "error", "failed_on_device"],
    [410, "error", "failed_on_device"],
    [411, "error", "failed_on_device"],
    [412, "error", "failed_on_device"],
    [461, "error", "failed_on_device"],
    [500, "error", "failed_on_device"],
    [501, "error", "failed_on_device"],
    [502, "error", "failed_on_device"],
    [503, "error", "failed_on_device"],
    [599, "error", "failed_on_device"],
    [902, "refused", "refused_by_user"],
    [952, "error", "failed_on_device"],
    [777, "error", "failed_on_device"],
  ])("%i ends as %s, %s, whatever its State says", (code, outcome, reason) => {
    const { verdict } = play({ scenes: [{ comes: { data: `${code}` }, leaves: { "./Updates/State": "100" } }] });
    const { meaning, mayRetry } = describeResultCode(code);
    expect(verdict).toMatchObject({
      state: "failed",
      outcome,
      reason: { code: reason },
      retryable: mayRetry,
      result: { code, meaning, fromVersion: "1", toVersion: "2", verified: false, state: 100 },
    });
  });

  it("in its own words is kept, also where they are all there is", () => {
    const words = play({ scenes: [{ comes: { data: "400 door open" } }] });
    expect(words.verdict).toMatchObject({ result: { code: 400, detail: "door open" } });
    const none = play({ scenes: [{ comes: { data: "it failed" } }] });
    expect(none.verdict).toMatchObject({ outcome: "error", result: { code: null, detail: "it failed" } });
  });

  it("of its family is read by the family's codes", () => {
    const story = { params: { profile: "samsung" }, scenes: [{ comes: { data: "462" } }] } as const;
    expect(play(story).verdict).toMatchObject({ outcome: "refused", reason: { code: "refused_by_device" } });
  });

  it("as progress is waited through, each time for the whole time", () => {
    const progress = ["198", "190", "199"].map((data) => ({ comes: { data } }));
    const { verdict, waits } = play({ scenes: [{ comes: { posts: 900 } }, ...progress, done] });
    expect(verdict).toMatchObject({ outcome: "verified" });
    expect(waits).toEqual(Array(5).fill(2 * DAY));
  });

  it("as progress without end is given up, and the version tells", () => {
    const scenes = Array.from({ length: 120 }, () => ({ comes: { data: "190" } }));
    expect(play({ scenes }).verdict).toMatchObject({ outcome: "unconfirmed", reason: { code: "timed_out" } });
  });

  it("without a Correlator is its report when it comes from the object, also from the object's root or nowhere", () => {
    for (const source of ["./Updates", COMBINED, undefined]) {
      const scenes = [{ comes: { data: "410", correlator: undefined, source } as never }];
      expect(play({ scenes }).verdict).toMatchObject({ result: { code: 410 } });
    }
  });

  it("of an earlier attempt, of another object or as a wish of its user is not its report", () => {
    for (const said of [
      { correlator: "earlier" },
      { correlator: undefined, source: "./Other" },
      { correlator: undefined, type: "org.openmobilealliance.dm.firmwareupdate.userrequest" },
    ]) {
      const { verdict } = play({ scenes: [{ comes: { data: "410", ...said } as never }] });
      expect(verdict).toMatchObject({ outcome: "unconfirmed", result: { code: null } });
    }
  });

  it("by HTTP that the download failed is the end when no alert follows, and the alert's is when one does", () => {
    const { verdict, waits } = play({ scenes: [{ comes: { posts: 901 } }] });
    expect(verdict).toMatchObject({ outcome: "error", result: { code: 901 }, retryable: false });
    expect(waits).toEqual([2 * DAY, 900]);
    const alerted = play({ scenes: [{ comes: { posts: 953 } }, { comes: { data: "405" } }] });
    expect(alerted.verdict).toMatchObject({ outcome: "refused", result: { code: 405 } });
  });

  it("of a failed download ends what was to be installed as well", () => {
    const scenes = [{ comes: { data: "503", says: "download" as const } }];
    expect(play({ scenes }).verdict).toMatchObject({ outcome: "error", result: { code: 503 } });
    const staged = play({ params: { flow: "staged" }, scenes });
    expect(staged.verdict).toMatchObject({ outcome: "error", result: { code: 503 } });
    expect(staged.executed).toEqual(["./Updates/Download"]);
  });
});

describe("what is seen of the device", () => {
  it("is the proof, also where it does not report, or reports what nobody knows", () => {
    expect(play({ scenes: [{ comes: "timeout", leaves: NEW }] }).verdict).toMatchObject({
      outcome: "verified",
      result: { code: null, meaning: "The device did not report", seenVersion: "2" },
    });
    expect(play({ scenes: [{ comes: { data: "777" }, leaves: NEW }] }).verdict).toMatchObject({
      outcome: "verified",
      result: { code: 777 },
    });
  });

  it("may come after its report: the version is looked for as long as there is time", () => {
    const scenes = [
      { comes: { data: "200" } },
      { comes: "timeout" as const },
      { comes: "timeout" as const, leaves: NEW },
    ];
    const { verdict, waits } = play({ scenes });
    expect(verdict).toMatchObject({ outcome: "verified", result: { code: 200 } });
    expect(waits).toEqual([2 * DAY, 360, 1_080]);
  });

  it("as the old version after a success is unconfirmed", () => {
    const { verdict, waits } = play({ scenes: [{ comes: { data: "200" }, leaves: { "./Updates/State": "100" } }] });
    expect(verdict).toMatchObject({
      outcome: "unconfirmed",
      reason: { code: "unconfirmed", text: "The device reported success, but 1 is read from it, not 2." },
      result: { code: 200, verified: false, seenVersion: "1" },
    });
    expect(waits).toEqual([2 * DAY, 360, 1_080, 2_160]);
  });

  it("after a success that a second report takes back is a failure", () => {
    const { verdict } = play({ scenes: [{ comes: { data: "200" } }, { comes: { data: "410" } }] });
    expect(verdict).toMatchObject({ outcome: "error", result: { code: 410 } });
  });

  it("as nothing, because it never comes again, is unconfirmed", () => {
    let isGone = false;
    const { verdict } = play({
      answer: (step, { command }) => {
        if (command.name === "Exec") isGone = true;
        return isGone && command.name === "Get" ? { kind: "timeout", step } : null;
      },
    });
    expect(verdict).toMatchObject({
      outcome: "unconfirmed",
      reason: { code: "timed_out" },
      result: { code: null, seenVersion: null, state: null, verified: false },
    });
  });

  it("is the version of the object where the operation names one of several, whatever the device's own is", () => {
    const leaves = { ...PHONE, "./Updates/PkgVersion": { format: "chr", value: "r1" } };
    const story = { device: { leaves, statuses: execs(202) }, params: { root: "./Updates" }, offer: { version: "r2" } };
    const scenes = [{ comes: { data: "200" }, leaves: { "./Updates/PkgVersion": "r2" } }];
    expect(play({ ...story, scenes }).verdict).toMatchObject({
      outcome: "verified",
      result: { fromVersion: "r1", seenVersion: "r2" },
    });
    expect(play({ ...story, offer: { version: "r1" } }).executed).toEqual([]);
  });

  it("is the package's version where it does not tell its own, and acknowledged where the content tells none", () => {
    const leaves = without("./DevDetail/FwV");
    const scenes = [{ comes: { data: "200" }, leaves: { "./Updates/PkgVersion": "2" } }];
    expect(play({ device: { leaves, statuses: execs(202) }, scenes }).verdict).toMatchObject({
      outcome: "verified",
      result: { fromVersion: null, seenVersion: "2" },
    });
    expect(play({ offer: { version: null }, scenes: [done] }).verdict).toMatchObject({
      state: "succeeded",
      outcome: "acknowledged",
      result: { toVersion: "2", verified: false },
    });
  });
});
