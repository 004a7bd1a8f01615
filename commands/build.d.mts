/** The server as one file, dist/server.mjs: what `npm start` runs. */
export function bundleServer(): Promise<void>;
