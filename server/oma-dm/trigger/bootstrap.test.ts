import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapMac, decodeBase64, imsiKey } from "../security";
import { readMessage } from "../syncml";
import { vectorsOf } from "../testing/vectors";
import { readTnds } from "../tree";
import { decodeWbxml } from "../wbxml";
import { decodeXml } from "../xml";
import { type BootstrapInput, type BootstrapOutcome, writeBootstrap } from "./bootstrap";
import type { BootstrapAccount } from "./bootstrap-account";

const text = (octets: Uint8Array): string => Buffer.from(octets).toString("utf8");

const account: BootstrapAccount = {
  serverId: "carrier-dm",
  displayName: "Carrier DM",
  serverUrl: "https://dm.carrier.example/omadm",
  connection: { kind: "access_point", name: "NAP1" },
  startsSession: false,
  client: { scheme: "DIGEST", name: "line-7781", secret: "s3cret", nonce: Buffer.from("nonce") },
  server: { scheme: "DIGEST", name: "carrier-dm", secret: "srvpw", nonce: Buffer.from("srv") },
};
const withoutSecrets: BootstrapAccount = {
  ...account,
  client: { ...account.client, secret: null },
  server: { ...account.server, secret: null },
};
const input: BootstrapInput = {
  profile: "oma_cp",
  devId: "IMEI:351234560000017",
  account,
  security: "NETWPIN",
  imsi: "262011234567890",
  pin: null,
};

function written(outcome: BootstrapOutcome): Extract<BootstrapOutcome, { state: "written" }> {
  if (outcome.state === "refused") throw new Error(outcome.reason);
  return outcome;
}

describe("a bootstrap in the OMA CP profile", () => {
  const vector = vectorsOf("pairs").find(({ id }) => id === "s42-cp-w7");

  test("is the reference's document, octet for octet of another encoder's", () => {
    const { push } = written(writeBootstrap(input));
    expect(decodeWbxml(push.body)).toEqual(decodeXml(vector?.xml ?? new Uint8Array()));
    expect(Buffer.from(push.body).toString("hex")).toBe(Buffer.from(vector?.wbxml ?? []).toString("hex"));
    expect(push).toMatchObject({
      contentType: "application/vnd.wap.connectivity-wbxml",
      protection: { security: "NETWPIN", mac: "626C73337E87CCF638D002015AC57A528A45219D" },
    });
  });

  test("asks for a session at once, or leaves the connection to the device, when told so", () => {
    const { push } = written(
      writeBootstrap({ ...input, account: { ...account, connection: null, startsSession: true } }),
    );
    const [application] = decodeWbxml(push.body).root.content as readonly {
      content: readonly { attributes?: object }[];
    }[];
    const names = application?.content.map(({ attributes }) => attributes);
    expect(names).toContainEqual({ name: "INIT" });
    expect(JSON.stringify(names)).not.toContain("TO-");
  });

  test("USERPIN and USERNETWPIN are keyed by the PIN, alone or behind the packed IMSI", () => {
    const pin = "0815";
    for (const [security, key] of [
      ["USERPIN", Buffer.from(pin)],
      ["USERNETWPIN", Buffer.concat([imsiKey("262011234567890"), Buffer.from(pin)])],
    ] as const) {
      const { push, userPin } = written(writeBootstrap({ ...input, security, pin }));
      expect(push.protection).toEqual({ security, mac: bootstrapMac(key, push.body) });
      expect(userPin).toBe(pin);
    }
  });

  test("USERPINMAC sends no MAC: the user's PIN ends in as many check digits as it begins with digits", () => {
    const outcome = writeBootstrap({ ...input, account: withoutSecrets, security: "USERPINMAC", pin: "48151" });
    const { push, userPin } = written(outcome);
    expect(push.protection).toEqual({ security: "USERPINMAC", mac: null });
    const digest = Buffer.from(bootstrapMac(Buffer.from("48151"), push.body), "hex");
    expect(userPin).toBe(`48151${[...digest.subarray(0, 5)].map((octet) => octet % 10).join("")}`);
  });
});

describe("a bootstrap in the DM profile", () => {
  const nonce = Buffer.from("f0f1f2f3ff00", "hex");
  const server = { ...account.server, nonce };
  const input12: BootstrapInput = {
    ...input,
    account: { ...account, server },
    profile: "dm",
    security: "USERPIN",
    pin: "4711",
  };

  test("is a WBXML message that adds the account, as a tree in WBXML, to the Inbox", () => {
    const { push } = written(writeBootstrap(input12));
    expect(push.contentType).toBe("application/vnd.syncml.dm+wbxml");
    const { message, problems } = readMessage(decodeWbxml(push.body));
    expect(problems).toEqual([]);
    expect(message).toMatchObject({
      header: { sessionId: "0", msgId: "1", source: { locUri: account.serverUrl }, target: { locUri: input.devId } },
      commands: [{ name: "Add", items: [{ target: { locUri: "./Inbox" } }] }],
      final: true,
    });
    const [add] = message.commands;
    const data = add?.name === "Add" ? add.items[0]?.data : undefined;
    const { records } = readTnds(Buffer.from(`${data}`), "xml", "./Inbox");
    const values = Object.fromEntries(records.map(({ uri, value }) => [uri.replace("./Inbox/DMAcc/", ""), value]));
    expect(records[0]).toMatchObject({ uri: "./Inbox/DMAcc", type: "urn:oma:mo:oma-dm-dmacc:1.0" });
    expect(values).toMatchObject({
      AppID: "w7",
      ServerID: "carrier-dm",
      PrefConRef: "NAP1",
      "AppAddr/1/Addr": "https://dm.carrier.example/omadm",
      "AppAddr/1/Port/1/PortNbr": "443",
      "AppAuth/1/AAuthLevel": "CLCRED",
      "AppAuth/1/AAuthSecret": "s3cret",
      "AppAuth/2/AAuthLevel": "SRVCRED",
      "AppAuth/2/AAuthName": "carrier-dm",
    });
    expect(decodeBase64(values["AppAuth/2/AAuthData"] ?? "")).toEqual(nonce);
  });

  test("its three methods are keyed by IMSI, PIN, or both parted by a colon", () => {
    for (const [security, key] of [
      ["NETWORKID", "262011234567890"],
      ["USERPIN", "4711"],
      ["USERPIN_NETWORKID", "4711:262011234567890"],
    ] as const) {
      const { push } = written(writeBootstrap({ ...input12, security }));
      expect(push.protection).toEqual({ security, mac: bootstrapMac(Buffer.from(key), push.body) });
    }
  });
});

describe("a bootstrap without MAC never carries a secret", () => {
  test("it is refused with a reason that holds nothing of the input, whichever side the secret belongs to", () => {
    const halves = [
      { ...withoutSecrets, client: account.client },
      { ...withoutSecrets, server: account.server },
    ];
    for (const profile of ["oma_cp", "dm"] as const) {
      for (const half of [account, ...halves]) {
        const refused = { state: "refused", reason: "SECRET_WITHOUT_MAC" };
        expect(writeBootstrap({ ...input, profile, account: half, security: null })).toEqual(refused);
        expect(writeBootstrap({ ...input, profile, account: half, security: "USERPINMAC", pin: "48151" })).toEqual(
          refused,
        );
      }
      const { push } = written(writeBootstrap({ ...input, profile, account: withoutSecrets, security: null }));
      expect(push.protection).toBeNull();
      expect(text(push.body)).not.toMatch(/s3cret|srvpw/);
    }
  });

  test("whatever is asked for, octets that hold a secret come with a MAC over just these octets", () => {
    const asked = fc.record({
      profile: fc.constantFrom("oma_cp" as const, "dm" as const),
      security: fc.option(
        fc.constantFrom(
          ...(["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC", "NETWORKID", "USERPIN_NETWORKID"] as const),
        ),
      ),
      imsi: fc.option(fc.stringMatching(/^\d{0,16}$/)),
      pin: fc.option(fc.oneof(fc.stringMatching(/^\d{0,21}$/), fc.string())),
      clientSecret: fc.option(fc.constant("PLANTED-CLIENT")),
      serverSecret: fc.option(fc.constant("PLANTED-SERVER")),
    });
    fc.assert(
      fc.property(asked, ({ clientSecret, serverSecret, ...rest }) => {
        const outcome = writeBootstrap({
          ...input,
          ...rest,
          account: {
            ...account,
            client: { ...account.client, secret: clientSecret },
            server: { ...account.server, secret: serverSecret },
          },
        });
        if (outcome.state === "refused") {
          expect(JSON.stringify(outcome)).not.toContain("PLANTED");
          return;
        }
        const { body, protection } = outcome.push;
        if (text(body).includes("PLANTED")) expect(protection?.mac).toMatch(/^[0-9A-F]{40}$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("what a method lacks is said", () => {
  test.each([
    [{ security: "NETWPIN", imsi: null }, "IMSI_MISSING"],
    [{ security: "NETWPIN", imsi: "26201x" }, "IMSI_MISSING"],
    [{ security: "USERPIN", pin: null }, "PIN_MISSING"],
    [{ security: "USERPIN", pin: "12" }, "PIN_UNFIT"],
    [{ security: "USERPINMAC", pin: "1234", account: withoutSecrets }, "PIN_UNFIT"],
    [{ security: "NETWORKID" }, "SECURITY_NOT_OF_PROFILE"],
    [{ security: "NETWPIN", profile: "dm" }, "SECURITY_NOT_OF_PROFILE"],
  ] as const)("%o: %s", (change, reason) => {
    expect(writeBootstrap({ ...input, ...change })).toEqual({ state: "refused", reason });
  });
});
