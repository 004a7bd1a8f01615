/** The server as one file, dist/server.mjs: what `npm start` runs. */
export function bundleServer(): Promise<void>;
/** A program of ours as one file for Node; both paths are below the root. */
export function bundle(entry: string, outfile: string): Promise<void>;
