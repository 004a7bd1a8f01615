import { describe, expect, it } from "vitest";
import type { Element } from "../../oma-dm";
import { maskSecrets } from "./mask-secrets";
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

  it("keeps an address that carries no token", () => {
    expect(shownOf("LocURI", "./DevInfo/Man?prop=ACL")).toContain("./DevInfo/Man?prop=ACL");
  });
});
