import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isDone } from "../plans";
import { type RecordedHistory, recordHistory, startHistory } from "../plans/testing/recorded-history";
import { offerAnswer, pushAnswers, runToEnd, treeDevice } from "../plans/testing/tree-device";
import { findKind, operationKinds } from "./index";
import { CONTENT } from "./testing/play-story";

const HISTORIES_PER_KIND_MIN = 3;

const folder = new URL("./histories/", import.meta.url);
const histories: RecordedHistory[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")));

describe("trust:plan-replay", () => {
  it("every version of every kind has its recorded histories", () => {
    const counts = operationKinds.map(({ kind, version }) => ({
      kind,
      enough:
        histories.filter((history) => history.kind === kind && history.version === version).length >=
        HISTORIES_PER_KIND_MIN,
    }));
    expect(counts).toEqual(operationKinds.map(({ kind }) => ({ kind, enough: true })));
  });

  it("all recorded histories replay: each message is asked for as it was, and the end is the same", () => {
    let replayed = 0;
    for (const history of histories) {
      const kind = findKind(history.kind, history.version);
      if (!kind) throw new Error(`${history.title}: no ${history.kind} version ${history.version}`);
      const live = startHistory(history, kind, []);
      const given: RecordedHistory["messages"][number]["given"][number][] = [];
      for (const message of history.messages) {
        expect(startHistory(history, kind, given).progress(), history.title).toEqual(message.asked);
        expect(live.progress(), history.title).toEqual(message.asked);
        live.give(message.given);
        given.push(...message.given);
      }
      expect(live.verdict(), history.title).toEqual(history.verdict);
      expect(startHistory(history, kind, given).verdict(), history.title).toEqual(history.verdict);
      replayed += 1;
    }
    console.log(`plan-replay ${replayed}/${histories.length}`);
  });

  it("a recording of today replays tomorrow", () => {
    for (const kind of operationKinds) {
      const params =
        {
          "parameter.get": { uris: ["./A"] },
          "parameter.set": { values: [{ uri: "./A", value: "1" }] },
          "parameter.add": { nodes: [{ uri: "./B", value: "1" }] },
          "parameter.delete": { uris: ["./A"] },
          "parameter.copy": { copies: [{ from: "./A", to: "./B" }] },
          "node.execute": { uri: "./A" },
          "firmware.update": { content: CONTENT },
          "firmware.download": { content: CONTENT },
          "firmware.install": { content: CONTENT },
          "software.install": { content: CONTENT },
          "software.update": { content: CONTENT },
          "software.remove": { component: "x" },
          "software.activate": { component: "x" },
          "software.deactivate": { component: "x" },
          "script.run": { commands: [{ command: "Get", uri: "./A" }] },
        }[kind.kind] ?? {};
      const device = () => treeDevice({ leaves: { "./A": { format: "chr", value: "0" } } });
      const recording = device();
      const history = recordHistory("today", kind, params, (asked) => {
        if (asked.kind === "offer") return [offerAnswer(asked, {})];
        return asked.kind === "commands"
          ? asked.commands.map((command) => recording.answer(asked.step, command))
          : pushAnswers(asked.step);
      });
      const again = startHistory(history, kind, []);
      runToEnd(again, device());
      expect(again.verdict()).toEqual(history.verdict);
      expect(
        history.messages
          .flatMap((message) => message.given)
          .some((answer) => answer.kind === "push" || (answer.kind === "status" && isDone(answer.status))),
      ).toBe(true);
    }
  });
});
