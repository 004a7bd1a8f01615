import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { expect, it } from "vitest";
import de from "@/messages/de.json";
import en from "@/messages/en.json";
import type { ContentCheck, ContentView } from "@/server/services/contents/schemas";
import { TooltipProvider } from "../ui/tooltip";
import { ContentChecks } from "./content-checks";

const DETAIL = "What the server found, in English.";

function shown(locale: "de" | "en", check: ContentCheck["check"], code: string, state: ContentView["state"]): string {
  return rendered(locale, {
    state,
    checks: [{ check, result: "failed", detail: DETAIL }],
    reason: { code, text: DETAIL },
  });
}

function rendered(locale: "de" | "en", content: Pick<ContentView, "state" | "checks" | "reason">): string {
  return renderToStaticMarkup(
    <IntlProvider locale={locale} messages={locale === "de" ? de : en} timeZone="UTC">
      <TooltipProvider>
        <ContentChecks content={content} />
      </TooltipProvider>
    </IntlProvider>,
  );
}

it.each(["size", "digest", "format"] as const)(
  "a failed check of %s is told in German to who reads German",
  (check) => {
    expect(shown("de", check, "bad_octets", "rejected")).toContain(de.contents.checks.found[check].failed);
    expect(shown("de", check, "bad_octets", "rejected")).not.toContain(DETAIL);
    expect(shown("en", check, "bad_octets", "rejected")).toContain(DETAIL);
  },
);

it.each([
  ["signature", "bad_chain"],
  ["signature", "certificate_expired"],
  ["signature", "certificate_not_yet_valid"],
  ["signature", "key_revoked"],
  ["binding", "manifest_wanted"],
] as const)("why the %s does not count (%s) is told in German, also once a person has decided", (check, code) => {
  expect(shown("de", check, code, "quarantined")).toContain(de.contents.reason[code].text);
  expect(shown("de", check, "given_up", "retired")).toContain(de.contents.checks.found[check].failed);
  expect(shown("de", check, "given_up", "retired")).not.toContain(DETAIL);
});

it.each([
  [{ name: "Acme", certifiedBy: null, comment: null }, "Signiert mit dem Schlüssel von Acme."],
  [
    { name: "CN=Signer", certifiedBy: "Acme", comment: "r5 {x}" },
    "Signiert von CN=Signer, beglaubigt von Acme. Mitsignierter Kommentar: r5 {x}",
  ],
])("who signed is told in German to who reads German (%o)", (signer, words) => {
  const checks: ContentCheck[] = [{ check: "signature", result: "passed", detail: DETAIL, signer }];
  expect(rendered("de", { state: "ready", checks, reason: null })).toContain(words);
  expect(rendered("de", { state: "ready", checks, reason: null })).not.toContain(DETAIL);
  expect(rendered("en", { state: "ready", checks, reason: null })).toContain(DETAIL);
});
