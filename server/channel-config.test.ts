import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readConfig } from "./config";

const directory = mkdtempSync(join(tmpdir(), "channel-config-"));
const passwordFile = join(directory, "password");
const certificateFile = "server/listeners/fixtures/server.crt.pem";
writeFileSync(passwordFile, "from-file\n");
afterAll(() => rmSync(directory, { recursive: true }));

const channelsOf = (environment: Record<string, string>) => readConfig(environment).channels;

describe("channels to devices", () => {
  test("are all off unless they are set", () => {
    expect(channelsOf({})).toEqual({ udp: null, smpp: null, httpSms: null, pap: null });
  });

  test("smpp takes host, port and login out of its address, the password out of a variable or a file", () => {
    expect(channelsOf({ SMPP_URL: "smpp://dm%40x@smsc.example", SMPP_PASSWORD: "pw" }).smpp).toEqual({
      host: "smsc.example",
      port: 2775,
      tls: false,
      ca: null,
      systemId: "dm@x",
      password: "pw",
      systemType: "",
      sourceAddress: "",
      dataCoding: 4,
      window: 10,
      perSecond: 20,
    });
    const secure = channelsOf({
      SMPP_URL: "smpps://dm@[::1]",
      SMPP_PASSWORD_FILE: passwordFile,
      SMPP_CA_FILE: certificateFile,
      SMPP_SOURCE: "Carrier",
      SMPP_DATA_CODING: "245",
      SMPP_WINDOW: "5",
      SMPP_RATE: "100",
    });
    expect(secure.smpp).toMatchObject({
      host: "::1",
      port: 3550,
      tls: true,
      ca: readFileSync(certificateFile, "utf8"),
      password: "from-file",
      sourceAddress: "Carrier",
      dataCoding: 0xf5,
      window: 5,
      perSecond: 100,
    });
  });

  test("http-sms hears of receipts only where the gateway can reach us", () => {
    const gateway = {
      HTTP_SMS_URL: "http://sms.example/cgi-bin/sendsms",
      HTTP_SMS_USERNAME: "dm",
      HTTP_SMS_PASSWORD: "x",
    };
    expect(channelsOf(gateway).httpSms).toMatchObject({ username: "dm", password: "x", from: "", receipts: null });
    expect(channelsOf({ ...gateway, HTTP_SMS_RECEIPT_URL: "https://dm.example/" }).httpSms?.receipts).toEqual({
      host: "127.0.0.1",
      port: 3003,
      publicUrl: "https://dm.example",
    });
  });

  test("udp and pap need one variable each", () => {
    expect(channelsOf({ UDP_PUSH: "1", PAP_URL: "https://ppg.example/wappush" })).toMatchObject({
      udp: { sourcePort: 9200 },
      pap: { url: "https://ppg.example/wappush", username: "", password: "" },
    });
  });

  const smpp = { SMPP_URL: "smpp://dm@127.0.0.1", SMPP_PASSWORD: "hunter2" };
  test.each<[string, Record<string, string>]>([
    ["SMPP_URL", { ...smpp, SMPP_URL: "smpp://127.0.0.1" }],
    ["SMPP_URL", { ...smpp, SMPP_URL: "smpp://dm:hunter2@127.0.0.1" }],
    ["SMPP_URL", { ...smpp, SMPP_URL: "http://dm@127.0.0.1" }],
    ["SMPP_PASSWORD", { SMPP_URL: "smpp://dm@127.0.0.1" }],
    ["SMPP_PASSWORD", { ...smpp, SMPP_PASSWORD_FILE: passwordFile }],
    ["SMPP_PASSWORD_FILE", { SMPP_URL: "smpp://dm@127.0.0.1", SMPP_PASSWORD_FILE: join(directory, "none") }],
    ["SMPP_CA_FILE", { ...smpp, SMPP_URL: "smpps://dm@127.0.0.1", SMPP_CA_FILE: passwordFile }],
    ["SMPP_SOURCE", { ...smpp, SMPP_SOURCE: "a name that is too long" }],
    ["SMPP_DATA_CODING", { ...smpp, SMPP_DATA_CODING: "8" }],
    ["SMPP_WINDOW", { ...smpp, SMPP_WINDOW: "0" }],
    ["HTTP_SMS_URL", { HTTP_SMS_URL: "sms.example", HTTP_SMS_USERNAME: "dm", HTTP_SMS_PASSWORD: "hunter2" }],
    ["HTTP_SMS_USERNAME", { HTTP_SMS_URL: "http://sms.example/", HTTP_SMS_PASSWORD: "hunter2" }],
    ["HTTP_SMS_PASSWORD", { HTTP_SMS_URL: "http://sms.example/", HTTP_SMS_USERNAME: "dm" }],
    ["UDP_PUSH_SOURCE_PORT", { UDP_PUSH: "1", UDP_PUSH_SOURCE_PORT: "70000" }],
    ["PAP_URL", { PAP_URL: "ppg" }],
  ])("%s is named in one line when it is wrong, without any password: %j", (name, environment) => {
    expect(() => readConfig(environment)).toThrow(new RegExp(`^${name}: [^\\n]+$`));
    expect(() => readConfig(environment)).not.toThrow(/hunter2/);
  });
});
