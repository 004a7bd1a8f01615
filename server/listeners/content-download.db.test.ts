import { createHash, randomBytes } from "node:crypto";
import { type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromPublicId } from "../ids";
import type { Download } from "../services/downloads";
import { hashOfToken } from "../services/downloads/download-addresses";
import { moveContent, type ReadyContent, readyContent } from "../services/downloads/testing/ready-content";
import { startOperation } from "../services/operations";
import { type DeviceEndpoint, openDeviceEndpoint } from "../testing/device-endpoint";

const SIZE = 1_048_576 + 77;
const OCTETS = randomBytes(SIZE);

let endpoint: DeviceEndpoint;
let content: ReadyContent;
beforeAll(async () => {
  endpoint = await openDeviceEndpoint({ bounds: { downloadsUnderWayMax: 6 } });
  content = await readyContent(endpoint.test.sql, endpoint.contents, OCTETS, { name: '../Ünïcode\r\n"fw".bin' });
});
afterAll(() => endpoint.close());

interface Granted {
  readonly deviceId: string;
  readonly operationId: string;
  /** Path of the octets. */
  readonly path: string;
  readonly grant: string;
}

/** A device with an open task that was offered a content. */
async function granted(of = content): Promise<Granted> {
  const { devId, deviceId } = await endpoint.addDevice();
  const params = { uris: ["./DevInfo/Man"] };
  const target = { devices: [devId] };
  const operation = await startOperation(endpoint.context, { kind: "parameter.get", params, target });
  const operationId = fromPublicId("op", operation.id) ?? "";
  const offer = await endpoint.downloads.forPlans.offer({ deviceId, operationId, contentId: of.id });
  if ("problem" in offer) throw new Error(offer.problem);
  const url = new URL(endpoint.downloads.forPlans.urlOf(offer.grant));
  return { deviceId, operationId, path: url.pathname, grant: offer.grant };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly octets: Buffer;
}

/** `cutAfter`: goes away after so many octets. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  { method = "GET", cutAfter = Number.POSITIVE_INFINITY, body = "" } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port: endpoint.port, path, method, headers, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        let length = 0;
        const done = () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            octets: Buffer.concat(chunks).subarray(0, cutAfter),
          });
        incoming.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length < cutAfter) return;
          incoming.destroy();
          done();
        });
        incoming.on("end", done);
        incoming.on("error", () => {});
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

async function grantRow(grant: string) {
  const [row] = await endpoint.test.sql`select * from download_grants where grant_id = ${grant}`;
  return row ?? {};
}

/** What was counted of a download when nothing of it is under way any more. */
async function settledRow(grant: string, requests: number) {
  for (let round = 0; round < 100; round += 1) {
    const row = await grantRow(grant);
    if (Number(row["requests"]) >= requests) return row;
    await sleep(20);
  }
  throw new Error(`The download was not counted: ${JSON.stringify(await grantRow(grant))}`);
}

const set = (grant: string, octets: number) =>
  endpoint.test.sql`update download_grants set octets_sent = ${octets} where grant_id = ${grant}`;

let right = 0;
let cases = 0;

/** One case of the bar. */
function proves(sentence: string, run: () => Promise<void>): void {
  cases += 1;
  it(sentence, async () => {
    await run();
    right += 1;
  });
}

describe("trust:content-download", () => {
  proves("the whole content, as a file that no browser shows, under a name that leads nowhere", async () => {
    const { path } = await granted();
    const { status, headers, octets } = await ask(path);
    expect(status).toBe(200);
    expect(octets.equals(OCTETS)).toBe(true);
    expect(headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": String(SIZE),
      "content-disposition": 'attachment; filename="n_code_fw_.bin"',
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      etag: `"${content.sha256}"`,
    });
  });

  proves("HEAD says the same and sends nothing", async () => {
    const { path, grant } = await granted();
    const { status, headers, octets } = await ask(path, {}, { method: "HEAD" });
    expect([status, headers["content-length"], octets.length]).toEqual([200, String(SIZE), 0]);
    expect((await ask(path, { range: "bytes=5-" }, { method: "HEAD" })).status).toBe(206);
    expect(await grantRow(grant)).toMatchObject({ octets_sent: "0", requests: 0 });
  });

  proves("a range, from its first octet to its last", async () => {
    const { path } = await granted();
    for (const [range, from, to] of [
      ["bytes=0-0", 0, 1],
      ["bytes=1000-", 1_000, SIZE],
      ["bytes=-77", SIZE - 77, SIZE],
      [`bytes=10-${SIZE * 2}`, 10, SIZE],
    ] as const) {
      const { status, headers, octets } = await ask(path, { range });
      expect([range, status, headers["content-range"]]).toEqual([range, 206, `bytes ${from}-${to - 1}/${SIZE}`]);
      expect(octets.equals(OCTETS.subarray(from, to))).toBe(true);
    }
  });

  proves("several ranges, and what is none, are answered whole; none that there is, 416", async () => {
    const { path } = await granted();
    expect((await ask(path, { range: "bytes=0-0,2-3,5-" })).octets.length).toBe(SIZE);
    expect((await ask(path, { range: "bytes=9-1" })).status).toBe(200);
    const { status, headers } = await ask(path, { range: `bytes=${SIZE}-` });
    expect([status, headers["content-range"], headers["content-type"]]).toEqual([
      416,
      `bytes */${SIZE}`,
      "text/plain; charset=utf-8",
    ]);
    expect(headers["content-disposition"]).toBeUndefined();
  });

  proves("a range of another content than this one is answered whole", async () => {
    const { path } = await granted();
    const range = "bytes=5-9";
    expect((await ask(path, { range, "if-range": `"${content.sha256}"` })).status).toBe(206);
    for (const other of [`"${"0".repeat(64)}"`, `W/"${content.sha256}"`, "Wed, 21 Oct 2015 07:28:00 GMT"]) {
      expect((await ask(path, { range, "if-range": other }, { method: "HEAD" })).status).toBe(200);
    }
  });

  proves("after 50 cuts the octets are the very ones, and no budget has run out", async () => {
    const large = await readyContent(endpoint.test.sql, endpoint.contents, randomBytes(12_000_000));
    const { path, grant } = await granted(large);
    const parts: Buffer[] = [];
    let reached = 0;
    for (let cut = 0; cut < 50; cut += 1) {
      const range = { range: `bytes=${reached}-`, "if-range": `"${large.sha256}"` };
      const { status, octets } = await ask(path, reached > 0 ? range : {}, { cutAfter: 1 + ((cut * 7_919) % 90_000) });
      expect(status).toBe(reached > 0 ? 206 : 200);
      parts.push(octets);
      reached += octets.length;
      // Each cut gives its slot back.
      await settledRow(grant, cut + 1);
    }
    const { octets } = await ask(path, { range: `bytes=${reached}-` });
    const whole = Buffer.concat([...parts, octets]);
    expect(createHash("sha256").update(whole).digest("hex")).toBe(large.sha256);
    expect(await settledRow(grant, 51)).toMatchObject({ octets_reached: "12000000", cuts: 50 });
  });

  proves("whatever is wrong with a token, the answer is the same", async () => {
    const answers: Answer[] = [];
    const { sql } = endpoint.test;
    const tokens: [string, () => Promise<string>][] = [
      ["never given", async () => `/dl/${randomBytes(20).toString("base64url")}`],
      ["no token", async () => "/dl/x"],
      ["a grant's name", async () => `/dl/${(await granted()).grant}`],
      [
        "expired",
        async () => {
          const { grant, path } = await granted();
          await sql`update download_grants set expires_at = now() where grant_id = ${grant}`;
          return path;
        },
      ],
      [
        "its task has ended",
        async () => {
          const { operationId, path } = await granted();
          await sql`update tasks set state = 'cancelled', ended_at = now() where operation_id = ${operationId}`;
          return path;
        },
      ],
      [
        "its device is not managed",
        async () => {
          const { deviceId, path } = await granted();
          await sql`update devices set disabled = true where device_id = ${deviceId}`;
          return path;
        },
      ],
      [
        "its octets are used up",
        async () => {
          const { grant, path } = await granted();
          await set(grant, 3 * SIZE);
          return path;
        },
      ],
      [
        "more octets than are left",
        async () => {
          const { grant, path } = await granted();
          await set(grant, 2 * SIZE + 1);
          return path;
        },
      ],
      [
        "withdrawn",
        async () => {
          const other = await readyContent(sql, endpoint.contents, randomBytes(100));
          const { path } = await granted(other);
          await moveContent(sql, other.uuid, "quarantined");
          return path;
        },
      ],
    ];
    for (const [what, pathOf] of tokens) {
      const path = await pathOf();
      for (const part of what === "more octets than are left" ? [""] : ["", "/descriptor"]) {
        const answer = await ask(`${path}${part}`);
        expect([what, part, answer.status]).toEqual([what, part, 404]);
        answers.push({ ...answer, headers: { ...answer.headers, date: "" } });
      }
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  proves("the token of one device's task stands for that content alone, and is kept nowhere", async () => {
    const other = await readyContent(endpoint.test.sql, endpoint.contents, Buffer.from("another"));
    const [one, two] = [await granted(), await granted(other)];
    expect(one.path).not.toBe(two.path);
    expect((await ask(two.path)).octets.toString()).toBe("another");
    const token = one.path.slice("/dl/".length);
    const row = await grantRow(one.grant);
    expect(row["token_hash"]).toEqual(hashOfToken(token));
    expect(JSON.stringify(row)).not.toContain(token);
    const again = await endpoint.downloads.forPlans.offer({ ...one, contentId: content.id });
    expect(again).toMatchObject({ grant: one.grant });
  });

  proves("at most four at once of one grant, and six in all here; who goes away makes room", async () => {
    const slow = await readyContent(endpoint.test.sql, endpoint.contents, randomBytes(12_000_000));
    const [one, two] = [await granted(slow), await granted(slow)];
    const held: IncomingMessage[] = [];
    const hold = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const outgoing = request({ host: "127.0.0.1", port: endpoint.port, path, agent: false }, (incoming) => {
          incoming.pause();
          incoming.on("error", () => {});
          held.push(incoming);
          resolve(incoming.statusCode ?? 0);
        });
        outgoing.once("error", reject);
        outgoing.end();
      });
    for (let n = 0; n < 3; n += 1) expect(await hold(one.path)).toBe(200);
    // The budget is three times the content, so four of them are parts of it.
    expect((await ask(one.path, { range: "bytes=0-9" })).octets.length).toBe(10);
    for (let n = 0; n < 3; n += 1) expect(await hold(two.path)).toBe(200);
    const refused = await ask(two.path);
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "5"]);
    expect(refused.headers["content-disposition"]).toBeUndefined();
    for (const incoming of held.splice(0)) incoming.destroy();
    await settledRow(two.grant, 3);
    const four = await Promise.all(Array.from({ length: 5 }, (_, n) => ask(one.path, { range: `bytes=${n}-${n}` })));
    expect(four.every(({ status }) => status === 206 || status === 503)).toBe(true);
  });

  proves("what goes out at once counts together: what is beyond the budget is stopped", async () => {
    const { grant, path } = await granted();
    await set(grant, 3 * SIZE);
    const more = (octets: number) =>
      endpoint.downloads.count({ grant } as Download, { from: 0, octets, begins: false, isCut: false });
    expect(await more(0)).toBe(true);
    expect(await more(1)).toBe(false);
    // A request that broke off is not held against the device.
    await endpoint.test.sql`update download_grants set cuts = 1 where grant_id = ${grant}`;
    expect(await more(1)).toBe(true);
    expect((await ask(path, { range: "bytes=0-9" })).status).toBe(206);
  });

  proves("octets that went out are counted", async () => {
    const { path, grant } = await granted();
    await ask(path);
    expect(await settledRow(grant, 1)).toMatchObject({
      octets_sent: String(SIZE),
      octets_reached: String(SIZE),
      cuts: 0,
    });
  });

  it("and that is all of it", () => {
    console.log(`content-download ${right}/${cases}`);
    expect(right).toBe(cases);
  });
});

describe("a download descriptor", () => {
  it("names addresses with their ports, and the digest where nothing else protects it", async () => {
    const { path } = await granted();
    const { status, headers, octets } = await ask(`${path}/descriptor`);
    expect([status, headers["content-type"]]).toEqual([200, "application/vnd.oma.dd+xml"]);
    const text = octets.toString();
    const url = `http://127.0.0.1:${endpoint.port}${path}`;
    expect(text).toContain(`<objectURI>${url}</objectURI>`);
    expect(text).toContain(`<installNotifyURI>${url}/notify</installNotifyURI>`);
    expect(text).toContain(`<size>${SIZE}</size>`);
    expect(text).toContain(`<installParam>sha256=${content.sha256}</installParam>`);
  });
});

describe("a device's report of a download", () => {
  const post = (path: string, body: string) => ask(`${path}/notify`, {}, { method: "POST", body });

  it("is answered 200 and kept; said again it counts once", async () => {
    const { path, grant, operationId } = await granted();
    expect([(await post(path, "900 Success")).status, (await post(path, "952 Device Aborted")).status]).toEqual([
      200, 200,
    ]);
    expect(await grantRow(grant)).toMatchObject({ report_code: 900, report_text: "Success" });
    const rows = await endpoint.test.sql`select data from results where operation_id = ${operationId}`;
    expect(rows.map((row) => row["data"])).toEqual([
      { answers: [{ kind: "report", report: { contentId: content.id, code: 900, text: "Success" } }] },
    ]);
  });

  it("that is none, or too long, or of no token, is refused", async () => {
    const { path } = await granted();
    expect((await post(path, "Success")).status).toBe(400);
    expect((await post(path, "")).status).toBe(400);
    expect((await post(path, `900 ${"x".repeat(2_000)}`)).status).toBe(413);
    expect((await post(`/dl/${randomBytes(20).toString("base64url")}`, "900")).status).toBe(404);
    expect((await ask(`${path}/notify`)).status).toBe(405);
    expect((await ask(path, {}, { method: "POST", body: "900" })).headers["allow"]).toBe("GET, HEAD");
    for (const wrong of ["/dl", "/dl/", `${path}/`, `${path}/other`, `${path}/notify/x`, `/dl/..%2fdm`]) {
      expect([wrong, (await ask(wrong)).status]).toEqual([wrong, 404]);
    }
  });
});
