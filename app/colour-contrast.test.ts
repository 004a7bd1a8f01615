import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Theme = "light" | "dark";

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");
const COLOURS = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map((match) => [
    match[1] ?? "",
    { light: match[2] ?? "", dark: match[3] ?? "" },
  ]),
);

function colour(name: string, theme: Theme): string {
  const found = COLOURS.get(name);
  if (!found) throw new Error(`globals.css has no colour --${name}`);
  return found[theme];
}

/** Relative luminance and contrast [WCAG 2.2, definitions]. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const SURFACES = ["bg", "surface", "sunken", "selected", "hover"];
const PLAIN_SURFACES = ["bg", "surface", "sunken", "hover"];
const ROLES = ["neutral", "waiting", "active", "success", "attention", "danger"];
const FILLS = [
  "primary",
  "primary-hover",
  "danger",
  "danger-hover",
  "sandbox",
  "diff-added",
  "diff-removed",
  "diff-changed",
];

const TEXT_MIN = 4.5;
const GRAPHIC_MIN = 3;

const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...["ink", "muted", "link"].flatMap((text) => SURFACES.map((back) => [text, back, TEXT_MIN] as const)),
  ...SURFACES.flatMap((back) => [["control", back, GRAPHIC_MIN] as const, ["focus", back, GRAPHIC_MIN] as const]),
  ...FILLS.map((fill) => [`on-${fill.replace("-hover", "")}`, fill, TEXT_MIN] as const),
  ...ROLES.map((role) => [`status-${role}-text`, `status-${role}-tint`, TEXT_MIN] as const),
  ...ROLES.flatMap((role) => PLAIN_SURFACES.map((back) => [`status-${role}-solid`, back, GRAPHIC_MIN] as const)),
  ...ROLES.flatMap((role) => ["bg", "surface"].map((back) => [`status-${role}-text`, back, TEXT_MIN] as const)),
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  it.each(pairs)("%s is readable on %s (%d to 1)", (front, back, least) => {
    expect(contrast(colour(front, theme), colour(back, theme))).toBeGreaterThanOrEqual(least);
  });
});

it("the formula agrees with the two ends of the scale", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});
