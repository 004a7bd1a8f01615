import { CONTACT_STATES } from "../contact-states";
import { FilterError } from "./filter-error";
import type { FilterField, FilterInstant, FilterOrder, FilterTest } from "./filter-tree";
import type { Token } from "./read-tokens";

/**
 * What `operator` (`=`, `in`, `:` or an order) asks of a field with these values, at least one.
 *
 * Throws FilterError when the field does not know the operator, or a value is none of the field's.
 */
export function readTest(field: FilterField, operator: Token, values: readonly Token[]): FilterTest {
  const [value] = values;
  if (!value) throw new Error("A test has a value.");
  if (field.kind === "instant") return readInstantTest(operator, value);
  switch (operator.text) {
    case "<":
    case "<=":
    case ">":
    case ">=":
      if (field.kind === "tag" || field.kind === "contact") break;
      return { kind: "order", order: operator.text, value: value.text };
    case ":":
      if (field.kind === "contact") break;
      return readPattern(value);
    default:
      if (field.kind === "contact") checkContactStates(values);
      return { kind: "one_of", values: values.map(({ text }) => text) };
  }
  throw new FilterError(operator.column, `The field ${field.kind} does not know ${operator.text}.`);
}

function checkContactStates(values: readonly Token[]): void {
  const wrong = values.find(({ text }) => !CONTACT_STATES.some((state) => state === text));
  if (wrong) throw new FilterError(wrong.column, `A contact is one of ${CONTACT_STATES.join(", ")}.`);
}

/** One star, at the end or at the beginning; a star alone is any value. */
function readPattern({ text, column }: Token): FilterTest {
  const starAt = text.indexOf("*");
  const isPattern = starAt >= 0 && starAt === text.lastIndexOf("*") && (starAt === 0 || starAt === text.length - 1);
  if (!isPattern) {
    throw new FilterError(column, 'Behind : stands a value with one star, at its end ("R5*") or beginning ("*123").');
  }
  return starAt === text.length - 1
    ? { kind: "begins", text: text.slice(0, -1) }
    : { kind: "ends", text: text.slice(1) };
}

const ORDERS: readonly FilterOrder[] = ["<", "<=", ">", ">="];

function readInstantTest(operator: Token, value: Token): FilterTest {
  const order = ORDERS.find((known) => known === operator.text);
  if (!order) throw new FilterError(operator.column, "A time is compared by < <= > or >=.");
  return { kind: "instant", order, value: readInstant(value) };
}

const DAY_SECONDS = 86_400;
const AGO = /^-P(?=.)(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?$/;
const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

function readInstant({ text, column }: Token): FilterInstant {
  const ago = AGO.exec(text);
  if (ago) {
    const [weeks = 0, days = 0, hours = 0, minutes = 0] = ago.slice(1).map((number) => Number(number ?? 0));
    return { secondsAgo: (weeks * 7 + days) * DAY_SECONDS + hours * 3_600 + minutes * 60 };
  }
  const at = DATE.test(text) && isDay(text.slice(0, 10)) ? new Date(text) : null;
  if (at && isSayable(at)) return { at: at.toISOString() };
  throw new FilterError(
    column,
    'A time is a date ("2026-11-27"), a date with time and zone, or how long ago ("-P7D", "-PT12H").',
  );
}

/** Without this the 31st of February is the 3rd of March. */
function isDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** From the year 1 to the end of 9999, which the database can read: no filter is kept that cannot be asked. */
function isSayable(at: Date): boolean {
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9_999;
}
