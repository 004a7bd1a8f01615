import { arrayOverlaps, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { deviceLive, deviceNodes, devices } from "../../../../drizzle/schema/devices";
import { isContactState } from "../contact-state";
import { CONTACT_STATES } from "../contact-states";
import type { FactName, FilterInstant, FilterOrder, FilterTest, FilterTree } from "./filter-tree";

const FACT_COLUMNS: Readonly<Record<FactName, AnyPgColumn>> = {
  devId: devices.devId,
  manufacturer: devices.manufacturer,
  model: devices.model,
  firmware: devices.firmware,
  software: devices.software,
  hardware: devices.hardware,
  msisdn: devices.msisdn,
  imsi: devices.imsi,
  timeZone: devices.timeZone,
};
const ORDERS: Readonly<Record<FilterOrder, SQL>> = { "<": sql`<`, "<=": sql`<=`, ">": sql`>`, ">=": sql`>=` };
const NOTHING = sql`false`;

/** The filter as a condition on the row of `devices` in the query around it. Every value is a bound parameter. */
export function filterCondition(tree: FilterTree): SQL {
  return conditionOf(tree, false);
}

/**
 * Opposites are pushed down to the comparisons, where one on an unknown value counts as false: so a column stands bare
 * wherever nothing negates it, and its index serves.
 */
function conditionOf(tree: FilterTree, isNegated: boolean): SQL {
  switch (tree.kind) {
    case "not":
      return conditionOf(tree.item, !isNegated);
    case "compare": {
      const condition = comparison(tree);
      return isNegated ? sql`(${condition}) is not true` : condition;
    }
    default: {
      const items = tree.items.map((item) => conditionOf(item, isNegated));
      const isAnd = (tree.kind === "and") !== isNegated;
      return sql`(${sql.join(items, isAnd ? sql` and ` : sql` or `)})`;
    }
  }
}

function comparison({ field, test }: Extract<FilterTree, { readonly kind: "compare" }>): SQL {
  switch (field.kind) {
    case "fact":
      return textTest(FACT_COLUMNS[field.name], test);
    case "contact":
      return contactTest(test);
    case "instant": {
      if (field.name === "registeredAt") return instantTest(devices.registeredAt, test);
      const contact = instantTest(sql`filtered_live.last_contact_at`, test);
      return sql`exists (select 1 from ${deviceLive} filtered_live
        where filtered_live.device_id = ${devices.deviceId} and ${contact})`;
    }
    case "tag":
      if (test.kind === "one_of") return arrayOverlaps(devices.tags, [...test.values]);
      return sql`exists (select 1 from unnest(${devices.tags}) as filtered_tag where ${textTest(sql`filtered_tag`, test)})`;
    case "node":
      return sql`exists (select 1 from ${deviceNodes} filtered_node where filtered_node.device_id = ${devices.deviceId}
        and filtered_node.uri = ${field.uri} and ${textTest(sql`filtered_node.value`, test)})`;
  }
}

/** The field knows no other test. */
function contactTest(test: FilterTest): SQL {
  const wanted = test.kind === "one_of" ? CONTACT_STATES.filter((state) => test.values.includes(state)) : [];
  return wanted.length === 0 ? NOTHING : sql`(${sql.join(wanted.map(isContactState), sql` or `)})`;
}

function textTest(value: SQL | AnyPgColumn, test: FilterTest): SQL {
  switch (test.kind) {
    case "one_of": {
      const [only = "", ...more] = test.values;
      return more.length === 0 ? sql`${value} = ${only}` : sql`${value} = any(${sql.param([...test.values])}::text[])`;
    }
    case "order":
      return sql`natural_order_key(${value}) collate "C" ${ORDERS[test.order]} natural_order_key(${test.value})`;
    case "begins":
      return sql`${value} like ${`${escapeLike(test.text)}%`}`;
    case "ends":
      return sql`reverse(${value}) like ${`${escapeLike([...test.text].reverse().join(""))}%`}`;
    case "instant":
      return NOTHING;
  }
}

function instantTest(value: SQL | AnyPgColumn, test: FilterTest): SQL {
  return test.kind === "instant" ? sql`${value} ${ORDERS[test.order]} ${instantOf(test.value)}` : NOTHING;
}

function instantOf(instant: FilterInstant): SQL {
  return "at" in instant
    ? sql`${instant.at}::timestamptz`
    : sql`now() - make_interval(secs => ${instant.secondsAgo}::double precision)`;
}

/** Makes a text mean itself behind `like`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}
