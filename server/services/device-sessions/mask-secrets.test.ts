import { describe, expect, it } from "vitest";
import { type Element, encodeWbxml } from "../../oma-dm";
import { leastCpuMs } from "../../testing/least-cpu";
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
    [
      "with a prefix",
      '<t:Node xmlns:t="syncml:dmddf1.2"><t:NodeName>ServerNonce </t:NodeName><t:Value>planted-canary</t:Value></t:Node>',
    ],
  ])("shows a tree that a device gives as text without the secret in it, %s", (_how, secret) => {
    const shown = shownOf("Data", withSecret(secret));
    expect(shown).not.toContain("planted-canary");
    expect(shown).toContain("<Value>open</Value>");
  });

  it.each([
    ["cut in the value", "<MgmtTree><Node><NodeName>ClientPW</NodeName><Value>planted-canary"],
    ["that is kept shortened", `${withSecret(node("ClientPW", "<Value>planted-canary</Value>"))}... (9 octets cut)`],
    ["with a prefix of nothing", "<t:Node><t:NodeName>ClientPW</t:NodeName><t:Value>planted-canary</t:Value></t:Node>"],
    ["of another vocabulary", "<Tree><Node><Name>ClientPW</Name><Value>planted-canary</Value></Node></Tree>"],
  ])("shows nothing of a tree that cannot be read, such as one %s", (_how, tree) => {
    expect(shownOf("Data", tree)).toContain('"content":"******"');
    const octets = Buffer.from(tree).toString("base64");
    expect(shownOf("Data", `${octets.slice(0, 200)}... (9 octets cut)`)).toContain('"content":"******"');
  });

  it("keeps the value of the node behind a secret one that has none", () => {
    const tree = withSecret(node("AAuthSecret", "") + node("AAuthType", "<Value>DIGEST</Value>"));
    expect(shownOf("Data", tree)).toContain("<Value>DIGEST</Value>");
  });

  it("is there at once, whatever a device wrote to keep the server busy", () => {
    for (const part of [
      "<NodeName>a</NodeName>",
      "<NodeName>AAuthSecret</NodeName><Value>",
      "<NodeName><![CDATA[",
      "<Value",
      "<a",
    ]) {
      const text = part.repeat(200_000 / part.length);
      expect(
        leastCpuMs(() => shownOf("Data", text)),
        part,
      ).toBeLessThan(100);
    }
  });

  it("keeps an address that carries no token", () => {
    expect(shownOf("LocURI", "./DevInfo/Man?prop=ACL")).toContain("./DevInfo/Man?prop=ACL");
  });
});

describe("a secret that a device puts in an odd place", () => {
  const CANARY = "planted-canary";
  const node = (...parts: readonly string[]) => `<Node>${parts.join("")}</Node>`;
  const named = (name: string) => `<NodeName>${name}</NodeName>`;
  const valued = (value: string) => `<Value>${value}</Value>`;
  const open = node(named("AAuthName"), valued("open"));
  const tree = (...nodes: readonly string[]) => `<MgmtTree><VerDTD>1.2</VerDTD>${open}${nodes.join("")}</MgmtTree>`;
  const plain = tree(node(named("AAuthSecret"), valued(CANARY)));
  const shownIn = (content: Element["content"]) => {
    const root = element("Alert", [element("Item", [element("Data", content)])]);
    return maskSecrets({ dialect: "SyncML 1.2", root }).root;
  };
  /** All that the octets of the shown message say, whatever base64 they are in. */
  const saidIn = (root: Element): string => {
    const [item] = root.content as readonly Element[];
    const [data] = (item?.content ?? []) as readonly Element[];
    const { content = "" } = data ?? {};
    if (typeof content === "string") return content + Buffer.from(content, "base64").toString("latin1");
    return content instanceof Uint8Array ? Buffer.from(content).toString("latin1") : JSON.stringify(content);
  };

  it.each([
    ["base64", Buffer.from(plain).toString("base64")],
    [
      "base64 in lines",
      (
        Buffer.from(plain)
          .toString("base64")
          .match(/.{1,64}/g) ?? []
      ).join("\r\n"),
    ],
    ["octets", Buffer.from(plain)],
    ["text behind white space", `\r\n  ${plain}`],
  ])("is masked in a tree as %s, the rest of which is shown", (_how, content) => {
    const said = saidIn(shownIn(content));
    expect(said).not.toContain(CANARY);
    expect(said).toContain("<Value>open</Value>");
  });

  it.each([
    ["octets", (octets: Uint8Array) => octets],
    ["base64", (octets: Uint8Array) => Buffer.from(octets).toString("base64")],
  ])("is masked in a tree in WBXML as %s", (_how, as) => {
    const secret = [element("NodeName", "AAuthSecret"), element("Value", CANARY)];
    const inTree = (name: string, content: Element["content"]): Element => ({ vocabulary: "dmddf", name, content });
    const nodes = [
      inTree(
        "Node",
        secret.map((one) => ({ ...one, vocabulary: "dmddf" as const })),
      ),
    ];
    const root = inTree("MgmtTree", [inTree("VerDTD", "1.2"), ...nodes]);
    const said = saidIn(shownIn(as(encodeWbxml({ dialect: "DM DDF 1.2", root }))));
    expect(said).not.toContain(CANARY);
  });

  it("is masked in a tree in octets that cannot be read, with all of it", () => {
    const wide = Buffer.from(plain, "utf16le");
    expect(saidIn(shownIn(wide)).replaceAll("\0", "")).not.toContain(CANARY);
    expect(saidIn(shownIn(wide.toString("base64"))).replaceAll("\0", "")).not.toContain(CANARY);
    expect(saidIn(shownIn(Buffer.concat([Buffer.from(plain), Buffer.from([0, 0xff])])))).not.toContain(CANARY);
  });

  it("is masked in a part of a tree in base64, wherever that was cut, with all of it", () => {
    const base64 = Buffer.from(plain).toString("base64");
    for (let cut = 0; cut < 8; cut += 1) {
      for (const part of [base64.slice(cut + 4), base64.slice(cut + 4).replace(/(.{60})/g, "$1\n")]) {
        const [item] = shownIn(part).content as readonly Element[];
        expect(item?.content).toMatchObject([{ content: "******" }]);
      }
    }
  });

  it.each([
    ["a comment", `<MgmtTree><VerDTD>1.2</VerDTD><!-- ${plain} -->${open}</MgmtTree>`],
    ["an instruction", `<MgmtTree><VerDTD>1.2</VerDTD><?a ${plain}?>${open}</MgmtTree>`],
    ["a tree in base64 in base64", Buffer.from(Buffer.from(plain).toString("base64")).toString("base64")],
    ["a tree that is the value of a node", tree(node(named("x"), valued(plain.replaceAll("<", "&lt;"))))],
    ["a node that is named by its path", tree(node(named("."), "<Path>./A/AAuthSecret</Path>", valued(CANARY)))],
    ["a node without a name", tree(node(valued(CANARY)))],
  ])("is masked in %s", (_where, text) => {
    const said = saidIn(shownIn(text));
    expect(said + Buffer.from(said, "base64").toString()).not.toContain(CANARY);
  });

  it.each([
    ["before its name", node(valued(CANARY), named("AAuthSecret"))],
    ["behind a node in it", node(named("AAuthSecret"), node(named("x"), valued("1")), valued(CANARY))],
    ["of a name with references", node(named("AAuth&#83;ecr&#x65;t"), valued(CANARY))],
    ["of a name with a comment in it", node(named("AAuth<!-- -->Secret"), valued(CANARY))],
    ["of a name in sections", node(named("AAuth<![CDATA[Sec]]><![CDATA[ret]]>"), valued(CANARY))],
    ["of a name behind much white space", node(named(`${" ".repeat(200)}AAuthSecret`), valued(CANARY))],
    ["of a name among its properties", node("<RTProperties><Name>AAuthSecret</Name></RTProperties>", valued(CANARY))],
    ["of a name whose tag has a > in it", node('<NodeName a=">">AAuthSecret</NodeName>', valued(CANARY))],
    ["with a section that looks like its end", node(named("ClientPW"), valued(`<![CDATA[</Value>${CANARY}]]>`))],
    ["with a second value", node(named("ClientPW"), valued("1"), valued(CANARY))],
  ])("is masked in a tree as text: %s", (_how, secret) => {
    const shown = JSON.stringify(shownIn(tree(secret)));
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain("<Value>open</Value>");
  });

  it.each([
    ["as text in a section", `<![CDATA[${plain}]]>`],
    ["as text that is escaped once more", plain.replaceAll("<", "&lt;").replaceAll(">", "&gt;")],
    ["as a part that begins in the value", `nary of ${CANARY}</Value></Node>${open}</MgmtTree>`],
    ["as a part that begins before the value", `<RTProperties/><Value>${CANARY}</Value></Node>${open}</MgmtTree>`],
    ["as a part that begins in the name", `Secret</NodeName><Value>${CANARY}</Value></Node>${open}</MgmtTree>`],
  ])("is masked in a tree %s", (_how, text) => {
    expect(JSON.stringify(shownIn(text))).not.toContain(CANARY);
  });

  it.each([
    ["an address without LocURI", element("Source", "./DMAcc/x/AAuthSecret")],
    [
      "the second of two addresses",
      element("Source", [element("LocURI", "./A"), element("LocURI", "./DMAcc/x/AAuthSecret")]),
    ],
  ])("is masked in an item with %s", (_how, source) => {
    const item = element("Item", [source, element("Data", CANARY)]);
    expect(JSON.stringify(maskSecrets({ dialect: "SyncML 1.2", root: item }))).not.toContain(CANARY);
  });

  it("is masked in an item of a Status that names its node, and in a node told by its properties", () => {
    const item = element("Item", [element("Data", CANARY)]);
    const refs = [element("TargetRef", "./A"), element("TargetRef", "./DMAcc/x/AAuthSecret")];
    const status = element("Status", [...refs, element("Data", "200"), item]);
    const properties = element("RTProperties", [element("Name", " AAuthSecret ")]);
    const root = element("SyncML", [status, element("Node", [properties, element("Value", CANARY)])]);
    const shown = JSON.stringify(maskSecrets({ dialect: "SyncML 1.2", root }));
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain('"200"');
  });

  it("is masked in a credential that is written straight into Cred", () => {
    expect(shownOf("Cred", CANARY)).not.toContain(CANARY);
  });

  it.each(["LocName", "Data", "Target", "Correlator"])("is masked in %s where it is a session's token", (name) => {
    expect(shownOf(name, uri)).not.toContain(token);
  });

  it("stays as it was where it is none: base64 and XML of other kinds", () => {
    for (const text of [
      Buffer.from("<Config><Value>5</Value></Config>").toString("base64"),
      "<Value>5</Value>",
      "AAuth",
    ])
      expect(JSON.stringify(shownIn(text))).toContain(JSON.stringify(text));
  });

  it("costs no more time than it should, however it is written", () => {
    for (const part of [
      "<Node><NodeName>AAuthSecret",
      "<Node>",
      "<![CDATA[<NodeName>",
      "&lt;NodeName&gt;",
      "&amp;lt;NodeName&amp;lt;",
      "<Value><NodeName>",
      "<NodeName><!--",
      "<NodeName a='",
      "</Node></Value><NodeName>",
      "<!---->",
      "<!--<Node>-->",
      "<?a?>",
      "<Value><!--",
      "<Value><![CDATA[]]>",
      "<a:a:",
      "&#78;",
      ";a",
    ]) {
      const text = `${part.repeat(100_000 / part.length)}<Node><Value>`;
      const ways = [text, Buffer.from(text).toString("base64"), Buffer.from(text)];
      expect(
        leastCpuMs(() => ways.map(shownIn)),
        part,
      ).toBeLessThan(100);
    }
    const many = (name: string, content: Element["content"]) => Array<Element>(9_000).fill(element(name, content));
    for (const [name, children] of [
      ["Results", many("Item", [element("Data", "a")])],
      ["Results", [...many("SourceRef", "./A"), ...many("Item", [element("Data", "a")])]],
      ["Item", [...many("Target", "./A"), ...many("Source", [element("LocURI", "./B")]), element("Data", "")]],
      ["Node", [...many("NodeName", "a"), ...many("RTProperties", [element("Name", "b")]), ...many("Value", "")]],
    ] as const) {
      const root = element(name, children);
      expect(leastCpuMs(() => maskSecrets({ dialect: "SyncML 1.2", root }))).toBeLessThan(100);
    }
    const nuls = `${"\0".repeat(250_000)}x`;
    for (const name of ["Target", "Source"]) {
      const item = element("Item", [
        element(name, [element("LocURI", nuls)]),
        element(name, nuls),
        element("Data", ""),
      ]);
      const root = element("Node", [element("NodeName", nuls), item]);
      expect(leastCpuMs(() => maskSecrets({ dialect: "SyncML 1.2", root }))).toBeLessThan(100);
    }
  }, 30_000);
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
