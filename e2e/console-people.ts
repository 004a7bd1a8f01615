import type { Role } from "../server/services/principal";
import { type RawAnswer, type RawRequest, rawRequest } from "./raw-request";
import { e2eSettings } from "./settings";

/** Somebody who is signed in, without a browser. */
export interface Signed {
  readonly email: string;
  readonly password: string;
  /** As the header says it. */
  readonly cookie: string;
  /** As the server set it. */
  readonly setCookie: string;
}

const SESSION_COOKIE = "__Host-dmwsi.session";
const FORM = "application/x-www-form-urlencoded";

/** What a page of our own sends with a change, and nobody else can. */
export const OWN_PAGE = {
  "content-type": "application/json",
  "x-dmwsi": "1",
  origin: e2eSettings.consoleUrl,
  "sec-fetch-site": "same-origin",
} as const;

/** One post of the sign-in form. `cookie`: what the browser has already. `headers` stand before those of our own page. */
export function postSignIn(
  email: string,
  password: string,
  { cookie = "", headers = {} }: { readonly cookie?: string; readonly headers?: RawRequest["headers"] } = {},
): Promise<RawAnswer> {
  return postForm("/api/auth/callback/credentials", { email, password }, cookie, headers);
}

/** One post of the sign-out form. `headers` stand before those of our own page. */
export function postSignOut({ cookie }: Signed, headers: RawRequest["headers"] = {}): Promise<RawAnswer> {
  return postForm("/api/auth/signout", {}, cookie, headers);
}

async function postForm(
  path: string,
  fields: Readonly<Record<string, string>>,
  cookie: string,
  headers: RawRequest["headers"],
): Promise<RawAnswer> {
  const csrf = await rawRequest({ path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(csrf.body) as { readonly csrfToken: string };
  const jar = [cookie, ...csrf.cookies.map(pairOf)].filter(Boolean).join("; ");
  return rawRequest({
    method: "POST",
    path,
    headers: { "content-type": FORM, origin: e2eSettings.consoleUrl, cookie: jar, ...headers },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }).toString(),
  });
}

/** Signs in. Throws where the server does not let in. */
export async function signedIn(email: string, password: string): Promise<Signed> {
  const answer = await postSignIn(email, password);
  const setCookie = answer.cookies.find((one) => one.startsWith(`${SESSION_COOKIE}=`));
  if (answer.status !== 200 || !setCookie) throw new Error(`${email} was not let in: ${answer.status} ${answer.body}`);
  return { email, password, cookie: pairOf(setCookie), setCookie };
}

/** Calls one procedure of the console's API, with the headers of a page of our own unless others are given. */
export function callConsole(
  cookie: string,
  procedure: string,
  input: unknown,
  headers: RawRequest["headers"] = OWN_PAGE,
): Promise<RawAnswer> {
  return rawRequest({
    method: "POST",
    path: `/api/trpc/${procedure}?env=live`,
    headers: { ...headers, ...(cookie && { cookie }) },
    body: JSON.stringify(input),
  });
}

/** What a procedure answered. Throws where it refused. */
export function resultOf<T>({ status, body }: RawAnswer): T {
  if (status !== 200) throw new Error(`${status} ${body}`);
  return (JSON.parse(body) as { readonly result: { readonly data: T } }).result.data;
}

/** Somebody just added, who is signed in with the first password and has not chosen another. */
export async function newNewcomer(administrator: Signed, role: Role): Promise<Signed & { readonly id: string }> {
  const email = `${role}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}@carrier.example`;
  const made = await callConsole(administrator.cookie, "users.create", { email, name: `A new ${role}`, role });
  const { id, password } = resultOf<{ readonly id: string; readonly password: string }>(made);
  return { id, ...(await signedIn(email, password)) };
}

/** A new person of the role, who has chosen a password and is signed in. `administrator` adds them. */
export async function newPerson(administrator: Signed, role: Role): Promise<Signed & { readonly id: string }> {
  const { id, email, password: current, cookie } = await newNewcomer(administrator, role);
  const password = `lamps of ${email}`;
  resultOf(await callConsole(cookie, "account.changePassword", { current, password }));
  return { id, ...(await signedIn(email, password)) };
}

function pairOf(setCookie: string): string {
  return setCookie.split(";")[0] ?? "";
}
