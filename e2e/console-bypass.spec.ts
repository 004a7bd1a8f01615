import { expect, test } from "./administrator";
import { pageAddresses } from "./page-routes";
import { type RawRequest, rawRequest } from "./raw-request";
import { quickstartFacts } from "./settings";

/** Headers that steered Next from outside before, or look as if they might. */
const HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware" },
  { "x-middleware-subrequest": "pages/_middleware" },
  { "x-middleware-prefetch": "1" },
  { "x-middleware-next": "1" },
  { "x-middleware-rewrite": "/live/devices" },
  { "x-middleware-invoke": "1" },
  { "x-invoke-path": "/live/devices", "x-invoke-status": "200" },
  { "x-matched-path": "/live/devices" },
  { "x-now-route-matches": "1=live" },
  { "x-nextjs-data": "1" },
  { "x-prerender-revalidate": "anything" },
  { "x-vercel-protection-bypass": "anything" },
  { "x-original-url": "/live/devices", "x-rewrite-url": "/live/devices" },
  { "x-forwarded-host": "evil.example", "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" },
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/$d$env/devices/__PAGE__" },
  {
    rsc: "1",
    "next-router-state-tree": '["",{"children":["(console)",{"children":[["env","live","d"],{}]}]},null,null,true]',
  },
  { rsc: "1", "next-url": "/live/devices" },
  { "next-action": "7f0123456789abcdef0123456789abcdef01234567" },
  { "next-action": "x", "content-type": "multipart/form-data; boundary=a" },
  { "accept-language": "../live/devices" },
  { cookie: "__Host-dmwsi.session=x" },
  { cookie: "__Host-dmwsi.session=a.b.c.d.e; next-auth.session-token=x; __Secure-next-auth.session-token=x" },
  { cookie: "__prerender_bypass=x; __next_preview_data=x; NEXT_LOCALE=de; locale=../live" },
  { authorization: "Basic YWRtaW46YWRtaW4=" },
];

/** Other spellings of an address. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => `${path}.rsc`,
  (path) => `${path}.prefetch.rsc`,
  (path) => `${path}.segments/_tree.segment.rsc`,
  (path) => `${path}.segments/$d$env/devices/__PAGE__.segment.rsc`,
  (path) => `${path}.json`,
  (path) => `${path}.txt`,
  (path) => `${path}?_rsc=1abcd`,
  (path) => `${path}?__nextLocale=en&__nextDefaultLocale=en`,
  (path) => `${path}?nxtPenv=live&nxtPid=x`,
  (path) => `${path}?env=live&id=x`,
  (path) => `${path}?__nextDataReq=1`,
  (path) => `${path}/`,
  (path) => `${path}//`,
  (path) => `${path}/.`,
  (path) => `${path}%2f`,
  (path) => `${path}%00`,
  (path) => `${path};a=b`,
  (path) => `/en${path}`,
  (path) => `/de${path}`,
  (path) => `/_next/data/build${path}.json`,
  (path) => `/_next/data/development/en${path}.json`,
  (path) => `/sign-in/..${path}`,
  (path) => `/sign-in%2f..${path}`,
  (path) => `/.${path}`,
  (path) => `/${path}`,
  (path) => path.replace("/live", "/LIVE"),
  (path) => path.replace("/live", "/%6Cive"),
  (path) => path.replace("/live", "/(console)/live"),
  (path) => path.replace("/live", "/[env]"),
];

const AT_A_TIME = 16;
const METHODS = ["HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"];

const MANUFACTURER = "Canary-Manufacturer";
const MODEL = "Canary-Model-7";
const MSISDN = "4366099887766";
const REFERENCE = "canary-ticket-7";

let pages: readonly string[];
test.beforeAll(async ({ api }) => {
  const devId = `IMEI:${String(Date.now()).padStart(15, "7")}`;
  const device = await api.register({
    devId,
    manufacturer: MANUFACTURER,
    model: MODEL,
    msisdn: msisdnOfRun(),
    tags: [],
  });
  const operation = await api.start(devId, "parameter.get", { uris: ["./A"] }, REFERENCE);
  const content = await api.takeIn({ name: "bypass.bin" });
  const group = await api.makeGroup(`bypass ${Date.now()}`, "bypass");
  pages = pageAddresses({
    device: device.id,
    operation: operation.id,
    system: api.systemId,
    content: content.id,
    group: group.id,
    subscription: (await api.someSubscription()).id,
  });
});

/** Numbers are unique, and data of an earlier run may be there. */
function msisdnOfRun(): string {
  return MSISDN.slice(0, 5) + String(Date.now()).slice(-8);
}

function tricksFor(path: string, token: string): RawRequest[] {
  return [
    ...HEADERS.map((headers) => ({ path, headers })),
    { path, headers: { authorization: `Bearer ${token}` } },
    ...SPELLINGS.map((spell) => ({ path: spell(path) })),
    ...SPELLINGS.map((spell) => ({ path: spell(path), headers: { rsc: "1" } })),
    ...METHODS.map((method) => ({ method, path })),
    { method: "POST", path, headers: { "next-action": "7f01", "content-type": "text/plain" }, body: "[]" },
    { method: "POST", path, headers: { "x-http-method-override": "GET" } },
  ];
}

test("trust:console-bypass: whatever a stranger sends, no page shows anything but the sign-in", async ({
  api,
  page,
}) => {
  const secrets = [MANUFACTURER, MODEL, REFERENCE, quickstartFacts().administrator.email, "NM-210", "dm-quickstart"];
  test.slow();
  const shown: string[] = [];
  let tried = 0;
  const tricks = pages.flatMap((path) => tricksFor(path, api.token));
  for (let from = 0; from < tricks.length; from += AT_A_TIME) {
    const batch = tricks.slice(from, from + AT_A_TIME);
    const answers = await Promise.all(batch.map(async (trick) => ({ trick, answer: await rawRequest(trick) })));
    tried += answers.length;
    for (const { trick, answer } of answers) {
      const told = secrets.filter((secret) => answer.body.includes(secret) || answer.location.includes(secret));
      // Only a path of our own: a second slash or backslash would begin another host.
      const elsewhere = answer.location !== "" && !/^\/([^/\\]|$)/.test(answer.location);
      if (told.length > 0 || elsewhere || answer.status >= 500) {
        shown.push(`${trick.method ?? "GET"} ${trick.path} ${JSON.stringify(trick.headers)}: ${answer.status} ${told}`);
      }
    }
  }
  console.log(`console-bypass ${tried - shown.length}/${tried}`);
  expect(shown).toEqual([]);
  // The secrets are there to be seen: whoever is signed in does.
  await page.goto(pages.find((path) => path.includes("/devices/dev_")) ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${MANUFACTURER} ${MODEL}`);
});

test("the console's own API answers nobody who is not signed in", async () => {
  for (const call of ["devices.list", "operations.list", "search.resolve", "live.changes"]) {
    const input = encodeURIComponent(JSON.stringify({ topics: [], after: null, limit: 10, text: MODEL }));
    const read = await rawRequest({ path: `/api/trpc/${call}?env=live&input=${input}` });
    // A stream has begun before its first answer, so its refusal stands in the stream.
    if (call === "live.changes") expect(read.body).toMatch(/^event: serialized-error\ndata: .*UNAUTHORIZED/m);
    else expect([401, 403, 405], call).toContain(read.status);
    expect(read.body).not.toContain(MODEL);
    const written = await rawRequest({ method: "POST", path: `/api/trpc/${call}?env=live`, body: "{}" });
    expect([401, 403], call).toContain(written.status);
  }
});
