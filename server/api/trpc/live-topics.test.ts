import { describe, expect, it } from "vitest";
import { changedTopics } from "./live-topics";

const changes = { seq: 9, deviceIds: ["dev_a"], operationIds: ["op_a"], announced: true, everything: false };

describe("changedTopics", () => {
  it("names what is watched and changed, and nothing else", () => {
    expect(changedTopics(["dev_a", "dev_b", "op_a", "op_b"], changes)).toEqual(["dev_a", "op_a"]);
  });

  it("tells lists that some row of theirs changed", () => {
    expect(changedTopics(["devices", "operations"], changes)).toEqual(["devices", "operations"]);
    expect(changedTopics(["devices", "operations"], { ...changes, deviceIds: [] })).toEqual(["operations"]);
  });

  it("tells the list of events only of what was announced", () => {
    expect(changedTopics(["events"], changes)).toEqual(["events"]);
    expect(changedTopics(["events"], { ...changes, announced: false })).toEqual([]);
  });

  it("names everything after a gap too long to read", () => {
    expect(changedTopics(["dev_b"], { ...changes, everything: true })).toEqual(["dev_b"]);
  });
});
