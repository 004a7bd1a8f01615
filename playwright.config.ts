import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { e2eSettings } from "./e2e/settings";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** Stories over everything: a server of their own, as quickstart starts it, and a browser. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 120_000,
  // A page is up to its server, its database and a browser, which may share two busy cores.
  expect: { timeout: 30_000 },
  workers: 1,
  // Where nobody looks on, a story that fails is tried once more. `npm run verify` names it, and takes two at the most.
  retries: process.env["CI"] ? 1 : 0,
  forbidOnly: true,
  reporter: "list",
  use: {
    baseURL: e2eSettings.consoleUrl,
    // Colours, sizes and times as the stories expect them, wherever they run.
    locale: "en-GB",
    timezoneId: "Europe/Vienna",
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    trace: "on-first-retry",
    launchOptions: {
      ...(existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}),
      // Chromium as root has no sandbox; the rest keeps it from calling anybody.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node commands/quickstart.mjs",
    url: `${e2eSettings.metricsOrigin}/readyz`,
    env: e2eSettings.env,
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 25_000 },
    stdout: "pipe",
  },
});
