import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROBLEMS } from "../api/rest/problem";
import { SETTINGS } from "../config";
import { metrics } from "../metrics";
import { FIRMWARE_PROFILES, firmwareProfile, SOFTWARE_PROFILES } from "../oma-dm";
import { RegisterDeviceInput } from "../services/devices/schemas";
import { operationKinds } from "../services/operations/kinds";
import { Scope } from "../services/principal";

const ROOT = join(import.meta.dirname, "../..");

interface PackageFile {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** What stands in backticks in the first column of the table below a heading. */
function namedIn(document: string, heading: string): string[] {
  const [, section = ""] = textOf(document).split(new RegExp(`^#+ ${heading}$`, "m"));
  const [body = ""] = section.split(/^#/m);
  const rows = body.split("\n").filter((line) => line.startsWith("|"));
  return rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

/** Every event that a line of ours logs. Throws when one is not written out, since nobody could look it up. */
function loggedEvents(): string[] {
  const files = readdirSync(join(ROOT, "server"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join("server", file));
  const events = new Set<string>();
  for (const file of files) {
    for (const [call, event] of textOf(file).matchAll(/\blog(?:\.[a-z]+|\[[^\]]+\])\(\s*(?:"([^"]*)")?/g)) {
      if (event === undefined) throw new Error(`${file}: ${call}... names no event; write it out.`);
      events.add(event);
    }
  }
  return [...events];
}

async function ownMetrics(): Promise<string[]> {
  const all = await metrics().registry.getMetricsAsJSON();
  return all.map(({ name }) => name).filter((name) => name.startsWith("dmwsi_"));
}

const kinds = [...new Set(operationKinds.map(({ kind }) => kind))];

const LISTS = [
  ["settings", "docs/operating.md", "Settings", async () => SETTINGS],
  ["metrics", "docs/operating.md", "Metrics", ownMetrics],
  ["log events", "docs/operating.md", "Log", async () => loggedEvents()],
  ["problem types", "docs/integrating.md", "Problem types", async () => Object.keys(PROBLEMS)],
  ["scopes", "docs/integrating.md", "Scopes", async () => Scope.options],
] as const;

describe("trust:docs-in-step: the documents and the code name the same", () => {
  let inStep = 0;

  it.each(LISTS)("%s, each once (%s, %s)", async (_what, document, heading, ofCode) => {
    const documented = namedIn(document, heading);
    expect(documented.toSorted()).toEqual([...(await ofCode())].sort());
    inStep += 1;
  });

  it("and that is all of them", () => {
    console.log(`docs-in-step ${inStep}/${LISTS.length}`);
    expect(inStep).toBe(LISTS.length);
  });
});

describe("the documents", () => {
  it.each(["README.md", "docs/integrating.md"])("%s names every kind of operation", (document) => {
    const text = textOf(document);
    expect(kinds.filter((kind) => !text.includes(`\`${kind}\``))).toEqual([]);
  });

  it("docs/device-compatibility.md names every family of devices and every code that it adds", () => {
    const [, families = ""] = textOf("docs/device-compatibility.md").split(/### Families|## Software/);
    const rows = families.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows.map((row) => /`([a-z]+)`/.exec(row)?.[1])).toEqual([...FIRMWARE_PROFILES]);
    for (const [index, name] of FIRMWARE_PROFILES.entries()) {
      const codes = Object.keys(firmwareProfile(name, null).resultCodes);
      expect(codes.filter((code) => !rows[index]?.includes(code))).toEqual([]);
    }
    const [, ofSoftware = ""] = textOf("docs/device-compatibility.md").split("### Families of software objects");
    expect([...ofSoftware.matchAll(/^\| `([a-z]+)`/gm)].map(([, name]) => name)).toEqual([...SOFTWARE_PROFILES]);
  });

  it("DEPENDENCIES.md names every package that runs in production, each once and with a reason", () => {
    const { dependencies, optionalDependencies } = JSON.parse(textOf("package.json")) as PackageFile;
    const rows = textOf("DEPENDENCIES.md").matchAll(/^\| `([^`]+)` *\|[^|]+\|([^|]+)\|$/gm);
    const documented = [...rows].filter(([, , why = ""]) => why.trim() !== "").map(([, name = ""]) => name);
    expect(documented.toSorted()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies }).sort());
  });

  it("README names every command of package.json", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as PackageFile;
    const [, table = ""] = textOf("README.md").split("## Commands");
    const missing = Object.keys(scripts).filter((name) => !new RegExp(`npm (run (-s )?)?${name}\\b`).test(table));
    expect(missing).toEqual([]);
  });

  it("show a registration of a device that is accepted", () => {
    const [, json = ""] = /^```json\n([\s\S]*?)^```$/m.exec(textOf("docs/integrating.md")) ?? [];
    expect(RegisterDeviceInput.safeParse(JSON.parse(json)).error).toBeUndefined();
  });

  it("link to files that are there", () => {
    for (const document of ["README.md", "docs/integrating.md", "docs/operating.md"]) {
      for (const [, target = ""] of textOf(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        expect(() => textOf(join(document, "..", target)), `${document} links to ${target}`).not.toThrow();
      }
    }
  });
});
