import { afterEach, describe, expect, it, vi } from "vitest";
import { readTimedRun } from "./timed-run";
import { readOrTell } from "./usage-error";

const USAGE = "what there is\n";
const out = vi.spyOn(process.stdout, "write");
const err = vi.spyOn(process.stderr, "write");
afterEach(() => {
  process.exitCode = undefined;
  out.mockReset();
  err.mockReset();
});

/** What a command gets of these words, and what it tells. */
function read(...args: readonly string[]) {
  out.mockReturnValue(true);
  err.mockReturnValue(true);
  const order = readOrTell(args, USAGE, () => readTimedRun(args, ["one", "two"]));
  const told = (stream: typeof out) => stream.mock.calls.join("");
  return { order, code: process.exitCode, out: told(out), err: told(err) };
}

describe("the command line of a random run", () => {
  it("says how long, by which seed, and of what", () => {
    expect(read("two", "--minutes", "0.5", "--seed", "7").order).toEqual({ minutes: 0.5, seed: 7, only: ["two"] });
    expect(read().order).toMatchObject({ minutes: null, only: [] });
  });

  it("may ask for help, which is no mistake", () => {
    expect(read("--help")).toEqual({ order: undefined, code: undefined, out: USAGE, err: "" });
  });

  it.each([
    [["three"], "There is no three."],
    [["--minutes", "long"], "--minutes: more than 0, up to 1440"],
    [["--minutes", "0"], "--minutes: more than 0, up to 1440"],
    [["--seed", "-1.5"], "argument"],
    [["--seed=x"], "--seed: a whole number from 0 to 2147483646"],
    [["--colour"], "Unknown option '--colour'"],
  ])("%j is answered with what is wrong, then what there is, and 2", (args, wrong) => {
    const told = read(...args);
    expect(told).toMatchObject({ order: undefined, code: 2, out: "" });
    expect(told.err).toContain(wrong);
    expect(told.err.endsWith(`\n\n${USAGE}`)).toBe(true);
  });
});
