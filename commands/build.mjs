import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { createProgress, endWith, Problem, root, run } from "./machine.mjs";

/** `npm run build`: the server as one file in dist/, the pages by Next in .next/. What did not change is not built. */

const STAMP = join(root, "dist", "build.json");
const BUILD_LIMIT_MS = 600_000;
const SOURCES = [
  "app",
  "components",
  "server",
  "drizzle/schema",
  "simulator",
  "messages",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** SHA-256 over names and octets of everything that goes into the build. Tests do not. */
function hashSources() {
  const hash = createHash("sha256").update(process.version);
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const entry of readdirSync(path).sort()) add(join(path, entry));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash
        .update(`${relative(root, path)}\0`)
        .update(readFileSync(path))
        .update("\0");
    }
  };
  for (const source of SOURCES) add(join(root, source));
  return hash.digest("hex");
}

function builtHash() {
  try {
    return JSON.parse(readFileSync(STAMP, "utf8")).sources;
  } catch {
    return null;
  }
}

/** The server as one file, dist/server.mjs: what `npm start` runs. */
export function bundleServer() {
  return bundle("server/main.ts", "dist/server.mjs");
}

/**
 * A program of ours as one file for Node; both paths are below the root. The file is whole at any time: tests that run
 * beside each other make the same one.
 */
export async function bundle(entry, outfile) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
    write: false,
  });
  mkdirSync(dirname(join(root, outfile)), { recursive: true });
  for (const { path, contents } of outputFiles) {
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, contents);
    renameSync(unfinished, path);
  }
}

async function buildPages() {
  const next = join(root, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const { status, output } = await run(process.execPath, [next, "build"], { env, limitMs: BUILD_LIMIT_MS });
  if (status === 0) return;
  console.error(output);
  throw new Problem("The pages do not build: see above.");
}

/** Builds unless everything is as it was at the last build. Tells by `progress` what takes its time. */
export async function build(progress) {
  const sources = hashSources();
  if (
    builtHash() === sources &&
    existsSync(join(root, "dist/server.mjs")) &&
    existsSync(join(root, ".next/BUILD_ID"))
  ) {
    return false;
  }
  const done = progress("building server and pages (about a minute)");
  await bundleServer();
  await buildPages();
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(STAMP, `${JSON.stringify({ sources })}\n`);
  done();
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  build(createProgress()).then(
    (built) => console.log(built ? "built" : "nothing has changed since the last build"),
    endWith,
  );
}
