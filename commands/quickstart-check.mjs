import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "./machine.mjs";

/**
 * Proves that the server just started works: by its public API it changes a value on a simulated device, and reads the
 * value back in another session of that device.
 */

/** Settings that the simulated phone lets be changed. */
const URI = "./Settings/Wifi/Ssid";
const PROFILE_TAG = "phone";
const OPERATION_LIMIT_MS = Number(process.env.CHECK_SECONDS || 60) * 1_000;
const REQUEST_LIMIT_MS = 10_000;
const POLL_MS = 200;

async function call(facts, method, path, { token, body, form } = {}) {
  const answer = await fetch(`${facts.apiUrl}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { "content-type": "application/json", "idempotency-key": randomBytes(12).toString("hex") } : {}),
    },
    body: form ? new URLSearchParams(form) : body && JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Problem(`check failed: ${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

async function signIn(facts) {
  const { clientId, clientSecret } = facts.externalSystem;
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  return (await call(facts, "POST", "/oauth/token", { form })).access_token;
}

async function findDevice(facts, token) {
  const { items } = await call(facts, "GET", "/devices?limit=100", { token });
  const device = items.find((item) => item.tags.includes("simulated") && item.tags.includes(PROFILE_TAG));
  if (!device) throw new Problem("check failed: no simulated device is registered.");
  return device;
}

/** Starts an operation and waits for the end of its only task. */
async function runOperation(facts, token, device, kind, params) {
  const body = { kind, params, target: { devices: [device.devId] } };
  const operation = await call(facts, "POST", "/operations", { token, body });
  const deadline = Date.now() + OPERATION_LIMIT_MS;
  let task;
  while (Date.now() < deadline) {
    [task] = (await call(facts, "GET", `/operations/${operation.id}/tasks`, { token })).items;
    if (task?.state === "succeeded") return task;
    if (["failed", "cancelled", "expired"].includes(task?.state)) {
      throw new Problem(`check failed: ${kind} ended ${task.state} on ${device.devId}: ${JSON.stringify(task.reason)}`);
    }
    await sleep(POLL_MS);
  }
  const reason = task?.reason?.text ?? task?.reason?.code ?? "no reason given";
  throw new Problem(
    `check failed: ${device.devId} did not do ${kind} within ${OPERATION_LIMIT_MS / 1_000} s; its task is ${task?.state} (${reason}).`,
  );
}

/** An operation that starts now runs in another session. */
async function sessionOver(facts, token, device) {
  const deadline = Date.now() + OPERATION_LIMIT_MS;
  while (Date.now() < deadline) {
    const { contact } = await call(facts, "GET", `/devices/${device.id}`, { token });
    if (contact.state !== "in_session") return;
    await sleep(POLL_MS);
  }
  throw new Problem(`check failed: the session of ${device.devId} does not end.`);
}

/** The phone that came without an account got one by a bootstrap: nothing else lets it sign in. */
async function bootstrapDone(facts, token) {
  const deadline = Date.now() + OPERATION_LIMIT_MS;
  while (Date.now() < deadline) {
    const [phone] = (await call(facts, "GET", "/devices?tag=factory-new", { token })).items;
    if (phone && phone.contact.state !== "never") return;
    await sleep(POLL_MS);
  }
  throw new Problem("check failed: the factory-new phone did not sign in with the account of its bootstrap.");
}

/** Throws Problem with what went wrong, within two minutes at the latest. */
export async function checkQuickstart(facts, progress) {
  const token = await signIn(facts);
  const device = await findDevice(facts, token);
  const value = `check-${randomBytes(4).toString("hex")}`;

  let done = progress(`setting ${URI} on ${device.devId}`);
  await runOperation(facts, token, device, "parameter.set", { values: [{ uri: URI, value }] });
  done();

  await sessionOver(facts, token, device);
  done = progress("reading it back in another session");
  const task = await runOperation(facts, token, device, "parameter.get", { uris: [URI] });
  const read = task.result?.values?.find((item) => item.uri === URI)?.value;
  if (read !== value) throw new Problem(`check failed: ${URI} was set to ${value} and reads ${read}.`);
  done();

  done = progress("waiting for the factory-new phone's account");
  await bootstrapDone(facts, token);
  done();
}
