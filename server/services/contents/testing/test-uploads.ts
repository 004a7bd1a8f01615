import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ContentStore, openDiskStore, StoreError } from "../../../adapters/content-store";
import type { CallContext } from "../../use-case";
import { createUploads, type Uploads } from "../uploads";

/** Uploads and the disk under them. */
export interface TestUploads {
  readonly uploads: Uploads;
  /** Says of the disk that it has no room, until it is told that there is. */
  setDiskFull(isFull: boolean): void;
  close(): Promise<void>;
}

/** Uploads into a store, or into a directory of their own, which `close` removes. */
export async function openTestUploads(
  { database, sealer }: Pick<CallContext, "database" | "sealer">,
  into?: ContentStore,
): Promise<TestUploads> {
  const directory = await mkdtemp(join(tmpdir(), "dmwsi-contents-"));
  const under = into ?? (await openDiskStore(directory));
  let isDiskFull = false;
  const store: ContentStore = {
    ...under,
    async append(...call) {
      if (isDiskFull) throw new StoreError("NO_SPACE", "The content store is full.");
      return under.append(...call);
    },
  };
  return {
    uploads: createUploads({ database, sealer, store }),
    setDiskFull: (isFull) => {
      isDiskFull = isFull;
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
