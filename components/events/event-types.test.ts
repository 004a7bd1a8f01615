import { expect, it } from "vitest";
import { EVENT_TYPES, eventTypesOf } from "@/server/services/events/event-types";
import { EVENT_PATTERNS, shortType } from "./event-types";

it("every type that is announced can be asked for in the console, and nothing else", () => {
  const types = EVENT_PATTERNS.filter((pattern) => !pattern.endsWith("*"));
  expect(types.toSorted()).toEqual(EVENT_TYPES.map(shortType).toSorted());
  expect(EVENT_PATTERNS.filter((pattern) => eventTypesOf(pattern).length === 0)).toEqual([]);
});
