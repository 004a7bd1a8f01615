import { type ContentStore, openDiskStore } from "./adapters/content-store";
import type { Config } from "./config";
import { StartProblem } from "./start-problem";

/**
 * Where the octets of contents are kept, by the settings.
 *
 * Throws StartProblem when it cannot be used.
 */
export async function openContents({ contents: { bucket, directory } }: Config): Promise<ContentStore> {
  try {
    if (bucket === null) return await openDiskStore(directory);
    // AWS's client is large, and most systems keep contents on disk.
    const { openS3Store } = await import("./adapters/content-store/s3-store");
    return await openS3Store(bucket);
  } catch (error) {
    throw new StartProblem(
      bucket === null
        ? `CONTENT_DIR: ${directory} cannot be used (${String(error)}); set a directory of our own`
        : `CONTENT_S3_BUCKET: ${bucket.bucket} cannot be read (${String(error)}); check its name, endpoint and keys`,
    );
  }
}
