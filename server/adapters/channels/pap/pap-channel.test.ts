import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { leastCpuMs } from "../../../testing/least-cpu";
import { bootstrapMessage, package0Message } from "../../../testing/test-pushes";
import { papChannel } from "./pap-channel";
import { readSubmissionAnswer } from "./push-submission";

const NUMBER = "436641234567";
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Submission {
  readonly headers: readonly string[];
  readonly body: Buffer;
}

async function gateway(answer: string, status = 202): Promise<{ url: string; submissions: Submission[] }> {
  const submissions: Submission[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    submissions.push({
      headers: request.rawHeaders.filter((_, index) => index % 2 === 0),
      body: Buffer.concat(chunks),
    });
    response.writeHead(status, { "content-type": "application/xml" }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wappush`, submissions };
}

const response = (code: string, desc = "words"): string =>
  `<?xml version="1.0"?><!DOCTYPE pap PUBLIC "-//WAPFORUM//DTD PAP 1.0//EN" "x"><pap><push-response push-id="1" reply-time="2027-01-31T16:45:00Z"><response-result code ="${code}" desc="${desc}"></response-result></push-response></pap>`;

describe("pushes through a push proxy gateway", () => {
  test("Package 0 is submitted in two parts, the second bit-exact, with no header the gateway could pass on", async () => {
    const { url, submissions } = await gateway(response("1001"));
    const message = { ...package0Message(`+${NUMBER}`), id: 'a"<&b' };
    expect(await papChannel({ url, username: "", password: "" }).send(message)).toEqual({
      state: "accepted",
      refs: [],
    });
    const [{ headers, body } = { headers: [], body: Buffer.alloc(0) }] = submissions;
    expect(headers.map((name) => name.toLowerCase()).sort()).toEqual([
      "connection",
      "content-length",
      "content-type",
      "host",
    ]);
    const parts = body.toString("latin1").split("--dmwsi-push-boundary-5f1c0b7d");
    expect(parts).toHaveLength(4);
    expect(parts[1]).toContain(`address-value="WAPPUSH=+${NUMBER}/TYPE=PLMN@127.0.0.1"`);
    const [head = "", content = ""] = (parts[2] ?? "").split("\r\n\r\n");
    expect(head).toContain("Content-Type: application/vnd.syncml.notification");
    expect(head).toContain("X-Wap-Application-Id: x-wap-application:syncml.dm");
    expect(content.slice(0, -2)).toBe(Buffer.from(message.push.body).toString("latin1"));
  });

  test("an IPv4 address goes to the gateway as one, with its login", async () => {
    const { url, submissions } = await gateway(response("1000"));
    const channel = papChannel({ url, username: "dm", password: "pw" });
    expect(await channel.send(package0Message("10.0.0.7"))).toMatchObject({ state: "accepted" });
    expect(submissions[0]?.body.toString("latin1")).toContain("WAPPUSH=10.0.0.7/TYPE=IPV4@127.0.0.1");
    expect(submissions[0]?.headers).toContain("Authorization");
  });

  test("a bootstrap is refused without a word to the gateway, with a reason that says why", async () => {
    const { url, submissions } = await gateway(response("1001"));
    const result = await papChannel({ url, username: "", password: "" }).send(bootstrapMessage(NUMBER));
    expect(result).toMatchObject({ state: "rejected", code: "bootstrap_mac" });
    expect(result.state === "rejected" && result.problem).toMatch(/takes the SEC and MAC .* away/);
    expect(submissions).toEqual([]);
  });

  test.each([
    [
      202,
      response("2002", "no such client"),
      { state: "rejected", code: "2002", problem: "The push gateway answered 2002: no such client." },
    ],
    [
      202,
      response("2002", "no\0such\r\n\x1b[31mclient"),
      { state: "rejected", problem: "The push gateway answered 2002: no such [31mclient." },
    ],
    [202, '<pap><badmessage-response code="2000" desc="bad"/></pap>', { state: "rejected", code: "2000" }],
    [202, response("3000"), { state: "retry", code: "3000" }],
    [202, response("4000"), { state: "retry", code: "4000" }],
    [202, "<html>", { state: "retry", code: "202" }],
    [401, "", { state: "rejected", code: "401" }],
    [503, "", { state: "retry", code: "503" }],
    [408, "", { state: "retry", code: "408" }],
    [429, "", { state: "retry", code: "429" }],
    [
      202,
      response("2002", "the client's number > 15"),
      { state: "rejected", problem: "The push gateway answered 2002: the client's number > 15." },
    ],
  ])("the answer is judged by its XML, not by HTTP: %i %s", async (status, answer, expected) => {
    const { url } = await gateway(answer, status);
    expect(await papChannel({ url, username: "", password: "" }).send(package0Message(NUMBER))).toMatchObject(expected);
  });

  test("an answer that was made to be read slowly is read as fast as any other", () => {
    const hostile = "<response-result ".repeat(3_800);
    expect(readSubmissionAnswer(hostile)).toBeNull();
    expect(leastCpuMs(() => readSubmissionAnswer(hostile))).toBeLessThan(50);
  });

  test("nobody there: to be tried later; an address that is none: rejected", async () => {
    const channel = papChannel({ url: "http://127.0.0.1:1/", username: "", password: "" });
    expect(await channel.send(package0Message(NUMBER))).toMatchObject({ state: "retry", code: "ECONNREFUSED" });
    expect(await channel.send(package0Message("x"))).toMatchObject({ state: "rejected", code: "bad_address" });
  });
});
