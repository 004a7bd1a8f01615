import { toPublicId } from "../../ids";
import type { CallContext } from "../use-case";
import type { ContentRow } from "./find-content";
import type { ContentView } from "./schemas";
import { uploadTokenOf } from "./upload-token";

/** Where uploads go on, below the origin of console and API. */
export const UPLOADS_PATH = "/api/v1/uploads";

export function contentView(context: Pick<CallContext, "principal" | "sealer">, row: ContentRow): ContentView {
  const { signature } = row;
  return {
    id: toPublicId("con", row.contentId),
    kind: row.kind,
    name: row.name,
    version: row.version,
    fromVersions: row.fromVersions,
    manufacturer: row.manufacturer,
    models: row.models,
    size: row.size,
    sha256: Buffer.from(row.sha256).toString("hex"),
    state: row.state,
    reason: row.reason === null ? null : { code: row.reason, text: row.reasonDetail ?? "" },
    checks: [...row.checks],
    signature: signature && {
      algorithm: signature.algorithm as NonNullable<ContentView["signature"]>["algorithm"],
      keyId: signature.keyId,
      form: signature.manifest === undefined ? "octets" : "manifest",
    },
    source: row.sourceUrl === null ? null : { url: row.sourceUrl },
    received: row.received,
    upload: uploadOf(context, row),
    createdBy: { id: row.ownerId, name: row.ownerName },
    createdAt: row.createdAt.toISOString(),
    readyAt: row.readyAt?.toISOString() ?? null,
    decision:
      row.decidedById === null || row.decidedAt === null
        ? null
        : { by: { id: row.decidedById, name: row.decidedByName ?? "" }, at: row.decidedAt.toISOString() },
    scrubbedAt: row.scrubbedAt?.toISOString() ?? null,
  };
}

/** Only who began an upload is told where it goes on. */
function uploadOf({ principal, sealer }: Pick<CallContext, "principal" | "sealer">, row: ContentRow) {
  const isOpen = row.state === "uploading" && row.sourceUrl === null;
  if (!isOpen || row.ownerId !== principal.id || !principal.scopes.has("contents:write")) return null;
  return {
    url: `${UPLOADS_PATH}/${uploadTokenOf(sealer, row.contentId)}`,
    expiresAt: row.dueAt?.toISOString() ?? null,
  };
}
