import { describe, expect, it } from "vitest";
import { EVENT_TYPES, WITHDRAWN } from "../events/event-types";
import { CreateSubscriptionInput } from "./schemas";

const problemOf = (...types: readonly string[]) =>
  CreateSubscriptionInput.safeParse({ url: "https://receiver.example/", types }).error?.issues[0]?.message;

describe("the types of a subscription", () => {
  it("are such as there are: whole, short, a family, or all", () => {
    expect(problemOf(...EVENT_TYPES)).toBeUndefined();
    expect(problemOf("*", "task.*", "dmwsi.*", "dmwsi.task.*", "task.succeeded", WITHDRAWN)).toBeUndefined();
  });

  it.each(["task.suceeded", "tasks.*", "task", "task.succeeded.v2", "succeeded"])(
    "%s is refused, since it is none",
    (type) => {
      expect(problemOf("*", type)).toBe("There is no such type. Write types like task.succeeded or task.*.");
    },
  );
});
