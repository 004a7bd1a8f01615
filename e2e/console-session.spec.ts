import {
  callConsole,
  newPerson,
  OWN_PAGE,
  postSignIn,
  postSignOut,
  resultOf,
  type Signed,
  signedIn,
} from "./console-people";
import { type RawAnswer, rawRequest } from "./raw-request";
import { quickstartFacts } from "./settings";
import { expect, test } from "./story";
import { inStoryDatabase } from "./story-database";

/** A guarantee, and whether it held. */
interface Check {
  readonly that: string;
  readonly holds: boolean;
}

const ELSEWHERE = "https://evil.example";
const FORM = "application/x-www-form-urlencoded";

let administrator: Signed;
test.beforeAll(async () => {
  const { email, password } = quickstartFacts().administrator;
  administrator = await signedIn(email, password);
});

const isOpen = async ({ cookie }: Pick<Signed, "cookie">) =>
  (await callConsole(cookie, "account.sessions", {})).status === 200;

/** Changes the row of one sign-in alone: others work at the same time. */
async function age({ email }: Signed, column: "last_seen_at" | "expires_at" | "proved_at", ago: string): Promise<void> {
  await inStoryDatabase(
    (sql) => sql`update user_sessions set ${sql(column)} = now() - ${ago}::interval
      where user_id = (select user_id from users where email = ${email})`,
  );
}

/** Each of these asks to add a person, and each is lacking in one thing. */
async function foreignRequests(email: string): Promise<readonly (readonly [string, RawAnswer])[]> {
  const { cookie } = administrator;
  const input = { email, name: "Nobody", role: "administrator" };
  const without = (name: keyof typeof OWN_PAGE) =>
    Object.fromEntries(Object.entries(OWN_PAGE).filter(([header]) => header !== name));
  const variants: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["another origin", { ...OWN_PAGE, origin: ELSEWHERE }],
    ["another port of this host", { ...OWN_PAGE, origin: "http://127.0.0.1:1" }],
    ["an opaque origin", { ...OWN_PAGE, origin: "null" }],
    ["no origin", without("origin")],
    ["no header of ours", without("x-dmwsi")],
    ["a form", { ...OWN_PAGE, "content-type": FORM }],
    ["a form with files", { ...OWN_PAGE, "content-type": "multipart/form-data; boundary=a" }],
    ["plain text", { ...OWN_PAGE, "content-type": "text/plain" }],
    ["no content type", without("content-type")],
    ["another site", { ...OWN_PAGE, "sec-fetch-site": "cross-site" }],
    ["another origin of the site", { ...OWN_PAGE, "sec-fetch-site": "same-site" }],
    ["no page at all", { ...OWN_PAGE, "sec-fetch-site": "none" }],
    ["no word of the browser on where from", without("sec-fetch-site")],
  ];
  const posts = variants.map(async ([what, headers]) => {
    return [what, await callConsole(cookie, "users.create", input, headers)] as const;
  });
  const query = `env=live&input=${encodeURIComponent(JSON.stringify(input))}`;
  const batch = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [n, input]));
  const names = Array.from({ length: 11 }, () => "users.create").join(",");
  return [
    ...(await Promise.all(posts)),
    ["GET", await rawRequest({ path: `/api/trpc/users.create?${query}`, headers: { ...OWN_PAGE, cookie } })],
    ["nobody's cookie", await callConsole("", "users.create", input)],
    [
      "eleven at once",
      await rawRequest({
        method: "POST",
        path: `/api/trpc/${names}?env=live&batch=1`,
        headers: { ...OWN_PAGE, cookie },
        body: JSON.stringify(batch),
      }),
    ],
  ];
}

async function requestChecks(): Promise<readonly Check[]> {
  const email = `never-${Date.now()}@carrier.example`;
  const answers = await foreignRequests(email);
  const { items } = resultOf<{ readonly items: readonly { readonly email: string }[] }>(
    await callConsole(administrator.cookie, "users.list", { limit: 100 }),
  );
  const outside = await signedIn(administrator.email, administrator.password);
  const signOut = await postSignOut(outside, { origin: ELSEWHERE });
  const signIn = await postSignIn(administrator.email, administrator.password, { headers: { origin: ELSEWHERE } });
  return [
    ...answers.map(([what, { status }]) => ({
      that: `a change is refused with ${what} (${status})`,
      holds: status >= 400 && status < 500,
    })),
    { that: "none of them changed anything", holds: items.every((person) => person.email !== email) },
    { that: "no page elsewhere signs out", holds: signOut.status === 403 && (await isOpen(outside)) },
    { that: "no page elsewhere signs in", holds: signIn.status === 403 && !hasSession(signIn) },
  ];
}

const hasSession = ({ cookies }: RawAnswer) => cookies.some((cookie) => /^__Host-dmwsi\.session=[^;]/.test(cookie));

async function cookieChecks(): Promise<readonly Check[]> {
  const one = await signedIn(administrator.email, administrator.password);
  const again = await postSignIn(one.email, one.password, { cookie: one.cookie });
  const two = again.cookies.find((cookie) => cookie.startsWith("__Host-dmwsi.session="))?.split(";")[0] ?? "";
  const [name = "", token = ""] = one.cookie.split("=");
  const [head = "", ...rest] = token.split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const claim = Buffer.from(JSON.stringify({ sessionId: "x" })).toString("base64url");
  // Not the last character: some of its bits belong to no octet.
  const flipped = `${token.slice(0, -2)}${token.at(-2) === "A" ? "B" : "A"}${token.slice(-1)}`;
  const forged = [flipped, token.slice(0, -20), [none, claim, ""].join("."), [head, ...rest.reverse()].join(".")];
  const closed = await Promise.all(forged.map(async (value) => !(await isOpen({ cookie: `${name}=${value}` }))));
  const attributes = ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"];
  return [
    ...attributes.map((attribute) => ({
      that: `the cookie is ${attribute}`,
      holds: one.setCookie.toLowerCase().split("; ").includes(attribute.toLowerCase()),
    })),
    { that: "the cookie is of this host alone", holds: name.startsWith("__Host-") && !/domain=/i.test(one.setCookie) },
    { that: "each sign-in has an id of its own, also over another", holds: two !== "" && two !== one.cookie },
    ...closed.map((holds, n) => ({ that: `forged cookie ${n + 1} opens nothing`, holds })),
  ];
}

async function endChecks(): Promise<readonly Check[]> {
  const person = await newPerson(administrator, "operator");
  const checks: Check[] = [];
  const check = async (that: string, wanted: boolean, signed: Signed) =>
    checks.push({ that, holds: (await isOpen(signed)) === wanted });
  const anew = () => signedIn(person.email, person.password);
  const byAdministrator = (procedure: string, input: object) =>
    callConsole(administrator.cookie, procedure, { id: person.id, ...input }).then(resultOf);

  await age(person, "last_seen_at", "59 minutes");
  await check("59 minutes without a request keep a sign-in", true, person);
  await age(person, "last_seen_at", "61 minutes");
  await check("61 minutes without a request end it", false, person);
  const long = await anew();
  await age(long, "expires_at", "1 second");
  await check("twelve hours end it whatever happens", false, long);

  const [one, two] = [await anew(), await anew()];
  await postSignOut(one);
  await check("a signed-out cookie opens nothing", false, one);
  await check("signing out ends no other sign-in", true, two);
  const { items } = resultOf<{ readonly items: readonly { readonly id: string; readonly isThis: boolean }[] }>(
    await callConsole(two.cookie, "account.sessions", {}),
  );
  const own = items.find(({ isThis }) => isThis)?.id ?? "";
  const three = await anew();
  resultOf(await callConsole(three.cookie, "account.endSession", { id: own }));
  await check("a sign-in is ended from another", false, two);

  const four = await anew();
  resultOf(
    await callConsole(three.cookie, "account.changePassword", {
      current: person.password,
      password: `${person.password}!`,
    }),
  );
  await check("another password keeps the sign-in that gave it", true, three);
  await check("another password ends all others", false, four);
  const changed = { ...person, password: `${person.password}!` };
  for (const [what, procedure, input] of [
    ["another role ends the sign-ins", "users.change", { role: "agent" }],
    ["signing out everywhere ends the sign-ins", "users.signOut", {}],
    ["switching off ends the sign-ins", "users.change", { disabled: true }],
  ] as const) {
    const open = await signedIn(changed.email, changed.password);
    await byAdministrator(procedure, input);
    await check(what, false, open);
  }
  checks.push({
    that: "nobody who is switched off signs in",
    holds: !hasSession(await postSignIn(changed.email, changed.password)),
  });
  return checks;
}

/** Sensitive acts, each on something that is not there: the password is asked for first. */
const SENSITIVE = [
  ["users.create", {}],
  ["users.change", { id: "usr_x" }],
  ["users.resetPassword", { id: "usr_x" }],
  ["systems.register", {}],
  ["systems.rotateSecret", {}],
  ["devices.setCredentials", {}],
  ["contents.registerSigningKey", {}],
] as const;
const PROOF_NEEDED = 428;

async function proofChecks(): Promise<readonly Check[]> {
  const person = await newPerson(administrator, "administrator");
  const statusOf = async (procedure: string, input: unknown) =>
    (await callConsole(person.cookie, procedure, input)).status;
  const asks = async () => Promise.all(SENSITIVE.map(([procedure, input]) => statusOf(procedure, input)));
  await age(person, "proved_at", "9 minutes");
  const early = await asks();
  await age(person, "proved_at", "11 minutes");
  const late = await asks();
  const wrong = await statusOf("account.prove", { password: "not the password" });
  const still = await asks();
  const right = await statusOf("account.prove", { password: person.password });
  const after = await asks();
  await callConsole(administrator.cookie, "users.change", { id: person.id, disabled: true });
  return [
    { that: "nine minutes after the password it is not asked for", holds: !early.includes(PROOF_NEEDED) },
    ...late.map((status, n) => ({
      that: `eleven minutes after the password ${SENSITIVE[n]?.[0]} asks for it (${status})`,
      holds: status === PROOF_NEEDED,
    })),
    {
      that: "a wrong password opens nothing",
      holds: wrong === 422 && still.every((status) => status === PROOF_NEEDED),
    },
    { that: "the right one does", holds: right === 200 && !after.includes(PROOF_NEEDED) },
  ];
}

test("trust:console-session: changes come from our own pages alone, and a sign-in ends when it has to", async () => {
  const checks = [
    ...(await requestChecks()),
    ...(await cookieChecks()),
    ...(await endChecks()),
    ...(await proofChecks()),
  ];
  const broken = checks.filter(({ holds }) => !holds).map(({ that }) => that);
  console.log(`console-session ${checks.length - broken.length}/${checks.length}`);
  expect(broken).toEqual([]);
});
