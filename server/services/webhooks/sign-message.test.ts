import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { secretText, signedHeaders } from "./sign-message";

describe("trust:webhook-signature: the official library of Standard Webhooks", () => {
  const [first, second, other] = [
    secretText(randomBytes(32)),
    secretText(randomBytes(32)),
    secretText(randomBytes(32)),
  ];
  const body = JSON.stringify({ type: "dmwsi.task.succeeded.v1", data: { text: "Grüße – ✓" } });
  const timestamp = Math.floor(Date.now() / 1_000);
  const headers = signedHeaders({ id: "evt_1", timestamp, body }, [second, first]);
  const verify = (secret: string, text = body, changed: Record<string, string> = {}) =>
    new Webhook(secret).verify(text, { ...headers, ...changed });

  it("takes both signatures while a secret is rotated, and nothing that was changed", () => {
    expect(verify(first)).toEqual(JSON.parse(body));
    expect(verify(second)).toEqual(JSON.parse(body));
    const refused = [
      () => verify(other),
      () => verify(first, body.replace("succeeded", "failed")),
      () => verify(first, body, { "webhook-id": "evt_2" }),
      () => verify(first, body, { "webhook-timestamp": String(timestamp + 1) }),
      () => verify(first, body, { "webhook-signature": "v1,AAAA" }),
      () => verify(first, body, signedHeaders({ id: "evt_1", timestamp: timestamp - 3_600, body }, [first])),
    ];
    for (const tampered of refused) expect(tampered).toThrow();
    console.log(`webhook-signature ${2 + refused.length}/8`);
  });
});
