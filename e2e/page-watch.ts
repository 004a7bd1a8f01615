import type { Page } from "@playwright/test";

/** What a page did that none of ours may do. */
export interface PageWatch {
  /** Violations of the page policy, errors in the console, exceptions nobody caught. */
  readonly findings: string[];
}

declare global {
  interface Window {
    reportViolation(text: string): void;
  }
}

/** Watches `page` from its next navigation on. A violation is reported by the browser itself, `eval` among them. */
export async function watchPage(page: Page): Promise<PageWatch> {
  const findings: string[] = [];
  await page.exposeFunction("reportViolation", (text: string) => findings.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`${event.effectiveDirective} kept out ${event.blockedURI} on ${location.pathname}`);
    });
  });
  page.on("console", (message) => {
    if (message.type() === "error") findings.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => findings.push(`exception: ${error.message}`));
  return { findings };
}
