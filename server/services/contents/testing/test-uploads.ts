import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDiskStore } from "../../../adapters/content-store";
import type { CallContext } from "../../use-case";
import { createUploads, type Uploads } from "../uploads";

/** Uploads into a directory of their own, which `close` removes. */
export async function openTestUploads({
  database,
  sealer,
}: Pick<CallContext, "database" | "sealer">): Promise<{ readonly uploads: Uploads; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-contents-"));
  return {
    uploads: createUploads({ database, sealer, store: await openDiskStore(directory) }),
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
