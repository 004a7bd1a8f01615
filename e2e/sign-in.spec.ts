import type { Page } from "@playwright/test";
import { sendSignIn } from "./administrator";
import { e2eSettings, quickstartFacts } from "./settings";
import { expect, openMenu, test } from "./story";

const { administrator } = quickstartFacts();

/** Sends the form and gives back all that the server and the page said. */
async function refusal(page: Page, email: string): Promise<unknown> {
  await page.goto("/sign-in");
  const answered = page.waitForResponse("**/api/auth/callback/credentials*");
  await sendSignIn(page, email, "wrong-horse-battery-staple");
  const answer = await answered;
  const notice = page.getByRole("alert").filter({ hasText: "match" });
  await expect(notice).toBeFocused();
  const { "content-length": length, "content-type": type } = answer.headers();
  return { status: answer.status(), length, type, notice: await notice.textContent(), url: page.url() };
}

test("a wrong password and an unknown person get the same answer", async ({ page }) => {
  const wrong = await refusal(page, administrator.email);
  const unknown = await refusal(page, "nobody@quickstart.example");
  expect(unknown).toEqual(wrong);
  expect(wrong).toMatchObject({ status: 401 });
});

test("a page asked for while signed out is where the sign-in leads", async ({ page }) => {
  await page.goto("/live/operations");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Flive%2Foperations$/);
  await sendSignIn(page, administrator.email, administrator.password);
  await expect(page).toHaveURL("/live/operations");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Operations");
});

test("the sign-in leads nowhere but to pages of the console", async ({ page }) => {
  await page.goto("/sign-in?next=https://evil.example/");
  await sendSignIn(page, administrator.email, administrator.password);
  await expect(page).toHaveURL("/live/devices");
  for (const next of ["//evil.example", "/\\evil.example", "javascript:alert(1)", "/api/auth/signout"]) {
    const answer = await page.request.get(`/sign-in?next=${encodeURIComponent(next)}`, { maxRedirects: 0 });
    expect([answer.status(), answer.headers()["location"]], next).toEqual([307, "/"]);
  }
});

test("signing out ends the session for good, on the server too", async ({ page, playwright }) => {
  await page.goto("/sign-in");
  await sendSignIn(page, administrator.email, administrator.password);
  await expect(page).toHaveURL("/live/devices");
  const stolen = await page.context().storageState();
  await openMenu(page.getByRole("button", { name: /^Account of/ }));
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto("/live/devices");
  await expect(page).toHaveURL(/\/sign-in\?next=/);

  const cookies = stolen.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const thief = await playwright.request.newContext({
    baseURL: e2eSettings.consoleUrl,
    extraHTTPHeaders: { cookie: cookies },
  });
  const answer = await thief.get("/live/devices", { maxRedirects: 0 });
  expect(answer.status()).toBe(307);
  expect(answer.headers()["location"]).toMatch(/^\/sign-in\?next=/);
  await thief.dispose();
});

test("the password can be shown, and is hidden at first", async ({ page }) => {
  await page.goto("/sign-in");
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
});
