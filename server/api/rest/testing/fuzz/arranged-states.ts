import { createHash, randomBytes } from "node:crypto";
import { fromPublicId, newUuid, toPublicId } from "../../../../ids";
import { projectEvents } from "../../../../services/events/project-events";
import { changeExternalSystem } from "../../../../services/external-systems";
import { Scope } from "../../../../services/principal";
import { openDeviceEndpoint } from "../../../../testing/device-endpoint";
import type { RestClient } from "../rest-server";
import type { Arranged, Ask } from "./arranged-requests";

const TUS = { "tus-resumable": "1.0.0" };
const OCTETS = { "content-type": "application/offset+octet-stream" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** Brings about what no random request does, and asks for it: a session, an upload, a delivery, a consent. */
export async function askInEveryState(arranged: Arranged, owner: RestClient): Promise<void> {
  const asOwner: AskAs = (method, path, options) => arranged.ask(owner, method, path, options);
  await askForImports(arranged, owner, asOwner);
  await askForDevices(arranged, asOwner);
  await askForGroups(arranged, asOwner);
  await askForContents(arranged, asOwner);
  await askForUploads(arranged, asOwner);
  await askForDeliveries(arranged, asOwner);
  await askForGrants(arranged, owner, asOwner);
  await askForApprovals(arranged, asOwner);
  await askForSession(arranged, owner, asOwner);
  await askForTokens(arranged);
  await askForLostEvents(arranged, owner, asOwner);
}

type AskAs = (method: string, path: string, options?: Ask) => ReturnType<Arranged["ask"]>;

async function askForImports({ server }: Arranged, owner: RestClient, ask: AskAs): Promise<void> {
  const headers = { "content-type": "text/csv", "idempotency-key": "import-1" };
  const { json } = await ask("POST", "/devices/imports", { headers, body: "devId\nIMEI:350000000900001\n" });
  await ask("GET", `/devices/imports/${json.id}`);
  await ask("GET", `/devices/imports/${json.id}/problems`);
  // As it is while the file is still coming in.
  await server.test.sql`update device_imports set digest = null where owner_id = ${owner.id}`;
  await ask("POST", "/devices/imports", { headers, body: "devId\nIMEI:350000000900001\n" });
}

async function askForDevices({ server }: Arranged, ask: AskAs): Promise<void> {
  const client = { type: "mac", username: "u", secret: "of the arranged device alone" };
  const channels = [{ kind: "udp", address: "192.0.2.7:2948" }];
  const { json } = await ask("POST", "/devices", {
    body: { devId: "IMEI:350000000900002", channels, credentials: { client } },
  });
  await ask("POST", `/devices/${json.id}/wake`, { body: {} });
  await ask("POST", `/devices/${json.id}/channels/udp/test`, { body: {} });
  await ask("PUT", `/devices/${json.id}/credentials`, { body: { client: { ...client, type: "basic" } } });
  const capabilityId = newUuid();
  await server.test
    .sql`insert into missing_capabilities (capability_id, realm, manufacturer, model, firmware, capability, status, device_id)
    values (${capabilityId}, 'live', 'Acme', 'M1', '', 'Atomic', 501, ${newUuid()})`;
  await ask("DELETE", `/capabilities/${toPublicId("cap", capabilityId)}`);
}

async function askForGroups({ server, client }: Arranged, ask: AskAs): Promise<void> {
  const { json } = await ask("POST", "/groups", { body: { name: "arranged", filter: 'model = "M1"' } });
  await ask("PATCH", `/groups/${json.id}`, { body: { name: "renamed" } });
  const limited = await client(["devices:read"]);
  await changeExternalSystem(server.context, { id: limited.id, allowedGroupIds: [json.id] });
  await ask("DELETE", `/groups/${json.id}`);
}

function registrationOf(octets: Uint8Array) {
  const sha256 = createHash("sha256").update(octets).digest("hex");
  return { name: "r5.bin", kind: "firmware", version: "1.4", size: octets.length, sha256 };
}

async function askForContents({ server }: Arranged, ask: AskAs): Promise<void> {
  const body = { reason: "Agreed with the customer." };
  for (const [end, decision] of [
    ["quarantined", "approve"],
    ["quarantined", "reject"],
    ["ready", "retire"],
  ] as const) {
    const { json } = await ask("POST", "/contents", { body: registrationOf(randomBytes(10)) });
    const contentId = fromPublicId("con", json.id);
    await server.test.sql`update contents set state = 'verifying', received = size where content_id = ${contentId}`;
    await ask("DELETE", `/contents/${json.id}`);
    await server.test
      .sql`update contents set state = ${end}::content_state, reason = 'unsigned', reason_detail = 'It is not signed.'
      where content_id = ${contentId}`;
    await ask("POST", `/contents/${json.id}/${decision}`, { body });
  }
}

async function askForUploads({ server, ask: say }: Arranged, asOwner: AskAs): Promise<void> {
  const octets = randomBytes(10);
  const { json } = await asOwner("POST", "/contents", { body: registrationOf(octets) });
  const path = json.upload.url.replace(/^.*\/uploads\//, "/uploads/");
  const contentId = fromPublicId("con", json.id);
  const ask: AskAs = (method, at, options) => say(null, method, at, options);
  const append = async (offset: number, text: string) => {
    const headers = { ...TUS, ...OCTETS, "upload-offset": String(offset) };
    await ask("PATCH", path, { headers, body: text });
    await ask("POST", path, { headers: { ...headers, "x-http-method-override": "PATCH" }, body: text });
  };
  await ask("GET", path);
  await append(5, "x");
  await append(0, "more than was registered");
  server.setDiskFull(true);
  await append(0, "12");
  server.setDiskFull(false);
  await server.test.sql`update contents set leased_by = ${newUuid()}, lease_until = now() + interval '1 minute'
    where content_id = ${contentId}`;
  await append(0, "12");
  await ask("DELETE", path, { headers: TUS });
  await server.test.sql`update contents set leased_by = null, lease_until = null where content_id = ${contentId}`;
  for (const [method, more] of [
    ["PATCH", {}],
    ["POST", { "x-http-method-override": "PATCH" }],
  ] as const) {
    const { received } = (await asOwner("GET", `/contents/${json.id}`)).json;
    const headers = { ...TUS, ...OCTETS, "upload-offset": String(received), ...more };
    await ask(method, path, { headers, body: "12" });
  }
  await ask("DELETE", path, { headers: TUS });
  await ask("DELETE", path, { headers: TUS });
  await ask("GET", path);
  await append(4, "12");
  await ask("OPTIONS", "/uploads/%ff");
}

async function askForDeliveries({ server }: Arranged, ask: AskAs): Promise<void> {
  const { json } = await ask("POST", "/subscriptions", { body: { url: "https://receiver.example/dm", types: ["*"] } });
  const path = `/subscriptions/${json.id}`;
  const { json: sent } = await ask("POST", `${path}/test`, { body: {} });
  await ask("GET", `${path}/deliveries/${sent.id}`);
  await ask("POST", `${path}/deliveries/${sent.id}/redeliver`, { body: {} });
  await server.test.sql`update deliveries set state = 'delivered' where event_id = ${fromPublicId("evt", sent.id)}`;
  await ask("POST", `${path}/deliveries/${sent.id}/redeliver`, { body: {} });
}

async function askForGrants({ client, ask: say }: Arranged, owner: RestClient, ask: AskAs): Promise<void> {
  const partner = await client(["subscriptions:write"]);
  const { json } = await ask("POST", "/grants", { body: { from: owner.id, to: partner.id, kinds: ["parameter.*"] } });
  await ask("POST", `/grants/${json.id}/accept`, { body: {} });
  await say(partner, "POST", `/grants/${json.id}/accept`, { body: {} });
  await ask("GET", `/grants/${json.id}`);
  await ask("DELETE", `/grants/${json.id}`);
}

async function askForApprovals({ client, ask: say }: Arranged, ask: AskAs): Promise<void> {
  const approver = await client(Scope.options);
  const target = { devices: ["IMEI:350000000900002"] };
  for (const decision of ["approve", "reject"]) {
    const body = { kind: "parameter.get", params: { uris: ["./DevInfo/Man"] }, target, approval: true };
    const { json } = await ask("POST", "/operations", { body });
    await ask("POST", `/operations/${json.id}/${decision}`, { body: { reason: "Agreed." } });
    await say(approver, "POST", `/operations/${json.id}/${decision}`, { body: { reason: "Agreed." } });
  }
}

/** A session in which a device does work of two systems. */
async function askForSession({ server, client }: Arranged, owner: RestClient, ask: AskAs): Promise<void> {
  const endpoint = await openDeviceEndpoint({ over: server });
  try {
    const { devId, wire } = await endpoint.addDevice({ devId: "IMEI:350000000900003" });
    const other = await client(["operations:write"]);
    for (const one of [owner, other]) {
      const params = { uris: ["./DevDetail/FwV"] };
      await one.post("/operations", { kind: "parameter.get", params, target: { devices: [devId] } });
    }
    await wire.signIn();
    await wire.signIn();
    const [device] = (await ask("GET", `/devices?devId=${devId}`)).json.items;
    const [session] = (await ask("GET", `/devices/${device.id}/sessions`)).json.items;
    const path = `/devices/${device.id}/sessions/${session.id}/messages`;
    await ask("GET", path);
    await ask("GET", `${path}?format=recorded`);
  } finally {
    await endpoint.close();
  }
}

async function askForTokens({ client, ask: say }: Arranged): Promise<void> {
  const { clientId, clientSecret, token } = await client(["devices:read"]);
  const own = { client_id: clientId, client_secret: clientSecret };
  const body = (more: Record<string, string>) => new URLSearchParams({ ...own, ...more }).toString();
  await say(null, "POST", "/oauth/token", { headers: FORM, body: body({ grant_type: "client_credentials" }) });
  await say(null, "POST", "/oauth/revoke", { headers: FORM, body: body({ token }) });
}

/** A place that lies before the server's, as after a backup was put back. */
async function askForLostEvents({ server }: Arranged, owner: RestClient, ask: AskAs): Promise<void> {
  for (let round = 0; round < 1_000 && (await projectEvents(server.test.sql)) > 0; round += 1);
  const { json } = await ask("GET", "/events?limit=5");
  await server.test
    .sql`update event_feeds set seq = 1, swept_seq = 0 where system_id = ${fromPublicId("xs", owner.id)}`;
  await ask("GET", `/events?after=${json.next}`);
}
