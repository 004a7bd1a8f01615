import { randomBytes } from "node:crypto";
import { quickstartFacts } from "./settings";

/** What the stories read of a device and of an operation; the API answers more. */
export interface ApiDevice {
  readonly id: string;
  readonly devId: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly msisdn: string;
  readonly imsi: string;
  readonly tags: readonly string[];
}
export interface ApiOperation {
  readonly id: string;
}
interface ApiTask {
  readonly state: string;
}

export interface PublicApi {
  readonly token: string;
  /** The simulated devices of one profile: phone, router or vehicle. */
  devicesOf(profile: string): Promise<readonly ApiDevice[]>;
  register(device: Readonly<Record<string, unknown>>): Promise<ApiDevice>;
  start(devId: string, kind: string, params: unknown, reference?: string): Promise<ApiOperation>;
  /** Waits until the operation's only task has ended, and says how. */
  ended(operation: ApiOperation): Promise<string>;
}

const ENDED = ["succeeded", "failed", "cancelled", "expired"];
/** Simulated devices poll every minute; one that forgot its nonces with a restart does not hear that it is woken. */
const ENDED_WITHIN_MS = 75_000;
const POLL_MS = 200;

/** Signs in as the External System that quickstart made. */
export async function openPublicApi(): Promise<PublicApi> {
  const { apiUrl, externalSystem } = quickstartFacts();
  const { clientId, clientSecret } = externalSystem;
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(`${apiUrl}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
  const { access_token: token } = (await answer.json()) as { access_token: string };

  async function call<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const key = { "idempotency-key": randomBytes(12).toString("hex") };
    const response = await fetch(
      `${apiUrl}${path}`,
      body ? { method, headers: { ...headers, ...key }, body: JSON.stringify(body) } : { method, headers },
    );
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
  return {
    token,
    devicesOf: async (profile) =>
      (await call<{ items: ApiDevice[] }>("GET", `/devices?limit=100&tag=${profile}`)).items.filter((device) =>
        device.tags.includes("simulated"),
      ),
    register: (device) => call("POST", "/devices", device),
    start: (devId, kind, params, reference) =>
      call("POST", "/operations", { kind, params, target: { devices: [devId] }, ...(reference ? { reference } : {}) }),
    async ended({ id }) {
      const deadline = Date.now() + ENDED_WITHIN_MS;
      while (Date.now() < deadline) {
        const [task] = (await call<{ items: ApiTask[] }>("GET", `/operations/${id}/tasks`)).items;
        if (task && ENDED.includes(task.state)) return task.state;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      throw new Error(`${id} did not end within ${ENDED_WITHIN_MS / 1_000} s.`);
    },
  };
}
