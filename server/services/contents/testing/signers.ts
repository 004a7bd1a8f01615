import { constants, createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { CallContext } from "../../use-case";
import { registerSigningKey } from "..";
import type { SignatureAlgorithm, SignedManifest } from "../schemas";

/** A maker of packages with a key of its own. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** PEM. */
  readonly publicKey: string;
  /** Base64. */
  sign(octets: Uint8Array): string;
}

const HASHES = { "ecdsa-p256": "sha256", "ecdsa-p384": "sha384", "rsa-pss": "sha256" } as const;

export function makeSigner(algorithm: SignatureAlgorithm): Signer {
  if (algorithm === "minisign") return makeMinisigner();
  const { publicKey, privateKey } = makePair(algorithm);
  return {
    algorithm,
    publicKey: String(publicKey.export({ type: "spki", format: "pem" })),
    sign: (octets) => {
      if (algorithm === "ed25519") return sign(null, octets, privateKey).toString("base64");
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
      const key = { key: privateKey, ...(algorithm === "rsa-pss" && padding) };
      return sign(HASHES[algorithm], octets, key).toString("base64");
    },
  };
}

/** As minisign does it: the digest is signed, and the comment together with that signature. */
function makeMinisigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const number = randomBytes(8);
  const packed = (kind: string, octets: Uint8Array) =>
    Buffer.concat([Buffer.from(kind), number, octets]).toString("base64");
  return {
    algorithm: "minisign",
    publicKey: packed("Ed", publicKey.export({ type: "spki", format: "der" }).subarray(-32)),
    sign: (octets) => {
      const value = sign(null, createHash("blake2b512").update(octets).digest(), privateKey);
      const comment = "signed for a test";
      const whole = sign(null, Buffer.concat([value, Buffer.from(comment)]), privateKey).toString("base64");
      const lines = ["untrusted comment: test", packed("ED", value), `trusted comment: ${comment}`, whole, ""];
      return Buffer.from(lines.join("\n")).toString("base64");
    },
  };
}

function makePair(algorithm: Exclude<SignatureAlgorithm, "minisign">): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === "ed25519") return generateKeyPairSync("ed25519");
  if (algorithm === "rsa-pss") return generateKeyPairSync("rsa", { modulusLength: 3_072 });
  return generateKeyPairSync("ec", { namedCurve: algorithm === "ecdsa-p256" ? "P-256" : "P-384" });
}

/** Registers the signer's key and answers its id. */
export async function registerSigner(
  context: CallContext,
  signer: Signer,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return (await registerSigningKey(context, { owner: "Acme", publicKey: signer.publicKey, ...facts })).id;
}

/** A signature of the octets themselves. */
export function octetsSignature(signer: Signer, keyId: string, octets: Uint8Array) {
  return { algorithm: signer.algorithm, keyId, value: signer.sign(octets) };
}

/** A signature of a manifest. */
export function manifestSignature(signer: Signer, keyId: string, manifest: SignedManifest | string) {
  const text = Buffer.from(typeof manifest === "string" ? manifest : JSON.stringify(manifest));
  return { algorithm: signer.algorithm, keyId, value: signer.sign(text), manifest: text.toString("base64") };
}
