import type { ChannelMessage } from "../adapters/channels";
import { type BootstrapInput, package0Push, writeBootstrap } from "../oma-dm";

let count = 0;

/** A signed notification to a device. */
export function package0Message(to: string): ChannelMessage {
  count += 1;
  const push = package0Push({
    serverId: "carrier-dm",
    secret: Buffer.from("s3rv-9931"),
    nonce: Buffer.from("nonce"),
    sessionId: count,
    uiMode: "background",
    initiator: "server",
  });
  return { id: `test-${count}`, purpose: "package0", to, push, validForSeconds: 300 };
}

/** A bootstrap with a MAC; `nameCharacters` make it as long as a test wants. */
export function bootstrapMessage(
  to: string,
  nameCharacters = 10,
  profile: BootstrapInput["profile"] = "oma_cp",
): ChannelMessage {
  count += 1;
  const outcome = writeBootstrap({
    profile,
    devId: "IMEI:351234560000017",
    account: {
      serverId: "carrier-dm",
      displayName: "n".repeat(nameCharacters),
      serverUrl: "https://dm.carrier.example/omadm",
      connection: null,
      startsSession: true,
      client: { scheme: "DIGEST", name: "line-7781", secret: "s3cret", nonce: Buffer.from("nonce") },
      server: { scheme: "DIGEST", name: "carrier-dm", secret: "srvpw", nonce: Buffer.from("srv") },
    },
    security: profile === "dm" ? "NETWORKID" : "NETWPIN",
    imsi: "262011234567890",
    pin: null,
  });
  if (outcome.state === "refused") throw new Error(outcome.reason);
  return { id: `test-${count}`, purpose: "bootstrap", to, push: outcome.push, validForSeconds: 3_600 };
}
