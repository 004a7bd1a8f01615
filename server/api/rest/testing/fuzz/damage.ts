import * as fc from "fast-check";

/** Values that somebody forgot to think of. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  -(2 ** 63),
  "",
  " ",
  "\u0000",
  "\ud800",
  "\u202etxt.exe",
  "👩‍👩‍👧‍👦",
  "\ufeff",
  "ﷺ".repeat(500),
  "a".repeat(20_000),
  "../../../etc/passwd",
  "'; drop table devices; --",
  "%00",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "0000-01-01T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "+275760-09-13T00:00:00.000Z",
  "9999-12-31T23:59:59.999Z",
  "P1000000000D",
  [],
  {},
  [[[[]]]],
  [null],
  { a: { b: { c: {} } } },
  Array.from({ length: 300 }, () => 0),
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  { constructor: { prototype: { isAdmin: true } } },
];
const KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "",
  "id",
  "a.b",
  "\u0000",
  "ключ",
  "$where",
  "realm",
];

/** One wrong thing done to a JSON value. `at` picks the place: a number that is counted around. */
export interface Damage {
  readonly kind: "replace" | "remove" | "add" | "repeat";
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text)) },
  { weight: 1, arbitrary: fc.uint16Array({ maxLength: 60 }).map((units) => String.fromCharCode(...units)) },
);

export const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom("replace", "remove", "add", "repeat"),
  at: fc.nat(),
  key: fc.constantFrom(...KEYS),
  value: hostileValue,
});

type Container = Record<string, unknown> | unknown[];

/** The value with the damages done, one after the other; it is not changed itself. */
export function damaged(value: unknown, damages: readonly Damage[]): unknown {
  let left: unknown = structuredClone(value);
  for (const one of damages) left = damagedOnce(left, one);
  return left;
}

function damagedOnce(value: unknown, { kind, at, key, value: given }: Damage): unknown {
  const hostile: unknown = structuredClone(given);
  const places = placesIn(value);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return hostile;
  const { container, name } = place;
  if (kind === "add" && !Array.isArray(container)) define(container, key, hostile);
  else if (kind === "remove") Reflect.deleteProperty(container, name);
  else if (kind === "repeat" && Array.isArray(container))
    container.push(...Array.from({ length: 50 }, () => container[0]));
  else define(container, name, hostile);
  return value;
}

/** Also `__proto__` becomes a field, as it is one in JSON. */
function define(container: Container, name: string, value: unknown): void {
  Object.defineProperty(container, name, { value, enumerable: true, configurable: true, writable: true });
}

function placesIn(value: unknown): { readonly container: Container; readonly name: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const container = value as Container;
  return Object.entries(container).flatMap(([name, item]) => [{ container, name }, ...placesIn(item)]);
}
