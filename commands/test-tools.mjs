import { existsSync } from "node:fs";
import { join } from "node:path";
import { has, lastLine, root, run } from "./machine.mjs";

/** Programs that tests use and npm does not bring. */

const APT_LIMIT_MS = 300_000;
const BROWSER_LIMIT_MS = 240_000;

const TOOLS = [
  {
    name: "wbxml2xml",
    isThere: async () => has("wbxml2xml") && has("xml2wbxml"),
    aptPackage: "libwbxml2-utils",
    use: "a second opinion on WBXML",
  },
  {
    name: "kannel",
    isThere: async () => ["bearerbox", "smsbox", "wapbox"].every((program) => existsSync(`/usr/sbin/${program}`)),
    aptPackage: "kannel",
    use: "the tests of short messages and pushes through a gateway that is not ours",
  },
  {
    name: "swift",
    isThere: async () =>
      ["proxy", "account", "container", "object"].every((part) => existsSync(`/usr/bin/swift-${part}-server`)),
    aptPackage: "swift-proxy swift-account swift-container swift-object",
    use: "the tests of contents in a bucket of a service that is not ours",
  },
  {
    name: "ip",
    isThere: async () => has("ip"),
    aptPackage: "iproute2",
    use: "the test of a push gateway in a network of its own",
  },
  { name: "chromium", isThere: hasBrowser, aptPackage: "chromium", use: "the browser tests" },
];

/** Debian's Chromium, or one that Playwright brought. */
async function hasBrowser() {
  if (existsSync("/usr/bin/chromium")) return true;
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath());
}

/** root, or a user whom sudo asks nothing. */
async function aptPrefix() {
  if (!has("apt-get")) return null;
  if (process.getuid?.() === 0) return [];
  return has("sudo") && (await run("sudo", ["-n", "true"], { limitMs: 10_000 })).status === 0 ? ["sudo", "-n"] : null;
}

async function installByApt(prefix, packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => {
    const [file, ...rest] = [...prefix, "apt-get", "-q", ...args];
    return run(file, rest, { limitMs: APT_LIMIT_MS, env });
  };
  await apt("update");
  return apt("install", "-y", "--no-install-recommends", ...packages);
}

/**
 * Installs what is missing where that can be done without asking anybody. Gives what is still missing, each with a line
 * that says what to do.
 */
export async function provideTools(progress) {
  let missing = await stillMissing(TOOLS);
  if (missing.length === 0) return [];
  let reason = "";
  const prefix = await aptPrefix();
  if (prefix) {
    const packages = missing.flatMap((tool) => tool.aptPackage.split(" "));
    const done = progress(`installing ${packages.join(", ")}`);
    const { status, output } = await installByApt(prefix, packages);
    if (status !== 0) reason = `: ${lastLine(output)}`;
    done();
  }
  if ((await stillMissing(missing)).some((tool) => tool.name === "chromium")) {
    const done = progress("downloading a browser for Playwright");
    const cli = join(root, "node_modules/@playwright/test/cli.js");
    await run(process.execPath, [cli, "install", "chromium"], { limitMs: BROWSER_LIMIT_MS });
    done();
  }
  missing = await stillMissing(missing);
  return missing.map((tool) => {
    const advice = `${tool.name} is missing, for ${tool.use}: install it (Debian: apt-get install ${tool.aptPackage})${reason}`;
    console.log(advice);
    return { name: tool.name, advice };
  });
}

async function stillMissing(tools) {
  const there = await Promise.all(tools.map((tool) => tool.isThere()));
  return tools.filter((_, i) => !there[i]);
}
