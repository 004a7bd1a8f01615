import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { createGathering, type Gathering } from "./gathering";

const MOST = 4;

/** A message that goes through two stages once it is gathered. */
async function message(gathered: Gathering, course: string[], name: string): Promise<void> {
  await gathered();
  course.push(`${name} read`);
  await null;
  course.push(`${name} stepped`);
}

it("what arrives in one turn of the event loop goes through each stage together, in the order of coming", async () => {
  const gathered = createGathering(MOST);
  const course: string[] = [];
  const first = [message(gathered, course, "a"), message(gathered, course, "b")];
  await Promise.resolve();
  const late = message(gathered, course, "c");
  await Promise.all([...first, late]);
  expect(course).toEqual(["a read", "b read", "c read", "a stepped", "b stepped", "c stepped"]);
});

it("what arrives while others go on waits for its own turn, and no longer", async () => {
  const gathered = createGathering(MOST);
  const course: string[] = [];
  const first = gathered().then(() => {
    course.push("first");
    return gathered().then(() => course.push("second"));
  });
  await nextTurn();
  expect(course).toEqual(["first"]);
  await nextTurn();
  expect(course).toEqual(["first", "second"]);
  await first;
});

it("goes on in groups of no more than so many, each to its end before the next", async () => {
  const gathered = createGathering(2);
  const course: string[] = [];
  await Promise.all(["a", "b", "c"].map((name) => message(gathered, course, name)));
  expect(course).toEqual(["a read", "b read", "a stepped", "b stepped", "c read", "c stepped"]);
});
