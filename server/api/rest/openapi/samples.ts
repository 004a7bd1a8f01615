/**
 * What the examples of the document are made of. A device that does not exist, at a maker that does not exist: the
 * numbers are from ranges that nobody is given.
 */

/** Values by the name of their field, wherever it stands and its schema allows it. */
export const SAMPLES: Readonly<Record<string, unknown>> = {
  devId: "IMEI:350000000000001",
  deviceId: "dev_7k2m9p4q8r3s",
  operationId: "op_4f8h2j6k9m1n",
  taskId: "task_9d3f7g1h5j2k",
  sessionId: "ses_2b6c8d4f1g9h",
  manufacturer: "Acme",
  model: "M1",
  firmware: "2.4.1",
  firmwarePrefix: "2.",
  software: "11",
  hardware: "B",
  language: "en-GB",
  dmVersion: "1.2",
  msisdn: "436640000001",
  imsi: "232010000000001",
  timeZone: "Europe/Vienna",
  tag: "pilot",
  tags: ["pilot"],
  channels: [{ kind: "udp", address: "192.0.2.7:2948" }],
  devices: ["IMEI:350000000000001"],
  uri: "./DevDetail/FwV",
  uris: ["./DevInfo/Man", "./DevDetail/FwV"],
  from: "./Vendor/Primary/Host",
  to: "./Vendor/Backup/Host",
  source: "./Vendor/SelfTest",
  value: "2.4.1",
  before: "2.4.0",
  after: "2.4.1",
  original: "2.4.1",
  format: "chr",
  type: "text/plain",
  command: "Get",
  status: 200,
  meaning: "OK",
  code: "timed_out",
  text: "The device did not answer.",
  reference: "ticket-4711",
  reason: "Agreed with the customer.",
  name: "Customer care",
  title: "Firmware version",
  description: "The version of the firmware that runs.",
  capability: "Atomic",
  address: "192.0.2.7:2948",
  secret: "a long random text",
  access_token: "dmt_example",
  token: "dmt_example",
  expires_in: 600,
  scope: "operations:read operations:write",
  scopes: ["operations:read", "operations:write"],
  client_id: "care",
  document: "<MgmtTree>...</MgmtTree>",
  xml: "<SyncML>...</SyncML>",
  liftedBy: "device",
  backoff: "PT5M",
  pin: "4711",
  priority: 5,
  attempt: 1,
  attempts: 3,
  msgNo: 1,
  next: "eyJhZnRlciI6MX0",
  bodyOctets: 1_048_576,
  nestingLevels: 32,
  keysPerObject: 1_000,
  inlineDevices: 10_000,
  pageRows: 500,
};

const FIRMWARE_CONTENT = "con_01j8z3k4m5n6p7q8r9s0t1v2w3";
const SOFTWARE_CONTENT = "con_01j8z3k4m5n6p7q8r9s0t1v2w8";

/** What each kind of operation is asked for in the examples; a kind that is not here gets one from its schema. */
export const KIND_PARAMS: Readonly<Record<string, unknown>> = {
  "device.discover": { nodesMax: 500 },
  "parameter.get": { uris: ["./DevInfo/Man", "./DevDetail/FwV"] },
  "parameter.set": { values: [{ uri: "./Vendor/Wifi/Ssid", value: "guests" }], atomic: true },
  "parameter.add": { nodes: [{ uri: "./Vendor/Sites/1" }, { uri: "./Vendor/Sites/1/Host", value: "dm.example" }] },
  "parameter.delete": { uris: ["./Vendor/Sites/1"] },
  "parameter.copy": { copies: [{ from: "./Vendor/Primary/Host", to: "./Vendor/Backup/Host" }] },
  "node.execute": { uri: "./Vendor/SelfTest", wait: { withinSeconds: 3_600 } },
  "script.run": {
    commands: [
      { command: "Get", uri: "./DevDetail/FwV" },
      { command: "Atomic", commands: [{ command: "Replace", uri: "./Vendor/Wifi/Ssid", value: "guests" }] },
    ],
  },
  "bootstrap.send": { profile: "cp", security: "netwpin" },
  "firmware.update": { content: FIRMWARE_CONTENT, timeouts: { installSeconds: 7_200 } },
  "firmware.download": { content: FIRMWARE_CONTENT },
  "firmware.install": { content: FIRMWARE_CONTENT },
  "software.inventory": {},
  "software.install": { content: SOFTWARE_CONTENT, component: "com.example.maps" },
  "software.update": { content: SOFTWARE_CONTENT, component: "com.example.maps", flow: "staged" },
  "software.remove": { component: "com.example.maps" },
  "software.activate": { component: "com.example.maps" },
  "software.deactivate": { component: "com.example.maps" },
};

/** A tree of one value. */
const DDF = [
  '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Wifi</NodeName><Path>./Vendor</Path>',
  "<DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat><DFType><DDFName/></DFType></DFProperties>",
  "<Node><NodeName>Ssid</NodeName><DFProperties><AccessType><Get/><Replace/></AccessType><DFFormat><chr/></DFFormat>",
  "<DFType><MIME>text/plain</MIME></DFType></DFProperties></Node></Node></MgmtTree>",
].join("");

/** Bodies whose fields have to fit each other, by method and path; the others are made of their schemas. */
export const BODIES: Readonly<Record<string, unknown>> = {
  "POST /devices": {
    devId: "IMEI:350000000000001",
    msisdn: "436640000001",
    tags: ["pilot"],
    credentials: {
      client: { type: "md5", username: "device-1", secret: "a long random text" },
      server: { type: "md5", name: "dmwsi", secret: "another long random text" },
    },
    channels: [{ kind: "udp", address: "192.0.2.7:2948" }],
  },
  "PATCH /devices/{id}": { msisdn: "436640000002", tags: ["pilot", "vienna"], optOut: true },
  "POST /groups": { name: "Pilot in Vienna", filter: 'tag = "pilot" and not lastContact < "-P30D"' },
  "PATCH /groups/{id}": { addDevices: ["IMEI:350000000000001"] },
  "POST /device-descriptions": { manufacturer: "Acme", model: "M1", firmwarePrefix: "2.", document: DDF },
  "POST /contents": {
    name: "m1-2.4.1.bin",
    kind: "firmware",
    version: "2.4.1",
    manufacturer: "Acme",
    models: ["M1"],
    size: 4_194_304,
    sha256: "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
  },
  "POST /signing-keys": {
    owner: "Acme",
    publicKey:
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA4KBUGW5MYxID77UqcqMdmw3mv7HZh9EIUMbxnsgYghg=\n-----END PUBLIC KEY-----\n",
    kinds: ["firmware"],
    manufacturers: ["Acme"],
  },
  "POST /subscriptions": {
    url: "https://care.example/dmwsi",
    types: ["dmwsi.task.*", "dmwsi.operation.*"],
    description: "Customer care",
  },
  "PATCH /subscriptions/{id}": { types: ["*"] },
  "PUT /devices/{id}/credentials": { client: { type: "md5", username: "device-1", secret: "a long random text" } },
  "POST /oauth/token": { grant_type: "client_credentials", client_id: "care", client_secret: "dms_example" },
  "POST /oauth/revoke": { token: "dmt_example", client_id: "care", client_secret: "dms_example" },
};

/** What is said of the main things beside what their schemas say: examples in which one field fits the other. */
export const COMPONENTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Device: { id: "dev_7k2m9p4q8r3s", optOut: false, retiredAt: null },
  Operation: {
    id: "op_4f8h2j6k9m1n",
    kind: "parameter.get",
    state: "running",
    params: KIND_PARAMS["parameter.get"],
    target: { devices: ["IMEI:350000000000001"] },
    counts: {
      total: 1,
      scheduled: 0,
      queued: 1,
      notified: 0,
      inSession: 0,
      waitingDevice: 0,
      succeeded: 0,
      unconfirmed: 0,
      failed: 0,
      cancelled: 0,
      expired: 0,
    },
    createdBy: { kind: "system", id: "xs_3c5d7f9g1h2j", name: "Customer care" },
    startAt: null,
    expiresAt: null,
    completedAt: null,
    approval: null,
  },
  Task: {
    id: "task_9d3f7g1h5j2k",
    kind: "parameter.get",
    state: "succeeded",
    reason: null,
    steps: [{ command: "Get", uri: "./DevDetail/FwV", status: 200, meaning: "OK" }],
    downloads: [],
    result: { values: [{ uri: "./DevDetail/FwV", status: 200, format: "chr", type: "text/plain", value: "2.4.1" }] },
  },
};
