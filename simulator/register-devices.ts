import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Registration } from "./registration";

/** Where the public API is and with what to sign in. */
export interface ApiAccess {
  /** With its version, without a slash at the end: `http://127.0.0.1:3000/api/v1`. */
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Registered {
  readonly added: number;
  /** Had been registered before; nothing of them was changed. */
  readonly known: number;
}

const AT_A_TIME = 4;
const TRIES_MAX = 10;
const TIMEOUT_MS = 15_000;
const PAUSE_MS_MAX = 30_000;

/** Registers devices by the public API. Throws an Error in words when the API refuses or cannot be reached. */
export async function registerDevices(access: ApiAccess, registrations: readonly Registration[]): Promise<Registered> {
  const session = new ApiSession(access);
  const left = [...registrations];
  let added = 0;
  const registerNext = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      if (await session.register(next)) added += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, registerNext));
  return { added, known: registrations.length - added };
}

class ApiSession {
  #token: Promise<string> | null = null;

  constructor(private readonly access: ApiAccess) {}

  /** false: it was registered already. */
  async register(registration: Registration): Promise<boolean> {
    const key = randomUUID();
    for (let tries = 1; ; tries += 1) {
      this.#token ??= this.#signIn();
      const answer = await this.#post("/devices", JSON.stringify(registration), {
        authorization: `Bearer ${await this.#token}`,
        "content-type": "application/json",
        "idempotency-key": key,
      });
      if (answer.status === 201) return true;
      if (answer.status === 409 && (await isKnown(answer))) return false;
      const isWorthwhile = [401, 409, 429, 503].includes(answer.status);
      if (!isWorthwhile || tries === TRIES_MAX) {
        const text = await answer.text();
        throw new Error(
          `The API refused to register ${registration.devId}: HTTP ${answer.status} ${text.slice(0, 300)}`,
        );
      }
      if (answer.status === 401) this.#token = null;
      else await sleep(pauseMs(answer, tries));
    }
  }

  async #signIn(): Promise<string> {
    const { clientId, clientSecret } = this.access;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    });
    const answer = await this.#post("/oauth/token", `${form}`, { "content-type": "application/x-www-form-urlencoded" });
    const body: unknown = await answer.json().catch(() => null);
    const token = typeof body === "object" && body && "access_token" in body ? body.access_token : null;
    if (!answer.ok || typeof token !== "string") throw new Error(`The API gave no token: HTTP ${answer.status}.`);
    return token;
  }

  async #post(path: string, body: string, headers: Record<string, string>): Promise<Response> {
    const url = `${this.access.apiUrl}${path}`;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return fetch(url, { method: "POST", headers, body, signal }).catch((error: Error) => {
      const cause = error.cause instanceof Error ? error.cause.message : error.message;
      throw new Error(`The API at ${this.access.apiUrl} cannot be reached: ${cause}`);
    });
  }
}

/** A 409 also says that the same key is still at work; the device is known when it says so itself. */
async function isKnown(answer: Response): Promise<boolean> {
  const problem: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  const type = typeof problem === "object" && problem && "type" in problem ? `${problem.type}` : "";
  return !type.includes("idempotency");
}

function pauseMs(answer: Response, tries: number): number {
  const asked = Number(answer.headers.get("retry-after"));
  return Math.min(Number.isFinite(asked) && asked > 0 ? asked * 1_000 : 250 * 2 ** tries, PAUSE_MS_MAX);
}
