"use client";
import { useTranslations } from "use-intl";

type Words = (
  list: "deployed" | "delivered",
  leaf: "state" | "status",
  value: number | null,
  /** The server's words, for values that have none in this language. */
  meaning: string | null,
) => string | null;

/** What a state or status of an item means, in the person's language; null: the device does not tell it. */
export function useSoftwareWords(): Words {
  const t = useTranslations("software");
  return (list, leaf, value, meaning) => {
    const key = `${leaf}.${list}.${value}` as "state.deployed.10";
    return value !== null && t.has(key) ? t(key) : meaning;
  };
}
