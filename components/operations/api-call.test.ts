import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { apiCall } from "./api-call";

describe("apiCall", () => {
  it("is one shell command whose body survives quotes and dollars", () => {
    const params = { values: [{ uri: "./A", value: 'it\'s $HOME `x` "y"' }] };
    const target = { devices: ["dev_1"] };
    const call = apiCall("parameter.set", params, target, "http://127.0.0.1:3000");
    // A stand-in for curl that prints its last argument.
    const script = `curl() { for last; do :; done; printf %s "$last"; }; uuidgen() { echo 1; }; ${call}`;
    const body = execFileSync("sh", ["-c", script], { encoding: "utf8" });
    expect(JSON.parse(body)).toEqual({ kind: "parameter.set", params, target });
  });
});
