import { inArray } from "drizzle-orm";
import type { z } from "zod";
import { deviceCredentials, deviceLive, devices } from "../../../drizzle/schema/devices";
import { deviceSecretDigests } from "../../../drizzle/schema/sign-ins";
import type { Transaction } from "../../db/client";
import { deviceIdOf, toPublicId } from "../../ids";
import { writeAuditEntries } from "../audit/write-audit-entry";
import { secretClaims } from "../devices/claim-secrets";
import { credentialRows } from "../devices/device-credentials";
import type { RegisterDeviceInput } from "../devices/schemas";
import { asServiceError } from "../errors";
import type { CallContext } from "../use-case";
import type { LineProblem, ReadLine } from "./read-lines";

export interface RegisteredLines {
  readonly registered: number;
  readonly existing: number;
  readonly refused: readonly { readonly line: number; readonly problems: readonly LineProblem[] }[];
}

type Registrar = Pick<CallContext, "principal" | "sealer" | "requestId" | "sourceAddress">;
type Input = z.output<typeof RegisterDeviceInput>;
type CredentialRow = typeof deviceCredentials.$inferInsert;

interface Candidate {
  readonly line: number;
  readonly deviceId: string;
  readonly input: Input;
  readonly credentials: readonly CredentialRow[];
}

/**
 * Registers the devices of lines as `registerDevice` does, many in few statements and in order of their id. A device that
 * is there already, also by an earlier line, is left as it is: lines that come again change nothing. Of a device whose
 * line is refused the next line is taken.
 */
export async function registerLines(
  transaction: Transaction,
  registrar: Registrar,
  importId: string,
  lines: readonly ReadLine[],
): Promise<RegisteredLines> {
  const refused = lines.flatMap((line) => ("problems" in line ? [line] : []));
  const { candidates, problems } = candidatesOf(registrar, lines);
  refused.push(...problems);
  const inserted = await insertDevices(transaction, registrar, candidates);
  const isNew = candidates.filter(({ deviceId }) => inserted.has(deviceId));
  const shared = await claimAll(transaction, registrar, isNew);
  refused.push(...shared);
  const without = new Set(shared.map(({ line }) => line));
  const registered = isNew.filter(({ line }) => !without.has(line));
  await insertRest(transaction, registrar, importId, registered);
  const devIds = new Set(isNew.filter(({ line }) => without.has(line)).map(({ input }) => input.devId));
  const left = lines.filter((read) => "input" in read && devIds.has(read.input.devId) && !without.has(read.line));
  const done = {
    registered: registered.length,
    existing: lines.length - refused.length - registered.length - left.length,
    refused,
  };
  return left.length === 0 ? done : sumOf(done, await registerLines(transaction, registrar, importId, left));
}

function sumOf(one: RegisteredLines, other: RegisteredLines): RegisteredLines {
  return {
    registered: one.registered + other.registered,
    existing: one.existing + other.existing,
    refused: [...one.refused, ...other.refused],
  };
}

function candidatesOf({ sealer, principal }: Registrar, lines: readonly ReadLine[]) {
  const byId = new Map<string, Candidate>();
  const problems: { line: number; problems: LineProblem[] }[] = [];
  for (const read of lines) {
    if ("problems" in read) continue;
    const { line, input } = read;
    const deviceId = deviceIdOf(principal.realm, input.devId);
    if (byId.has(deviceId)) continue;
    try {
      byId.set(deviceId, { line, deviceId, input, credentials: credentialRows(sealer, principal, deviceId, input) });
    } catch (error) {
      const known = asServiceError(error);
      if (!known) throw error;
      const fields =
        known.fields.length > 0 ? known.fields : [{ pointer: "", code: known.code, detail: known.message }];
      problems.push({
        line,
        problems: fields.map(({ pointer, code, detail }) => ({ field: columnOf(pointer), code, detail })),
      });
    }
  }
  const candidates = [...byId.values()].sort((one, other) => (one.deviceId < other.deviceId ? -1 : 1));
  return { candidates, problems };
}

/** `/credentials/client/secret` is the column clientSecret. */
function columnOf(pointer: string): string {
  const [, , side = "", part = ""] = pointer.split("/");
  return part === "" ? side : `${side}${part.charAt(0).toUpperCase()}${part.slice(1)}`;
}

async function insertDevices(transaction: Transaction, { principal }: Registrar, candidates: readonly Candidate[]) {
  if (candidates.length === 0) return new Set<string>();
  const rows = candidates.map(({ deviceId, input: { credentials: _credentials, ...facts } }) => ({
    ...facts,
    deviceId,
    realm: principal.realm,
    tags: [...new Set(facts.tags)],
  }));
  const inserted = await transaction
    .insert(devices)
    .values(rows)
    .onConflictDoNothing({ target: devices.deviceId })
    .returning({ deviceId: devices.deviceId });
  return new Set(inserted.map(({ deviceId }) => deviceId));
}

/** Claims the secrets that lines bring; takes the devices back whose secret another device has. */
async function claimAll(transaction: Transaction, { sealer, principal }: Registrar, candidates: readonly Candidate[]) {
  const claims = candidates.flatMap(({ line, deviceId, input }) =>
    secretClaims(sealer, principal.realm, input.credentials).map((claim) => ({ ...claim, line, deviceId })),
  );
  if (claims.length === 0) return [];
  const claimed = await transaction
    .insert(deviceSecretDigests)
    .values(claims.map(({ digest, deviceId, purpose }) => ({ digest, deviceId, purpose })))
    .onConflictDoNothing()
    .returning({ digest: deviceSecretDigests.digest, deviceId: deviceSecretDigests.deviceId });
  const key = (digest: Uint8Array, deviceId: string) => `${Buffer.from(digest).toString("base64")} ${deviceId}`;
  const own = new Set(claimed.map(({ digest, deviceId }) => key(digest, deviceId)));
  const lost = claims.filter(({ digest, deviceId }) => !own.has(key(digest, deviceId)));
  const takenBack = [...new Set(lost.map(({ deviceId }) => deviceId))];
  if (takenBack.length > 0) {
    await transaction.delete(deviceSecretDigests).where(inArray(deviceSecretDigests.deviceId, takenBack));
    await transaction.delete(devices).where(inArray(devices.deviceId, takenBack));
  }
  const detail = "Another device has it. Each device needs its own: leave a secret out, and one is made.";
  return [...new Map(lost.map((claim) => [claim.line, claim])).values()].map(({ line, purpose, field }) => ({
    line,
    problems: [{ field: columnOf(`/credentials/${purpose}/${field}`), code: "shared", detail }],
  }));
}

async function insertRest(
  transaction: Transaction,
  registrar: Registrar,
  importId: string,
  registered: readonly Candidate[],
): Promise<void> {
  if (registered.length === 0) return;
  await transaction.insert(deviceLive).values(registered.map(({ deviceId }) => ({ deviceId })));
  await transaction.insert(deviceCredentials).values(registered.flatMap(({ credentials }) => credentials));
  const facts = registered.map(({ deviceId, input: { devId }, credentials }) => ({
    object: toPublicId("dev", deviceId),
    after: {
      devId,
      schemes: Object.fromEntries(credentials.map((row) => [row.purpose, row.scheme])),
      life: 1,
      import: toPublicId("imp", importId),
    },
  }));
  await writeAuditEntries(transaction, registrar, "device.register", facts);
}
