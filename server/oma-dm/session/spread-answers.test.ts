import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Encoding } from "../element";
import type { Command, Item } from "../syncml";
import { alert, devInfo, LockstepDevice, PlannedRun, SessionBench } from "../testing";
import type { PlannedCommand } from "./work";

const COMMANDS: readonly ((uri: string) => PlannedCommand)[] = [
  (uri) => ({ name: "Get", uri }),
  (uri) => ({ name: "Get", uri: `${uri}?list=Struct` }),
  (uri) => ({ name: "Get", uri: `${uri}?prop=ACL` }),
  (uri) => ({ name: "Exec", uri }),
  (uri) => ({ name: "Replace", uri, format: "chr", data: "x" }),
];

/** What a device says of one command: a status (or none), and of a Get that went well Results of so many nodes. */
const answer = fc.record({
  make: fc.constantFrom(...COMMANDS),
  status: fc.constantFrom(200, 202, 215, 404, 425, 500),
  hasStatus: fc.boolean(),
  hasTargetRef: fc.boolean(),
  nodes: fc.integer({ min: 1, max: 3 }),
});
/** How the replies are spread: where each goes, whether a message begins with it, and whether it comes in parts. */
const spread = fc.array(fc.record({ place: fc.nat(), isFirst: fc.boolean(), isCut: fc.boolean() }), {
  minLength: 24,
  maxLength: 24,
});

const uriOf = (command: PlannedCommand): string => (command.name === "Alert" ? "" : command.uri);

/** The values of a command's Results; none where it has no Results. */
function valuesOf(at: number, { status, nodes }: { status: number; nodes: number }, command: PlannedCommand): string[] {
  if (command.name !== "Get" || status !== 200) return [];
  const count = command.uri.includes("?list=") ? nodes : 1;
  return Array.from({ length: count }, (_, node) => `value ${at}.${node}`);
}

/** Results of one item in two parts, in a message each. */
function inParts(results: Command): readonly [Command, Command] | null {
  if (results.name !== "Results") return null;
  const [item] = results.items;
  const data = String(item?.data);
  const one = (part: Item): Command => ({ ...results, items: [{ ...item, ...part }] });
  return [one({ meta: { size: data.length }, data: data.slice(0, 3), moreData: true }), one({ data: data.slice(3) })];
}

describe.each(["wbxml", "xml"] as const)("answers in a package of several messages, in %s", (encoding: Encoding) => {
  test("are the same, in whatever order, messages and parts a device gives them", { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 6 }), spread, (answers, places) => {
        const commands = answers.map(({ make }, at) => make(`./N/${at}`));
        const run = new PlannedRun("t", [commands]);
        const phone = new LockstepDevice({ encoding });
        const dm = new SessionBench({ encoding, credentials: { client: { scheme: "none" } }, runs: [run] });
        phone.hears(dm.exchange(phone.says([devInfo(), alert("1201")])));
        const replies = phone.commands().flatMap((command, at): Command[] => {
          const [said, planned] = [answers[at], commands[at]];
          if (!said || !planned) return [];
          const uri = uriOf(planned);
          const refs = said.hasTargetRef ? { targetRefs: [uri] } : {};
          const results = valuesOf(at, said, planned).map((value, node) =>
            phone.results(command, { [uri.includes("?list=") ? `./N/${at}/${node}` : uri]: value }),
          );
          return said.hasStatus ? [phone.answers(command, said.status, refs), ...results] : results;
        });
        const messages: Command[][] = [[]];
        const ordered = replies
          .map((reply, at) => ({ reply, ...places[at] }))
          .sort((one, other) => (one.place ?? 0) - (other.place ?? 0));
        for (const { reply, isFirst, isCut } of ordered) {
          if (isFirst) messages.push([]);
          const parts = isCut ? inParts(reply) : null;
          messages.at(-1)?.push(parts ? parts[0] : reply);
          if (parts) messages.push([parts[1]]);
        }
        for (const [at, message] of messages.entries())
          phone.hears(dm.exchange(phone.says([alert("1222"), ...message], { final: at === messages.length - 1 })));

        for (const [at, said] of answers.entries()) {
          const values = valuesOf(at, said, commands[at] as PlannedCommand);
          const given = run.answers.filter((each) => "index" in each && each.index === at);
          const status = said.hasStatus || values.length > 0 ? said.status : 0;
          expect(given.flatMap((each) => (each.kind === "status" ? [each.status] : []))).toEqual([status]);
          const nodes = given.flatMap((each) => ("nodes" in each ? (each.nodes ?? []) : []));
          expect(nodes.map(({ value }) => value).sort()).toEqual(values);
        }
      }),
      { numRuns: 60 },
    );
  });
});
