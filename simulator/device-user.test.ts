import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AlertCommand, Command } from "../server/oma-dm/syncml";
import { runCommands } from "./command-runner";
import { DeviceTree } from "./device-tree";
import { answerOfUser, DeviceUser, USERS } from "./device-user";
import { builtInProfile } from "./profile";
import { runnerContext } from "./testing/runner-context";

const DOCUMENT = join(import.meta.dirname, "../docs/simulated-devices.md");

function question(data: string, ...texts: string[]): AlertCommand {
  return { name: "Alert", cmdId: "1", data, items: texts.map((text) => ({ data: text })) };
}

const QUESTIONS = {
  display: question("1100", "MINDT=5", "Soon."),
  confirm: question("1101", "MAXDT=30", "Now?"),
  confirmYes: question("1101", "MAXDT=30&DR=1", "Now?"),
  confirmNo: question("1101", "MAXDT=30&DR=0", "Now?"),
  enter: question("1102", "", "Name?"),
  enterShort: question("1102", "IT=P&MAXLEN=3", "Number?"),
  choose: question("1103", "MAXDT=30&DR=2", "Which?", "a", "b"),
  chooseSeveral: question("1104", "MAXDT=30&DR=1-3", "Which?", "a", "b", "c"),
};

const ANSWERS: Record<DeviceUser, Record<keyof typeof QUESTIONS, readonly [number, ...string[]]>> = {
  none: {
    ...{ display: [406], confirm: [406], confirmYes: [406], confirmNo: [406] },
    ...{ enter: [406], enterShort: [406], choose: [406], chooseSeveral: [406] },
  },
  accepts: {
    ...{ display: [200], confirm: [200], confirmYes: [200], confirmNo: [200] },
    ...{ enter: [200, "simulated"], enterShort: [200, "555"], choose: [200, "2"], chooseSeveral: [200, "1", "3"] },
  },
  refuses: {
    ...{ display: [200], confirm: [304], confirmYes: [304], confirmNo: [304] },
    ...{ enter: [214], enterShort: [214], choose: [214], chooseSeveral: [214] },
  },
  cancels: {
    ...{ display: [200], confirm: [214], confirmYes: [214], confirmNo: [214] },
    ...{ enter: [214], enterShort: [214], choose: [214], chooseSeveral: [214] },
  },
  absent: {
    ...{ display: [200], confirm: [408], confirmYes: [200], confirmNo: [304] },
    ...{ enter: [408], enterShort: [408], choose: [200, "2"], chooseSeveral: [200, "1", "3"] },
  },
};

describe.each(DeviceUser.options)("the user of a device: %s", (user) => {
  it.each(Object.entries(QUESTIONS))("%s", (name, alert) => {
    const { status, texts } = answerOfUser(user, alert);
    expect([status, ...texts]).toEqual(ANSWERS[user][name as keyof typeof QUESTIONS]);
  });
});

it("a question without its text is answered 412, and who is absent takes the time that the server gives", () => {
  expect(answerOfUser("accepts", question("1101", "")).status).toBe(412);
  expect(answerOfUser("absent", QUESTIONS.confirm).afterMs).toBe(30_000);
  expect(answerOfUser("accepts", QUESTIONS.confirm).afterMs).toBe(0);
});

it("a no ends a Sequence alone, and turning a question away all that follows in the message", () => {
  const get = (cmdId: string): Command => ({ name: "Exec", cmdId, items: [] });
  const commands: Command[] = [
    { name: "Sequence", cmdId: "1", commands: [QUESTIONS.confirm, get("3")] },
    QUESTIONS.confirm,
    get("5"),
  ];
  const serverId = "carrier-dm";
  const tree = new DeviceTree(builtInProfile("phone"), { devId: "IMEI:350000000000001", serverId, serial: "S1" });
  const statusesFor = (user: DeviceUser): number[] => {
    const context = runnerContext({ tree, user, serverId, quirks: new Set(), msgRef: "1" });
    return runCommands(context, commands).map((reply) => (reply.name === "Status" ? reply.data : 0));
  };
  // 412: the Exec was run, and found to have no node.
  expect(statusesFor("accepts")).toEqual([200, 200, 412, 200, 412]);
  expect(statusesFor("refuses")).toEqual([200, 304, 215, 304, 412]);
  expect(statusesFor("cancels")).toEqual([200, 214, 215, 215, 215]);
});

it("each user is documented with what they do", () => {
  const rows = [...readFileSync(DOCUMENT, "utf8").matchAll(/^\| `(\w+)` *\| (.*?) *\|$/gm)].map(
    ([, ...cells]) => cells,
  );
  expect(rows).toEqual(expect.arrayContaining(Object.entries(USERS)));
});
