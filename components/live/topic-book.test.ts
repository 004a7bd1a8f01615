import { describe, expect, it } from "vitest";
import { createTopicBook } from "./topic-book";

describe("the book of topics", () => {
  it("asks the server for each topic once, however many parts watch it, until the last stops", () => {
    const book = createTopicBook();
    const asked: (readonly string[])[] = [];
    book.onTopics((topics) => asked.push(topics));
    const stopA = book.watch("op_a", () => {});
    const stopB = book.watch("op_a", () => {});
    book.watch("dev_a", () => {});
    stopA();
    stopB();
    expect(asked).toEqual([[], ["op_a"], ["dev_a", "op_a"], ["dev_a"]]);
  });

  it("tells every watcher of a changed topic, and no other", () => {
    const book = createTopicBook();
    const told: string[] = [];
    book.watch("op_a", () => told.push("first"));
    book.watch("op_a", () => told.push("second"));
    book.watch("op_b", () => told.push("other"));
    book.tell(["op_a", "op_unknown"]);
    expect(told).toEqual(["first", "second"]);
  });

  it("lets a watcher stop while it is being told", () => {
    const book = createTopicBook();
    let calls = 0;
    const stop = book.watch("op_a", () => {
      calls += 1;
      stop();
    });
    book.tell(["op_a"]);
    book.tell(["op_a"]);
    expect(calls).toBe(1);
  });
});
