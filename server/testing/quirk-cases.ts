import { expect } from "vitest";
import type { QuirkName } from "../../simulator";
import type { SyncmlMessage } from "../oma-dm";

/** What is to be seen of a device behind a task of it that has ended. */
export interface SeenOfDevice {
  readonly devId: string;
  /** What it sent and was sent, as far as it can be read. */
  readonly sent: readonly SyncmlMessage[];
  readonly received: readonly SyncmlMessage[];
  readonly sentOctets: readonly number[];
}

/** A device with quirks, what is wanted of it one after the other, and what has to come of it. */
export interface QuirkCase {
  readonly quirks: readonly QuirkName[];
  readonly client?: { readonly wrongSecret?: true; readonly allowEmptyNonce?: true };
  /** The server does not prove itself to it. */
  readonly trustsAnyServer?: true;
  /** Sessions before the work is there. */
  readonly idleSessions?: number;
  /** Leaves that its tree has beside those of a phone. */
  readonly leaves?: Readonly<Record<string, string>>;
  readonly work: readonly { readonly kind: string; readonly params: unknown; readonly task: unknown }[];
  readonly check?: (seen: SeenOfDevice) => void;
}

const READ = {
  kind: "parameter.get",
  params: { uris: ["./DevDetail/FwV", "./Settings/Wifi"] },
  task: {
    state: "succeeded",
    result: {
      values: [
        { uri: "./DevDetail/FwV", status: 200, value: "NM210-4.18.3" },
        { uri: "./Settings/Wifi", status: 200, value: "Enabled/Ssid/Hidden/Security/Channel" },
      ],
    },
  },
};
const WRITTEN = {
  kind: "parameter.set",
  params: { values: [{ uri: "./Settings/Wifi/Ssid", value: "garden" }] },
  task: { state: "succeeded", outcome: "verified" },
};
const USUAL = [READ, WRITTEN];
function discoveredBy(how: string) {
  const result = { how, truncated: false, facts: { firmware: "NM210-4.18.3", deviceType: "phone" } };
  return { kind: "device.discover", params: {}, task: { state: "succeeded", result } };
}
const DISCOVERED = discoveredBy("StructData");
const BIG = "0123456789abcdef".repeat(2_304);

function rebooted(alert: unknown, task: unknown = { state: "succeeded" }) {
  return {
    kind: "node.execute",
    params: { uri: "./Actions/Reboot" },
    task: { ...(task as object), result: { alert } },
  };
}
const REPORT = { type: "org.dmwsi.simulator.reboot", data: "200" };

/** Each quirk stands in at least one of them; every case is run in WBXML and in XML. */
export const QUIRK_CASES: readonly QuirkCase[] = [
  { quirks: ["contentTypeWithoutDm"], work: USUAL },
  { quirks: ["contentTypeWithCharset"], work: USUAL },
  { quirks: ["contentTypeWithoutDm", "contentTypeWithCharset"], work: USUAL },
  { quirks: ["ignoresRespUri"], work: USUAL },
  { quirks: ["ignoresRespUri", "repeatsChallengedMessage"], idleSessions: 1, work: USUAL, check: wasAskedOnce },
  { quirks: ["repeatsChallengedMessage"], work: USUAL },
  { quirks: ["sessionIdAlways1"], idleSessions: 2, work: USUAL },
  {
    quirks: ["sessionIdInLowerCase"],
    idleSessions: 9,
    work: USUAL,
    check: ({ sent }) => expect(sent.map(({ header }) => header.sessionId)).toContain("a"),
  },
  {
    quirks: ["exceedsMaxMsgSize"],
    leaves: { "./Settings/Log": BIG },
    work: [
      READ,
      {
        kind: "parameter.get",
        params: { uris: ["./Settings/Log"] },
        task: { state: "succeeded", result: { values: [{ status: 200, value: BIG }] } },
      },
    ],
    check: ({ sentOctets }) => expect(Math.max(...sentOctets)).toBeGreaterThan(36_000),
  },
  { quirks: ["devInfoReversedWithInteriorNodes"], work: USUAL },
  { quirks: ["urisWithoutDotSlash"], work: [...USUAL, DISCOVERED] },
  { quirks: ["alert1226InPackage1"], work: USUAL, check: tookEarlyAlert },
  { quirks: ["replaceBeforeAlert"], work: USUAL },
  { quirks: ["basicFirst"], idleSessions: 1, work: USUAL },
  {
    quirks: ["emptyNonceFirst"],
    client: { allowEmptyNonce: true },
    work: USUAL,
    check: ({ received }) => expect(statusOfHeader(received[0])).toBe(212),
  },
  { quirks: ["emptyNonceFirst"], work: USUAL },
  { quirks: ["forgetsNonces"], idleSessions: 2, work: USUAL },
  { quirks: ["nonceFallback1234"], idleSessions: 2, work: USUAL },
  { quirks: ["leavesWithoutCommandStatus"], work: USUAL },
  {
    quirks: ["repeatsWhenRefused"],
    client: { wrongSecret: true },
    work: [{ ...READ, task: { state: "queued", result: null } }],
    check: ({ sent }) => expect(sent.length).toBeLessThan(10),
  },
  { quirks: ["status0WhenNoServerCred"], work: USUAL },
  { quirks: ["crashesOnServerCred"], trustsAnyServer: true, work: USUAL },
  { quirks: ["refusesServerDigestOnce"], idleSessions: 1, work: USUAL },
  { quirks: ["resyncNonceOctets"], idleSessions: 1, work: USUAL },
  { quirks: ["resyncNonceText"], idleSessions: 1, work: USUAL },
  { quirks: ["onePerItemStatus"], work: USUAL },
  { quirks: ["syncHdrStatusWithoutCmdRef"], work: USUAL },
  { quirks: ["duplicateCmdIds"], work: USUAL },
  { quirks: ["childrenInAnyOrder"], work: [...USUAL, rebooted(REPORT)] },
  { quirks: ["formatSpelledChr"], work: [...USUAL, DISCOVERED] },
  { quirks: ["trailingNuls"], work: [...USUAL, DISCOVERED] },
  { quirks: ["firstItemOnly"], work: USUAL },
  { quirks: ["listUnsupported406"], work: [discoveredBy("walk"), discoveredBy("walk")] },
  { quirks: ["onlyTndsLists"], work: [discoveredBy("TNDS")] },
  { quirks: ["onlyStructLists"], work: [discoveredBy("Struct")] },
  {
    quirks: ["propUnsupported406"],
    work: [
      DISCOVERED,
      {
        kind: "parameter.get",
        params: { uris: ["./DevDetail/FwV?prop=Type", "./DevDetail/FwV?prop=TStamp"] },
        task: { result: { values: [{ status: 200 }, { status: 406 }] } },
      },
    ],
  },
  {
    quirks: ["copy501"],
    work: [
      {
        kind: "parameter.copy",
        params: { copies: [{ from: "./Settings/Wifi/Ssid", to: "./DMAcc/Carrier/Ext/Ssid" }] },
        task: { state: "succeeded", result: { values: [{ how: "add" }] } },
      },
    ],
  },
  { quirks: ["sequenceCrashes"], work: [...USUAL, DISCOVERED] },
  {
    quirks: ["atomicWithoutStatus"],
    work: [
      {
        kind: "parameter.set",
        params: {
          atomic: true,
          values: [
            { uri: "./Settings/Wifi/Ssid", value: "garden" },
            { uri: "./Settings/Wifi/Channel", value: "6", format: "int" },
          ],
        },
        task: { state: "succeeded", outcome: "verified" },
      },
    ],
  },
  {
    quirks: ["crashesOnCommandMeta"],
    work: [
      ...USUAL,
      {
        kind: "parameter.add",
        params: {
          nodes: [
            { uri: "./Settings/Apns/New", format: "node" },
            { uri: "./Settings/Apns/New/Name", value: "internet" },
          ],
        },
        task: { state: "succeeded" },
      },
    ],
  },
  {
    quirks: ["addedNodeNotExecutable"],
    work: [
      {
        kind: "parameter.add",
        params: { nodes: [{ uri: "./DMAcc/Carrier/Ext/Run", value: "" }] },
        task: { state: "succeeded" },
      },
      {
        kind: "node.execute",
        params: { uri: "./DMAcc/Carrier/Ext/Run" },
        task: { state: "failed", outcome: "refused", attempt: 1, result: { status: 425 } },
      },
    ],
  },
  {
    quirks: ["strictUris500"],
    work: [{ ...READ, params: { uris: ["DevDetail/FwV", "Settings/Wifi"] } }, WRITTEN, DISCOVERED],
  },
  { quirks: ["reportsAtOnce"], work: [rebooted(REPORT)] },
  {
    quirks: ["ignoresMoreData"],
    work: [
      {
        kind: "parameter.set",
        params: { values: [{ uri: "./Settings/Wifi/Ssid", value: BIG }] },
        task: { state: "failed", result: { values: [{ status: 424 }] } },
      },
    ],
  },
  { quirks: ["alerts1222Answered500", "tinyMessages"], work: [...USUAL, DISCOVERED], check: wasAskedForMore },
  {
    quirks: ["wrongCmdInErrorStatus"],
    work: [
      {
        kind: "parameter.get",
        params: { uris: ["./DevDetail/FwV", "./None"] },
        task: { result: { values: [{ status: 200 }, { status: 404 }] } },
      },
    ],
  },
  { quirks: ["progressCodes"], work: [rebooted(REPORT)] },
  { quirks: ["textAfterCode"], work: [rebooted({ ...REPORT, data: "200 as the user wished" })] },
  { quirks: ["progressCodes", "textAfterCode"], work: [rebooted({ ...REPORT, data: "200 as the user wished" })] },
  {
    quirks: ["vendorCodes"],
    work: [rebooted({ type: REPORT.type, format: "chr", data: "462" }, { state: "failed", outcome: "refused" })],
  },
  { quirks: ["bareAlertTypes"], work: [rebooted(REPORT)] },
  { quirks: ["prefixedAlertTypes"], work: [rebooted(REPORT)] },
  { quirks: ["missingFormatMark"], work: [rebooted({ ...REPORT, format: null, mark: null })] },
];

function statusOfHeader(message: SyncmlMessage | undefined): number | undefined {
  return message?.commands.flatMap((each) => (each.name === "Status" && each.cmdRef === "0" ? [each.data] : []))[0];
}

/** The alert 1226 is the last command of package 1, and answered 200. */
function tookEarlyAlert({ received }: SeenOfDevice): void {
  const answers = received.flatMap(({ commands }) => commands).filter((each) => each.name === "Status");
  const ofAlerts = answers.flatMap((each) => (each.name === "Status" && each.cmd === "Alert" ? [each.data] : []));
  expect(ofAlerts.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
}

/** No answer was lost, so nothing was asked for again. */
function wasAskedOnce({ received }: SeenOfDevice): void {
  const asked = received.flatMap(({ commands }) =>
    commands.flatMap((each) => (each.name === "Get" ? each.items.map((item) => item.target?.locUri) : [])),
  );
  expect(asked.filter((uri) => uri === "./DevDetail/FwV")).toHaveLength(1);
}

function wasAskedForMore({ received }: SeenOfDevice): void {
  const alerts = received.flatMap(({ commands }) =>
    commands.flatMap((each) => (each.name === "Alert" ? [each.data] : [])),
  );
  expect(alerts).toContain("1222");
}
