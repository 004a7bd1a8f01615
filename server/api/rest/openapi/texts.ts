import type { Scope } from "../../../services/principal";

/** What the document says in words where no schema does. */
export const INTRODUCTION = `Management of OMA DM devices: start operations on one device or many, follow them, take their results.

1. Get an access token: \`POST /oauth/token\` with your client id and secret.
2. Find a device: \`GET /devices\`.
3. Start an operation on it: \`POST /operations\`. The answer is 202 at once; the device does it when it has come.
4. Ask for its tasks until each has ended: \`GET /operations/{id}/tasks\`. A task that waits says why.

Times are RFC 3339 in UTC, durations ISO 8601. Fields that are not known here are refused in a request; new fields may come in an
answer. Every answer has \`X-Request-Id\`; everything but 2xx is a problem (RFC 9457) whose \`type\` is stable.`;

export const SCOPES: Readonly<Record<Scope, string>> = {
  "operations:read": "Read operations, tasks and their results",
  "operations:write": "Start operations",
  "operations:firmware": "Start operations on firmware and software",
  "operations:destructive": "Start operations that may harm: node.execute, script.run, bootstrap.send",
  "operations:approve": "Approve or reject operations of others that wait for it",
  "devices:read": "Read devices and their trees",
  "devices:write": "Register devices",
  "devices:credentials": "Give devices credentials",
  "groups:write": "Make and change groups of devices",
  "systems:write": "Register External Systems",
  "users:write": "Register users",
  "audit:read": "Read the audit log",
  "contents:read": "Read contents and signing keys",
  "contents:write": "Take contents in, retire and delete them",
  "events:read": "Read the feed of events, subscriptions and grants",
  "subscriptions:write": "Have events pushed to an address of yours; propose, accept and end grants",
  "contents:approve": "Decide on quarantined contents; register and revoke signing keys",
};

const TAGS: Readonly<Record<string, string>> = {
  Credentials: "Who you are, and what you may do.",
  Devices: "The devices that are managed, what is known of them, and how they are reached.",
  Channels: "The ways on which devices are woken.",
  "Device descriptions": "What the devices of a model can be asked for, as their maker says it.",
  Capabilities: "What devices of a model were seen not to know.",
  Contents: "Firmware, software, configurations and lists of devices: taken in, checked, and used when they are ready.",
  Events: "What happened, told to who asks.",
  Grants: "Who may get results of whom: one system proposes, the other accepts.",
  Operations: "What is to be done on devices, and what came of it.",
};

export function tagText(tag: string): string {
  return TAGS[tag] ?? `What there is to do with ${tag.toLowerCase()}.`;
}

/** Parameters of paths and queries that mean the same wherever they stand. */
const PARAMETERS: Readonly<Record<string, string>> = {
  id: "The id, as an answer gave it.",
  token: "The last part of the upload's address, as `upload.url` of the content has it.",
  "Tus-Resumable": "The version of tus that is spoken.",
  "Upload-Offset": "Where in the file the octets begin: where the upload ended.",
  "X-HTTP-Method-Override": "The method that is meant.",
  deviceId: "The device's id.",
  sessionId: "The session's id.",
  kind: "The kind.",
  limit: "How many items the page has at most.",
  cursor: "`next` of the page before, with the same filters.",
  devId: "The device's own name for itself.",
  msisdn: "The number, digits alone.",
  imsi: "The subscriber's IMSI.",
  manufacturer: "As the device says it (`./DevInfo/Man`).",
  model: "As the device says it (`./DevInfo/Mod`).",
  firmware: "As the device says it (`./DevDetail/FwV`).",
  tag: "Devices that have this tag.",
  q: "Free text: begins or ends a DevId or MSISDN, or is in a model.",
  uri: "The node to begin at.",
  depth: "How many levels below it.",
  days: "Over how many days back.",
  format: "Gives the same in another form.",
  state: "Only those in this state.",
  reason: "Only those that wait or ended with this reason code.",
  reference: "Your own word for it.",
  createdBy: "The id of who started it.",
  lastContactBefore: "Devices that were seen, but not since then.",
  group: "Devices that are in this group: `grp_...`.",
  filter: 'An expression of the filter language, such as `model = "R5" and not tag = "pilot"`.',
  name: "Of exactly this name.",
  content: "Only those that give this content to devices: `con_...`.",
  eventId: "The id of the event: `evt_...`.",
  systemId: "Those of this system: `xs_...`.",
  actor: "What this one did: `xs_...`, `usr_...` or `internal`.",
  object: "What was done to this, by its id.",
  action: "Only what is called so, such as `device.register`.",
  from: "From then on.",
  to: "Before then.",
  after: "`next` of the page before; left out, the feed begins with the oldest event that is kept.",
  types: "Types or patterns such as `task.succeeded` or `task.*`, separated by commas; left out, all.",
  signed: "`true`: each event has its signature in `jws`.",
  wait: "Seconds to wait for an event where there is none.",
};

export function parameterText(name: string): string | undefined {
  return Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
}
