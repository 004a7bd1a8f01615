import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ContentStore, openDiskStore } from "../../../adapters/content-store";
import { createSafeFetch, type SafeFetch } from "../../../adapters/safe-fetch";
import { createTestDatabase, type TestDatabase } from "../../../testing/test-database";
import { callContextFor } from "../../testing/call-context";
import type { CallContext } from "../../use-case";
import { type ContentWork, createContentWork, readContent, registerContent, type SignaturePolicy } from "..";
import { createUploads, type Uploads } from "../uploads";

/** Contents over a database and a store of their own, with the worker's rounds to be called by hand. */
export interface ContentDesk {
  readonly test: TestDatabase;
  readonly root: string;
  readonly store: ContentStore;
  readonly context: CallContext;
  readonly uploads: Uploads;
  readonly work: ContentWork;
  workWith(options: {
    readonly policy?: SignaturePolicy;
    readonly fetch?: SafeFetch;
    readonly redirectsMax?: number;
  }): ContentWork;
  /** Registers, uploads and checks; answers the content as it is then. */
  takeIn(
    octets: Uint8Array,
    facts?: Readonly<Record<string, unknown>>,
    policy?: SignaturePolicy,
  ): ReturnType<typeof readContent>;
  close(): Promise<void>;
}

export async function openContentDesk(): Promise<ContentDesk> {
  const test = await createTestDatabase();
  const { database } = test;
  const root = await mkdtemp(join(tmpdir(), "dmwsi-contents-"));
  const store = await openDiskStore(root);
  const context = await callContextFor(database);
  const uploads = createUploads({ database, sealer: context.sealer, store });
  const refused = createSafeFetch({ allowed: new Set() });
  const workWith: ContentDesk["workWith"] = ({ policy = "none", fetch = refused, redirectsMax = 0 }) =>
    createContentWork({
      ...{ database, store, policy, fetch, redirectsMax },
      onError: (error) => {
        throw error;
      },
    });
  return {
    ...{ test, root, store, context, uploads, workWith },
    work: workWith({}),
    async takeIn(octets, facts = {}, policy = "none") {
      const content = await registerContent(context, { ...registrationOf(octets), ...facts });
      await uploads.append(tokenOf(content), 0, bodyOf(octets));
      await workWith({ policy }).verify();
      return readContent(context, { id: content.id });
    },
    async close() {
      await test.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export function registrationOf(octets: Uint8Array) {
  const facts = { name: "r5-1.4.bin", kind: "firmware", version: "1.4", manufacturer: "Acme", model: "R5" };
  return { ...facts, size: octets.length, sha256: sha256Of(octets) };
}

export function sha256Of(octets: Uint8Array): string {
  return createHash("sha256").update(octets).digest("hex");
}

/** Octets that no other test has. */
export function someOctets(length = 1_000): Buffer {
  return randomBytes(length);
}

export function tokenOf(content: { readonly upload: { readonly url: string } | null }): string {
  return content.upload?.url.split("/").at(-1) ?? "";
}

export function bodyOf(octets: Uint8Array, chunk = 65_536) {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < octets.length; at += chunk) yield octets.subarray(at, at + chunk);
  }
  return { octets: chunks(), length: octets.length, cut: () => {} };
}
