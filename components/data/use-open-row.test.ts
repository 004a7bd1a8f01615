import { expect, it } from "vitest";
import { neighboursOf } from "./use-open-row";

it("leads to the rows before and behind the open one, and nowhere beyond the ends or from a row that is not in the list", () => {
  const shown: string[] = [];
  const of = (at: string | null) => neighboursOf(["a", "b", "c"], at, (key) => shown.push(key));
  of("b").onPrevious?.();
  of("b").onNext?.();
  expect(shown).toEqual(["a", "c"]);
  expect([of("a").onPrevious, of("c").onNext]).toEqual([null, null]);
  for (const at of [null, "x"]) expect(of(at)).toEqual({ onPrevious: null, onNext: null });
});
