import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asServiceError } from "../errors";
import { listSigningKeys, readContent, registerContent, registerSigningKey, revokeSigningKey } from ".";
import { SignatureAlgorithm, type SignedManifest } from "./schemas";
import { badChains, certifiedSignature, makeAuthority, makeCertified } from "./testing/certified-signers";
import {
  bodyOf,
  type ContentDesk,
  openContentDesk,
  registrationOf,
  sha256Of,
  someOctets,
  tokenOf,
} from "./testing/content-desk";
import { type CertificateFacts, makeCertificate } from "./testing/make-certificate";
import { makeSigner, manifestSignature, octetsSignature, registerSigner, type Signer } from "./testing/signers";

let desk: ContentDesk;
let maker: Signer;
let keyId: string;
/** A CA that is registered as an issuer. */
const authority = makeAuthority();
let issuerId: string;

beforeAll(async () => {
  desk = await openContentDesk();
  maker = makeSigner("ed25519");
  keyId = await registerSigner(desk.context, maker, { manufacturers: ["Acme"] });
  issuerId = await registerIssuer(authority.root.pem);
});
afterAll(() => desk.close());

async function registerIssuer(publicKey: string): Promise<string> {
  return (await registerSigningKey(desk.context, { owner: "Acme", publicKey, issuer: true })).id;
}

/** Of somebody whom the registered CA certifies. */
const certified = (octets: Uint8Array, facts: Partial<CertificateFacts> = {}) =>
  certifiedSignature(makeCertified(authority, facts), issuerId, manifestOf(octets));

/** What `registrationOf` says of the octets. */
function manifestOf(octets: Uint8Array, other: Partial<SignedManifest> = {}): SignedManifest {
  const about = { kind: "firmware" as const, version: "1.4", fromVersions: null, manufacturer: "Acme", models: ["R5"] };
  return { ...about, size: octets.length, sha256: sha256Of(octets), ...other };
}

const signed = (octets: Uint8Array, other: Partial<SignedManifest> = {}) =>
  manifestSignature(maker, keyId, manifestOf(octets, other));

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => asServiceError(error)?.code ?? String(error),
  );
}

describe("a signature", () => {
  it.each(SignatureAlgorithm.options)(
    "of the octets and one of a manifest make a content ready: %s",
    async (algorithm) => {
      const signer = algorithm === "ed25519" ? maker : makeSigner(algorithm);
      const key = algorithm === "ed25519" ? keyId : await registerSigner(desk.context, signer);
      const octets = someOctets(300_000);
      const byOctets = await desk.takeIn(octets, { signature: octetsSignature(signer, key, octets) }, "signature");
      expect(byOctets).toMatchObject({ state: "ready", signature: { form: "octets", keyId: key } });
      const byManifest = { signature: manifestSignature(signer, key, manifestOf(octets)) };
      const content = await desk.takeIn(octets, byManifest, "strict");
      expect(content).toMatchObject({ state: "ready", signature: { form: "manifest" } });
      expect(content.checks).toContainEqual({
        check: "binding",
        result: "passed",
        detail: "The signed manifest says the same.",
      });
    },
  );

  it("of a manifest may name models and versions in any order", async () => {
    const octets = someOctets();
    const signature = signed(octets, { models: ["R6", "R5"], fromVersions: ["1.3", "1.2"] });
    const facts = { model: undefined, models: ["R5", "R6"], fromVersions: ["1.2", "1.3"], signature };
    expect((await desk.takeIn(octets, facts, "strict")).state).toBe("ready");
  });

  it("of whom a registered CA certifies makes a content ready, and says who signed", async () => {
    const octets = someOctets();
    const content = await desk.takeIn(octets, { signature: certified(octets) }, "strict");
    expect(content).toMatchObject({ state: "ready", signature: { form: "manifest", keyId: issuerId } });
    const detail = "Signed by CN=Acme signer, certified by Acme.";
    const signer = { name: "CN=Acme signer", certifiedBy: "Acme", comment: null };
    expect(content.checks).toContainEqual({ check: "signature", result: "passed", detail, signer });
  });

  it("is not asked of a list of devices", async () => {
    const list = Buffer.from(`devId\n${Math.random()}\n`);
    const facts = { kind: "deviceList", version: undefined, manufacturer: undefined, model: undefined };
    expect((await desk.takeIn(list, facts, "strict")).state).toBe("ready");
  });
});

describe("trust:content-signature: none of these attacks makes a content ready", () => {
  let covered = 0;
  type Attack = readonly [
    string,
    string,
    () => Promise<{ readonly state: string; readonly reason: { readonly code: string } | null }>,
  ];
  const attack = async (signatureOf: (octets: Buffer) => object | Promise<object>, facts: object = {}) => {
    const octets = someOctets(2_000);
    return desk.takeIn(octets, { signature: await signatureOf(octets), ...facts }, "strict");
  };
  /** A key of its own, registered otherwise than that of the maker. */
  const withKey = async (octets: Buffer, facts: Readonly<Record<string, unknown>>, revoked = false) => {
    const signer = makeSigner("ecdsa-p256");
    const key = await registerSigner(desk.context, signer, facts);
    const signature = manifestSignature(signer, key, manifestOf(octets));
    return {
      signature,
      revoke: () => (revoked ? revokeSigningKey(desk.context, { id: key, reason: "Stolen." }) : null),
    };
  };
  const attacks: readonly Attack[] = [
    ["no signature", "signature_wanted", () => desk.takeIn(someOctets(), {}, "strict")],
    [
      "a signature of another's key",
      "bad_signature",
      () => attack((octets) => ({ ...manifestSignature(makeSigner("ed25519"), keyId, manifestOf(octets)) })),
    ],
    ["a signature of other octets", "bad_signature", () => attack(() => octetsSignature(maker, keyId, someOctets()))],
    [
      "a signature that is cut",
      "bad_signature",
      () =>
        attack((octets) => {
          const s = signed(octets);
          return { ...s, value: Buffer.from(s.value, "base64").subarray(0, 40).toString("base64") };
        }),
    ],
    [
      "a signature with one bit turned",
      "bad_signature",
      () =>
        attack((octets) => {
          const s = signed(octets);
          const v = Buffer.from(s.value, "base64");
          v[5] = (v[5] ?? 0) ^ 1;
          return { ...s, value: v.toString("base64") };
        }),
    ],
    [
      "a signature of nothing but zeros",
      "bad_signature",
      () => attack((octets) => ({ ...signed(octets), value: Buffer.alloc(64).toString("base64") })),
    ],
    ["the manifest of another package", "other_manifest", () => attack(() => signed(someOctets()))],
    [
      "a manifest changed after it was signed",
      "bad_signature",
      () =>
        attack((octets) => ({
          ...signed(octets),
          manifest: Buffer.from(JSON.stringify(manifestOf(octets, { version: "1.5" }))).toString("base64"),
        })),
    ],
    ["the manifest of another model", "other_manifest", () => attack((octets) => signed(octets, { models: ["R6"] }))],
    [
      "the manifest of another manufacturer",
      "other_manifest",
      () => attack((octets) => signed(octets, { manufacturer: "Bad" })),
    ],
    [
      "an old version under a new one's name",
      "other_manifest",
      () => attack((octets) => signed(octets, { version: "1.0" })),
    ],
    [
      "more versions that it may replace than were signed",
      "other_manifest",
      () => attack((octets) => signed(octets, { fromVersions: ["1.3"] })),
    ],
    [
      "software signed, firmware registered",
      "other_manifest",
      () => attack((octets) => signed(octets, { kind: "software" })),
    ],
    [
      "a manifest that is no manifest",
      "other_manifest",
      () => attack((octets) => manifestSignature(maker, keyId, sha256Of(octets))),
    ],
    [
      "a manifest with a field that we do not know",
      "other_manifest",
      () =>
        attack((octets) => manifestSignature(maker, keyId, JSON.stringify({ ...manifestOf(octets), lowest: "1.0" }))),
    ],
    [
      "a manifest for any device, where whom it is for is wanted",
      "target_wanted",
      () => attack((octets) => signed(octets, { models: null }), { model: undefined }),
    ],
    [
      "only the octets signed, where a manifest is wanted",
      "manifest_wanted",
      () => attack((octets) => octetsSignature(maker, keyId, octets)),
    ],
    [
      "a key that is over",
      "key_expired",
      () => attack(async (octets) => (await withKey(octets, { notAfter: "2020-01-01T00:00:00Z" })).signature),
    ],
    [
      "a key of another manufacturer",
      "key_of_other_manufacturer",
      () => attack(async (octets) => (await withKey(octets, { manufacturers: ["Other"] })).signature),
    ],
    [
      "a key for software alone",
      "key_of_other_kind",
      () => attack(async (octets) => (await withKey(octets, { kinds: ["software"] })).signature),
    ],
    [
      "a key that is not valid yet",
      "key_not_yet_valid",
      () => attack(async (octets) => (await withKey(octets, { notBefore: "2999-01-01T00:00:00Z" })).signature),
    ],
    [
      "a key that was revoked before it came in",
      "key_revoked",
      async () => {
        const octets = someOctets();
        const { signature, revoke } = await withKey(octets, {}, true);
        const content = await registerContent(desk.context, { ...registrationOf(octets), signature });
        await revoke();
        await desk.uploads.append(tokenOf(content), 0, bodyOf(octets));
        await desk.work.verify();
        return readContent(desk.context, { id: content.id });
      },
    ],
    [
      "a key that is revoked after it was ready",
      "key_revoked",
      async () => {
        const octets = someOctets();
        const { signature, revoke } = await withKey(octets, {}, true);
        const content = await desk.takeIn(octets, { signature }, "strict");
        expect(content.state).toBe("ready");
        await revoke();
        return readContent(desk.context, { id: content.id });
      },
    ],
    ...badChains(authority).map(
      ([what, , chain]): Attack => [
        `a chain: ${what}`,
        "bad_chain",
        () => attack((octets) => ({ ...certified(octets), chain })),
      ],
    ),
    [
      "a certificate that is over",
      "certificate_expired",
      () => attack((octets) => certified(octets, { notAfter: "20250101000000Z" })),
    ],
    [
      "a certificate that is not valid yet",
      "certificate_not_yet_valid",
      () => attack((octets) => certified(octets, { notBefore: "29980101000000Z" })),
    ],
    [
      "the chain of another signer of the CA",
      "bad_signature",
      () => attack((octets) => ({ ...certified(octets), chain: makeCertified(authority).chain })),
    ],
    [
      "a signer of a CA that was revoked after it was ready",
      "key_revoked",
      async () => {
        const octets = someOctets();
        const other = makeAuthority();
        const id = await registerIssuer(other.root.pem);
        const signature = certifiedSignature(makeCertified(other), id, manifestOf(octets));
        const content = await desk.takeIn(octets, { signature }, "strict");
        expect(content.state).toBe("ready");
        await revokeSigningKey(desk.context, { id, reason: "Stolen." });
        return readContent(desk.context, { id: content.id });
      },
    ],
  ];

  it.each(attacks)("%s (%s)", async (_what, code, run) => {
    const content = await run();
    expect(content.reason?.code).toBe(code);
    expect(["quarantined", "rejected"]).toContain(content.state);
    covered += 1;
  });

  it("and other octets under a right signature", async () => {
    const octets = someOctets();
    const content = await registerContent(desk.context, { ...registrationOf(octets), signature: signed(octets) });
    await desk.uploads.append(tokenOf(content), 0, bodyOf(someOctets()));
    await desk.work.verify();
    expect(await readContent(desk.context, { id: content.id })).toMatchObject({
      state: "rejected",
      reason: { code: "bad_octets" },
    });
    covered += 1;
    console.log(`content-signature ${covered}/${attacks.length + 1}`);
    expect(covered).toBe(attacks.length + 1);
  });
});

describe("a signing key", () => {
  it("is listed with its fingerprint, and cannot be registered twice, not even when it was revoked", async () => {
    const signer = makeSigner("ecdsa-p384");
    const id = await registerSigner(desk.context, signer);
    expect((await listSigningKeys(desk.context, {})).items.find((key) => key.id === id)).toMatchObject({
      algorithm: "ecdsa-p384",
      publicKey: signer.publicKey,
      kinds: ["firmware", "software"],
    });
    expect(await codeOf(registerSigner(desk.context, signer))).toBe("CONFLICT");
    await revokeSigningKey(desk.context, { id, reason: "Lost." });
    expect(await codeOf(registerSigner(desk.context, signer))).toBe("CONFLICT");
    expect(await codeOf(revokeSigningKey(desk.context, { id, reason: "Again." }))).toBe("FAILED_PRECONDITION");
    const facts = { ...registrationOf(someOctets()), signature: octetsSignature(signer, id, someOctets()) };
    expect(await codeOf(registerContent(desk.context, facts))).toBe("INVALID_INPUT");
  });

  const pem = (key: { export(options: object): unknown }, type: string) => String(key.export({ type, format: "pem" }));
  const cases: readonly (readonly [string, string, () => string])[] = [
    ["a private key", "private_key", () => pem(generateKeyPairSync("ed25519").privateKey, "pkcs8")],
    [
      "an RSA key of 2048 bits",
      "key_size",
      () => pem(generateKeyPairSync("rsa", { modulusLength: 2_048 }).publicKey, "spki"),
    ],
    ["another curve", "key_type", () => pem(generateKeyPairSync("ec", { namedCurve: "secp256k1" }).publicKey, "spki")],
    ["a key for agreement", "key_type", () => pem(generateKeyPairSync("x25519").publicKey, "spki")],
    ["text", "not_a_key", () => "ssh-ed25519 AAAA"],
    ["two keys", "not_a_key", () => `${maker.publicKey}${maker.publicKey}`],
    ["two certificates", "not_a_key", () => makeCertified(authority).chain],
    ["a broken one", "not_a_key", () => maker.publicKey.replace(/[A-Za-z]{5}/, "AAAAA").slice(0, 60)],
  ];

  it.each(cases)("is not %s", async (_what, code, make) => {
    const refused = await registerSigningKey(desk.context, { owner: "Acme", publicKey: make() }).catch(asServiceError);
    expect(refused).toMatchObject({ code: "INVALID_INPUT", fields: [{ pointer: "/publicKey", code }] });
  });

  it("of another algorithm than the signature says is refused at once", async () => {
    const octets = someOctets();
    const signature = { ...octetsSignature(maker, keyId, octets), algorithm: "rsa-pss" };
    expect(await codeOf(registerContent(desk.context, { ...registrationOf(octets), signature }))).toBe("INVALID_INPUT");
  });

  it("that is a CA's is shown with its subject, and has no signature without a chain", async () => {
    const issuer = makeCertificate({ subject: "Acme root 2", isCa: true });
    const key = await registerSigningKey(desk.context, { owner: "Acme", publicKey: issuer.pem, issuer: true });
    expect(key).toMatchObject({ issuer: "CN=Acme root 2", notAfter: "2999-01-01T00:00:00.000Z" });
    const refusalOf = async (signature: object) => {
      const facts = { ...registrationOf(someOctets()), signature };
      return registerContent(desk.context, facts).then(() => null, asServiceError);
    };
    const octets = someOctets();
    const { chain, ...bare } = certified(octets);
    const refused = (code: string) => ({ fields: [{ pointer: "/signature/chain", code }] });
    expect(await refusalOf(bare)).toMatchObject(refused("chain_wanted"));
    expect(await refusalOf({ ...signed(octets), chain })).toMatchObject(refused("chain_unwanted"));
    expect(await refusalOf({ ...bare, chain: "none" })).toMatchObject(refused("bad_chain"));
    expect(await refusalOf({ ...bare, chain, algorithm: "rsa-pss" })).toMatchObject({
      fields: [{ pointer: "/signature/algorithm", code: "wrong_algorithm" }],
    });
  });

  it.each([
    ["a bare key", () => makeSigner("ed25519").publicKey],
    ["a signer's certificate", () => makeCertificate({ subject: "Signer" }).pem],
    ["a CA's for servers", () => makeCertificate({ subject: "Web", isCa: true, purpose: 1 }).pem],
    ["a CA's that may not certify", () => makeCertificate({ subject: "Odd", isCa: true, usage: 0x80 }).pem],
  ])("is no issuer: %s", async (_what, make) => {
    const facts = { owner: "Acme", publicKey: make(), issuer: true };
    const refused = await registerSigningKey(desk.context, facts).catch(asServiceError);
    expect(refused).toMatchObject({ fields: [{ pointer: "/publicKey", code: "not_an_issuer" }] });
  });
});
