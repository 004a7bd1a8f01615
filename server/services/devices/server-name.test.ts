import { describe, expect, it } from "vitest";
import { package0Push } from "../../oma-dm";
import { ServerCredentialInput } from "./schemas";

const NAMES = ["dmwsi", "x".repeat(128), "é".repeat(127), "é".repeat(128), "中".repeat(85), "中".repeat(86)];

describe("the server's name at a device", () => {
  it.each(NAMES)("is taken exactly when a notification can carry it: %s", (name) => {
    const write = (): unknown =>
      package0Push({
        ...{ serverId: name, secret: new Uint8Array(), nonce: new Uint8Array(), sessionId: 1 },
        ...{ uiMode: "background", initiator: "server" },
      });
    const isTaken = ServerCredentialInput.safeParse({ type: "md5", name }).success;
    if (isTaken) expect(write).not.toThrow();
    else expect(write).toThrow(RangeError);
  });
});
