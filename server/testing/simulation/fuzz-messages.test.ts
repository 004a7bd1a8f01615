import { expect, test } from "vitest";
import { fuzzMessages } from "./fuzz-messages";

const MESSAGES = 200_000;
const SEQUENCES = 20_000;
const SEED = 351_234_561;
const MIB = 1_048_576;
const RESIDENT_MIB_MAX = 512;

test("trust:fuzz-session: damaged messages, read, stepped and answered, leave the invariants true", async () => {
  const before = process.memoryUsage().rss;
  const { messages, sequences, outcomes, slowestMs } = await fuzzMessages(SEED, MESSAGES);
  const grownMib = (process.memoryUsage().rss - before) / MIB;
  for (const outcome of ["answered", "challenged", "repeated", "undecodable"]) {
    expect([...outcomes.keys()]).toContain(outcome);
  }
  expect(grownMib).toBeLessThan(RESIDENT_MIB_MAX);
  expect(sequences).toBeGreaterThanOrEqual(SEQUENCES);
  const ends = [...outcomes].map(([name, count]) => `${count} ${name}`).join(", ");
  console.log(`fuzz-session ${sequences}/${SEQUENCES} (${messages} messages: ${ends}; slowest ${slowestMs} ms of CPU)`);
}, 600_000);
