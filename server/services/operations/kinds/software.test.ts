import { describe, expect, it } from "vitest";
import { describeSoftwareCode } from "../../../oma-dm/objects/scomo/result-codes";
import { newestKind } from "./index";
import { CONTENT, node, type Scene, text } from "./testing/play-story";
import {
  component,
  DELIVERED,
  DEPLOYED,
  ORDERED,
  ROOT,
  reportData,
  runSoftware,
  SOFTWARE_PHONE,
  type SoftwareStory,
} from "./testing/run-software";

const DAY = 86_400;
const BOTH = `${ORDERED}/Operations/DownloadInstall`;
const installed = (leaves: Parameters<typeof component>[1] = {}, code = 1200): Scene => ({
  comes: { data: reportData(code) },
  leaves: component("Chat", leaves),
});
const moved = (from: string, to: string) =>
  Object.fromEntries(Object.entries(SOFTWARE_PHONE).map(([uri, leaf]) => [uri.replace(from, to), leaf]));
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(SOFTWARE_PHONE).filter(([uri]) => !names.some((name) => uri.startsWith(name))));

describe("software.install", () => {
  it("has the device fetch and install a package, waits for its report, and proves the component", () => {
    const { verdict, writes, executed, waits } = runSoftware({ scenes: [installed()] });
    expect(verdict).toEqual({
      state: "succeeded",
      outcome: "verified",
      result: {
        code: 1200,
        meaning: "Successful",
        fromVersion: null,
        toVersion: "2",
        verified: true,
        item: {
          uri: `${DEPLOYED}/Chat`,
          componentId: "org.example.chat",
          packageId: CONTENT,
          name: null,
          version: "2",
          description: null,
          environment: null,
          state: 20,
          stateMeaning: "Active",
          status: null,
          statusMeaning: null,
          operations: null,
        },
        detail: "",
      },
    });
    const url = "https://dm.example/dl/01890a5d-ac96-774b-bcce-b302099a8058";
    expect(writes).toEqual([
      `${ORDERED} ""`,
      `${ORDERED}/PkgID "${CONTENT}"`,
      `${ORDERED}/Name "Test"`,
      `${ORDERED}/PkgURL "${url}/descriptor"`,
    ]);
    expect(executed).toEqual([BOTH]);
    expect(waits).toEqual([2 * DAY]);
    const direct = runSoftware({
      scenes: [installed({ packageId: "chat-1" })],
      params: { link: "package", packageId: "chat-1" },
    });
    expect(direct.writes.at(-1)).toBe(`${ORDERED}/PkgURL "${url}"`);
    expect(direct.writes[1]).toBe(`${ORDERED}/PkgID "chat-1"`);
  });

  it("replaces the leaves of a node that is there already, or that the device makes itself", () => {
    const leaves = {
      ...SOFTWARE_PHONE,
      [`${ORDERED}/PkgID`]: text(""),
      [`${ORDERED}/Name`]: text(""),
      [`${ORDERED}/PkgURL`]: text(""),
    };
    const { verdict, steps } = runSoftware({ device: { leaves }, scenes: [installed()] });
    expect(verdict).toMatchObject({ outcome: "verified" });
    expect(steps.filter(({ command }) => command === "Replace").map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it("inactive executes the operation for that, and an active component is not it", () => {
    const story = { params: { active: false } };
    const { verdict, executed } = runSoftware({ ...story, scenes: [installed({ state: 10 })] });
    expect([verdict?.outcome, executed]).toEqual(["verified", [`${ORDERED}/Operations/DownloadInstallInactive`]]);
    expect(runSoftware({ ...story, scenes: [installed()] }).verdict).toMatchObject({
      outcome: "unconfirmed",
      result: { code: 1200, verified: false },
    });
  });

  it("staged has it fetch, report, and install what it then has in its inventory", () => {
    const { verdict, executed, waits } = runSoftware({
      params: { flow: "staged", timeouts: { downloadSeconds: 60, installSeconds: 70 } },
      scenes: [
        { comes: { posts: 900 } },
        { comes: { data: reportData(1200, "P9") }, leaves: { [`${DELIVERED}/P9/PkgID`]: CONTENT } },
        installed(),
      ],
    });
    expect(verdict).toMatchObject({ outcome: "verified" });
    expect(executed).toEqual([`${ORDERED}/Operations/Download`, `${DELIVERED}/P9/Operations/Install`]);
    expect(waits).toEqual([60, 60, 70]);
  });

  it("staged ends where the download fails, is not reported, or shows no package", () => {
    const params = { flow: "staged" };
    const failed = runSoftware({ params, scenes: [{ comes: { data: reportData(1402) } }] });
    expect(failed.verdict).toMatchObject({ outcome: "error", result: { code: 1402 } });
    expect(failed.executed).toHaveLength(1);
    expect(runSoftware({ params }).verdict).toMatchObject({ outcome: "error", reason: { code: "timed_out" } });
    expect(runSoftware({ params, scenes: [{ comes: { data: reportData(1200) } }] }).verdict).toMatchObject({
      outcome: "unconfirmed",
      result: { code: 1200 },
    });
  });

  it.each([
    ["of the package that it was told", { packageId: CONTENT, id: "x" }, {}],
    ["that its report names by its id", { packageId: "other", id: "Chat" }, {}],
    ["that was not there before", { packageId: "other", id: "x" }, {}],
    ["that the operation names by its id", { packageId: "other" }, { component: "org.example.chat" }],
    ["that the operation names by its node", { packageId: "other" }, { component: "Chat" }],
  ])("finds the component %s", (_how, leaves, params) => {
    expect(runSoftware({ params, scenes: [installed(leaves)] }).verdict).toMatchObject({
      outcome: "verified",
      result: { item: { uri: `${DEPLOYED}/Chat` } },
    });
  });

  it("takes none for the component that is another, or has another version", () => {
    const named = { params: { component: "org.example.mail" }, scenes: [installed()] };
    expect(runSoftware(named).verdict).toMatchObject({ outcome: "unconfirmed", result: { item: null } });
    const other = runSoftware({ scenes: [installed({ version: "1.9" })] });
    expect(other.verdict).toMatchObject({ outcome: "unconfirmed", reason: { code: "unconfirmed" } });
    expect(other.waits).toEqual([2 * DAY, 360, 1_080, 2_160]);
  });
});

describe("before anything is sent", () => {
  const nothingSent = (story: SoftwareStory) => {
    const { verdict, executed, writes } = runSoftware(story);
    expect([executed, writes]).toEqual([[], []]);
    return verdict;
  };
  const maps = { params: { component: "org.nimbus.maps" } };

  it("a device that has the component's version already has succeeded", () => {
    expect(nothingSent({ ...maps, offer: { version: "7.2.0" } })).toMatchObject({
      outcome: "verified",
      result: { code: null, fromVersion: "7.2.0", verified: true },
    });
    expect(nothingSent({ offer: { version: "7.2.0" }, params: { packageId: "maps" } })).toMatchObject({
      outcome: "verified",
    });
  });

  it("an earlier version is not put over a later one, unless that is overridden", () => {
    const offer = { version: "7.1.0" };
    expect(nothingSent({ ...maps, offer })).toMatchObject({ outcome: "error", reason: { code: "downgrade" } });
    const leaves = { [`${DEPLOYED}/Maps/Version`]: "7.1.0" };
    const forced = runSoftware({
      offer,
      params: { ...maps.params, override: true },
      scenes: [{ comes: { data: reportData(1200) }, leaves }],
    });
    expect(forced.verdict).toMatchObject({ outcome: "verified", result: { fromVersion: "7.2.0", toVersion: "7.1.0" } });
    expect(newestKind("software.install")?.waives?.({ override: true })).toBe(true);
  });

  it.each([
    ["manufacturer", { manufacturer: "Acme" }, "for devices of Acme"],
    ["model", { models: ["N-2"] }, "is for N-2"],
    ["version", { version: "8", fromVersions: ["7.1.0"] }, "replaces 7.1.0"],
  ])("a content for another %s is not for it", (_what, offer, words) => {
    expect(nothingSent({ ...maps, offer })).toMatchObject({
      outcome: "error",
      reason: { code: "content_unfit", text: expect.stringContaining(words) },
      retryable: false,
    });
  });

  it("a content that was withdrawn is not offered, and a device without the object is told nothing", () => {
    expect(nothingSent({ offer: { problem: "content_withdrawn" } })).toMatchObject({
      reason: { code: "content_withdrawn" },
    });
    for (const kind of ["software.install", "software.update"]) {
      expect(nothingSent({ kind, device: { leaves: without(ROOT) } })).toMatchObject({
        outcome: "error",
        reason: { code: "unsupported_by_device" },
      });
    }
  });

  it("an update needs the component to be there, an installation does not", () => {
    const params = { component: "org.example.chat" };
    expect(nothingSent({ kind: "software.update", params })).toMatchObject({
      outcome: "error",
      reason: { code: "component_missing", text: "The device has no component org.example.chat." },
    });
    expect(runSoftware({ params, scenes: [installed({})] }).verdict).toMatchObject({ outcome: "verified" });
    const scenes = [{ comes: { data: reportData(1200, "Maps") }, leaves: { [`${DEPLOYED}/Maps/Version`]: "8" } }];
    const update = runSoftware({ kind: "software.update", ...maps, offer: { version: "8" }, scenes });
    expect(update.verdict).toMatchObject({ outcome: "verified", result: { fromVersion: "7.2.0", toVersion: "8" } });
  });

  it("no parameter beyond its limit is taken", () => {
    const parse = (kind: string, params: object) => newestKind(kind)?.params.safeParse(params).success;
    expect(parse("software.install", { content: CONTENT })).toBe(true);
    expect(parse("software.install", { content: "con_1" })).toBe(false);
    expect(parse("software.install", { content: CONTENT, component: "x".repeat(256) })).toBe(false);
    expect(parse("software.install", { content: CONTENT, timeouts: { installSeconds: 2_592_001 } })).toBe(false);
    expect(parse("software.install", { content: CONTENT, profile: "nobody" })).toBe(false);
    expect(parse("software.remove", { component: "a\nb" })).toBe(false);
    expect(parse("software.remove", {})).toBe(false);
  });
});

describe("where the device's object is", () => {
  it.each([
    ["by its id, wherever it is", moved("./SCM", "./Apps"), {}, "./Apps"],
    ["in the usual place", { ...moved("./SCM", "./SCOMO"), "./SCOMO": node() }, {}, "./SCOMO"],
    ["where the operation says", { ...moved("./SCM", "./X/Y"), "./X/Y": node() }, { root: "./X/Y" }, "./X/Y"],
  ])("is found %s", (_how, leaves, params, root) => {
    const { executed } = runSoftware({ device: { leaves }, params });
    expect(executed).toEqual([BOTH.replace(ROOT, root)]);
  });
});

describe("what the device answers", () => {
  it.each([
    [`Add ${ORDERED}`, 405, false],
    [`Add ${ORDERED}/PkgURL`, 500, true],
    [`Exec ${BOTH}`, 403, false],
    [`Exec ${BOTH}`, 503, true],
  ])("%s refused by %i is a refusal", (command, status, retryable) => {
    const { verdict } = runSoftware({ device: { statuses: { [command]: status } } });
    expect(verdict).toMatchObject({ outcome: "refused", reason: { code: "refused_by_device" }, retryable });
  });

  it("a name or an id that it does not take is not needed", () => {
    const statuses = { [`Add ${ORDERED}/PkgID`]: 405, [`Add ${ORDERED}/Name`]: 404 };
    expect(runSoftware({ device: { statuses }, scenes: [installed()] }).verdict).toMatchObject({ outcome: "verified" });
  });

  it("200 is an end where the inventory shows it, and else the begin of a wait for its report", () => {
    const late = runSoftware({ accepts: 200, scenes: [installed()] });
    expect(late.verdict).toMatchObject({ outcome: "verified", result: { code: 1200 } });
    const off = runSoftware({
      kind: "software.deactivate",
      params: { component: "Maps" },
      accepts: 200,
      device: { leaves: SOFTWARE_PHONE },
    });
    expect(off.waits).toEqual([DAY]);
  });

  it("an Exec whose answer was lost is not sent again: the report or the inventory tells", () => {
    const lost: SoftwareStory["answer"] = (step, { index, command }) =>
      command.name === "Exec" ? { kind: "lost", step, index } : null;
    const story = runSoftware({ answer: lost, scenes: [installed()] });
    expect([story.verdict?.outcome, story.executed]).toEqual(["verified", [BOTH]]);
    expect(runSoftware({ answer: lost }).verdict).toMatchObject({
      outcome: "unconfirmed",
      reason: { code: "timed_out" },
    });
  });
});

describe("what the device reports", () => {
  it.each([
    [1400, "error", "failed_on_device"],
    [1401, "refused", "refused_by_user"],
    [1402, "error", "failed_on_device"],
    [1403, "error", "failed_on_device"],
    [1404, "error", "failed_on_device"],
    [1405, "error", "failed_on_device"],
    [1406, "error", "failed_on_device"],
    [1407, "refused", "refused_by_device"],
    [1411, "refused", "refused_by_device"],
    [1412, "error", "failed_on_device"],
    [1413, "refused", "refused_by_device"],
    [1460, "error", "failed_on_device"],
    [1500, "error", "failed_on_device"],
    [1501, "error", "failed_on_device"],
    [1560, "error", "failed_on_device"],
    [777, "error", "failed_on_device"],
  ])("%i ends as %s, %s, whatever the state of its package says", (code, outcome, reason) => {
    const leaves = { [`${DELIVERED}/P1/State`]: "20", [`${DELIVERED}/P1/PkgID`]: CONTENT };
    const { verdict } = runSoftware({ scenes: [{ comes: { data: reportData(code) }, leaves }] });
    const { meaning, mayRetry } = describeSoftwareCode(code);
    expect(verdict).toMatchObject({
      state: "failed",
      outcome,
      reason: { code: reason },
      retryable: mayRetry,
      result: { code, meaning, toVersion: "2", verified: false },
    });
  });

  it("without a code is a failure in its words", () => {
    expect(runSoftware({ scenes: [{ comes: { data: "it failed" } }] }).verdict).toMatchObject({
      outcome: "error",
      result: { code: null, detail: "it failed" },
    });
  });

  it("without a Correlator is its report when it comes from the object, or from nowhere", () => {
    for (const source of [ROOT, BOTH, `${DEPLOYED}/Chat`, undefined]) {
      const scenes = [{ comes: { data: reportData(1405), correlator: undefined, source } as never }];
      expect(runSoftware({ scenes }).verdict).toMatchObject({ result: { code: 1405 } });
    }
  });

  it("of another attempt, another object or another type is not its report", () => {
    for (const said of [
      { correlator: "earlier" },
      { correlator: undefined, source: "./Other" },
      { correlator: undefined, type: "urn:oma:at:lawmo:1.0:OperationComplete" },
    ]) {
      const { verdict } = runSoftware({ scenes: [{ comes: { data: reportData(1405), ...said } as never }] });
      expect(verdict).toMatchObject({ outcome: "unconfirmed", result: { code: null } });
    }
  });

  it("twice counts once, and a second report that takes a success back counts while nothing shows", () => {
    const twice = runSoftware({ scenes: [installed(), { comes: { data: reportData(1405) } }] });
    expect([twice.verdict?.outcome, twice.left]).toEqual(["verified", 1]);
    const taken = runSoftware({
      scenes: [{ comes: { data: reportData(1200) } }, { comes: { data: reportData(1405) } }],
    });
    expect(taken.verdict).toMatchObject({ outcome: "error", result: { code: 1405 } });
  });

  it("by HTTP that the download failed is the end when no alert follows", () => {
    const { verdict, waits } = runSoftware({ scenes: [{ comes: { posts: 902 } }] });
    expect(verdict).toMatchObject({ outcome: "refused", reason: { code: "refused_by_user" }, result: { code: 902 } });
    expect(waits).toEqual([2 * DAY, 900]);
  });
});

describe("what is seen of the device", () => {
  it("is the proof, also where it does not report, or reports a failure", () => {
    expect(runSoftware({ scenes: [{ comes: "timeout", leaves: component("Chat", {}) }] }).verdict).toMatchObject({
      outcome: "verified",
      result: { code: null, meaning: "The device did not report" },
    });
    expect(runSoftware({ scenes: [installed({}, 1412)] }).verdict).toMatchObject({
      outcome: "verified",
      result: { code: 1412 },
    });
  });

  it("as nothing new after a time without a report is unconfirmed, and so it is when it never comes again", () => {
    expect(runSoftware({}).verdict).toMatchObject({ outcome: "unconfirmed", reason: { code: "timed_out" } });
    let isGone = false;
    const { verdict } = runSoftware({
      answer: (step, { command }) => {
        if (isGone && command.name === "Get") return { kind: "timeout", step };
        if (command.name === "Exec") isGone = true;
        return null;
      },
    });
    expect(verdict).toMatchObject({ outcome: "unconfirmed", result: { code: null, item: null } });
  });

  it("as a new component proves a content that tells no version, and nothing new is acknowledged", () => {
    const offer = { version: null };
    expect(runSoftware({ offer, scenes: [installed()] }).verdict).toMatchObject({
      outcome: "verified",
      result: { toVersion: "2" },
    });
    expect(runSoftware({ offer, scenes: [{ comes: { data: reportData(1200) } }] }).verdict).toMatchObject({
      state: "succeeded",
      outcome: "acknowledged",
    });
  });
});
