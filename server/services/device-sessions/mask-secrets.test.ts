import { describe, expect, it } from "vitest";
import type { Element } from "../../oma-dm";
import { maskSecrets, maskSecretValues } from "./mask-secrets";
import { newSessionToken } from "./session-token";

const token = newSessionToken("00000000-0000-4000-8000-000000000001").text;
const uri = `https://dm.example/dm?s=${token}`;
const element = (name: string, content: Element["content"]): Element => ({ vocabulary: "syncml", name, content });
const shownOf = (name: string, content: string) =>
  JSON.stringify(maskSecrets({ dialect: "SyncML 1.2", root: element("SyncML", [element(name, content)]) }));

describe("a message that a person sees", () => {
  it.each(["RespURI", "LocURI", "TargetRef", "SourceRef"])("never shows the session's token in %s", (name) => {
    const shown = shownOf(name, uri);
    expect(shown).not.toContain(token);
    expect(shown).toContain("https://dm.example/dm?s=******");
  });

  it("never shows the token of a download, wherever it stands", () => {
    const download = `${"A-b_".repeat(6)}xyz`;
    const url = `https://dm.example:443/dl/${download}/descriptor`;
    for (const name of ["Data", "LocURI", "Value"]) {
      expect(shownOf(name, `see ${url}.`)).toContain("see https://dm.example:443/dl/******/descriptor.");
    }
    expect(JSON.stringify(maskSecretValues({ answers: [{ nodes: [{ uri: "./Url", value: url }] }] }))).not.toContain(
      download,
    );
  });

  it.each(["SourceRef", "TargetRef"])("shows no secret that a device names by %s of its Results alone", (name) => {
    const item = (source: string | null, data: string) =>
      element("Item", [
        ...(source === null ? [] : [element("Source", [element("LocURI", source)])]),
        element("Data", data),
      ]);
    const results = element("Results", [
      element(name, "./DMAcc/x/AppAuth/y/AAuthSecret"),
      item(null, "planted-canary"),
      item("./DevInfo/Man", "Hanseat"),
    ]);
    const shown = JSON.stringify(maskSecrets({ dialect: "SyncML 1.2", root: element("SyncML", [results]) }));
    expect(shown).not.toContain("planted-canary");
    expect(shown).toContain("Hanseat");
  });

  it.each(["DMAcc/x/AAuthSecret/", "  ./DMAcc/x/AAuthSecret\n", "./DMAcc/x/AAuthSecret\0"])(
    "shows no secret of a node that a device writes as %j",
    (uri) => {
      const item = element("Item", [element("Source", [element("LocURI", uri)]), element("Data", "planted-canary")]);
      const shown = maskSecrets({ dialect: "SyncML 1.2", root: element("SyncML", [item]) });
      expect(JSON.stringify(shown)).not.toContain("planted-canary");
    },
  );

  const node = (name: string, value: string) => `<Node><NodeName>${name}</NodeName>${value}</Node>`;
  const withSecret = (secret: string) =>
    `<MgmtTree><VerDTD>1.2</VerDTD>${node("AAuthName", "<Value>open</Value>")}${secret}</MgmtTree>`;

  it.each([
    ["as it is", node("AAuthSecret", "<Value>planted-canary</Value>")],
    [
      "with its format",
      node("AAuthSecret", "<RTProperties><Format><chr/></Format></RTProperties>\n<Value>planted-canary</Value>"),
    ],
    [
      "with spaces and sections",
      "<Node >\n<NodeName><![CDATA[AAuthSecret]]></NodeName><Value ><![CDATA[planted-canary]]></Value ></Node>",
    ],
    ["with a prefix", "<t:Node><t:NodeName>ServerNonce </t:NodeName><t:Value>planted-canary</t:Value></t:Node>"],
    ["cut in the value", "<Node><NodeName>ClientPW</NodeName><Value>planted-canary"],
  ])("shows no secret of a tree that a device gives as text, %s", (_how, secret) => {
    const shown = shownOf("Data", withSecret(secret));
    expect(shown).not.toContain("planted-canary");
    expect(shown).toContain("<Value>open</Value>");
  });

  it("keeps the value of the node behind a secret one that has none", () => {
    const tree = withSecret(node("AAuthSecret", "") + node("AAuthType", "<Value>DIGEST</Value>"));
    expect(shownOf("Data", tree)).toContain("<Value>DIGEST</Value>");
  });

  it("is there at once, whatever a device wrote to keep the server busy", () => {
    const before = performance.now();
    for (const part of [
      "<NodeName>a</NodeName>",
      "<NodeName>AAuthSecret</NodeName><Value>",
      "<NodeName><![CDATA[",
      "<Value",
      "<a",
    ]) {
      shownOf("Data", part.repeat(200_000 / part.length));
    }
    expect(performance.now() - before).toBeLessThan(500);
  });

  it("keeps an address that carries no token", () => {
    expect(shownOf("LocURI", "./DevInfo/Man?prop=ACL")).toContain("./DevInfo/Man?prop=ACL");
  });
});

describe("parameters and answers of a task that a person sees", () => {
  it("hold no sealed parameter, and no value beside or inside the address of a secret node", () => {
    const secret = "planted-canary-91";
    const uri = "./DMAcc/x/AppAuth/y/AAuthSecret";
    const tnds = `<MgmtTree><Node><NodeName>AppAuth</NodeName><Node><NodeName>AAuthSecret</NodeName><Value>${secret}</Value></Node>
      <Node><NodeName>AAuthName</NodeName><Value>open</Value></Node></Node></MgmtTree>`;
    const shown = maskSecretValues({
      pin: { sealed: secret },
      values: [{ uri, value: secret }],
      commands: [{ command: "Sequence", commands: [{ command: "Replace", uri, value: secret }] }],
      answers: [{ nodes: [{ uri, format: "chr", value: secret }] }],
      tnds,
    });
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown).toMatchObject({ pin: { sealed: "******" }, values: [{ uri, value: "******" }] });
    expect(JSON.stringify(shown)).toContain("<Value>open</Value>");
  });

  it("are otherwise as they were", () => {
    const params = { uris: ["./DevInfo/Man"], nested: [{ uri: "./A", value: "1" }], count: 3, none: null, yes: true };
    expect(maskSecretValues(params)).toEqual(params);
  });
});
