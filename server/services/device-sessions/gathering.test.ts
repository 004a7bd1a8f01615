import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { createGathering } from "./gathering";

const MOST = 4;

it("what arrives in one turn of the event loop goes through each stage together, in the order of coming", async () => {
  const gathered = createGathering(MOST);
  const course: string[] = [];
  const message = async (name: string): Promise<void> => {
    await gathered();
    course.push(`${name} read`);
    await null;
    course.push(`${name} stepped`);
  };
  const first = [message("a"), message("b")];
  await Promise.resolve();
  const late = message("c");
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
  const message = async (name: string): Promise<void> => {
    await gathered();
    course.push(`${name} read`);
    await null;
    course.push(`${name} stepped`);
  };
  await Promise.all(["a", "b", "c"].map(message));
  expect(course).toEqual(["a read", "b read", "a stepped", "b stepped", "c read", "c stepped"]);
});
