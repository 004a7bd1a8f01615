"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { rootAndList, softwareName } from "../software/software-name";
import { useSoftwareWords } from "../software/use-software-words";
import { FactList } from "../value/fact-list";
import { literal, useReportFacts } from "./report-facts";
import type { SoftwareOutcome } from "./result-shapes";

interface SoftwareResultProps {
  readonly outcome: SoftwareOutcome;
  /** It is no longer in the inventory, which was what was wanted. */
  readonly removed: boolean;
}

/** What the device reported, beside what its inventory was seen to hold: the proof does not rest on what it says. */
export function SoftwareResult({ outcome, removed }: SoftwareResultProps) {
  const t = useTranslations("result.software");
  const reported = useReportFacts(outcome);
  const words = useSoftwareWords();
  const { item, fromVersion, toVersion } = outcome;
  const list = (item && rootAndList(item.uri)?.list) || "deployed";
  return (
    <FactList
      facts={[
        { label: t("item"), value: item ? softwareName(item) : null },
        ...reported,
        { label: t("from"), value: literal(fromVersion) },
        ...(removed
          ? [{ label: t("seen"), value: t("gone") }]
          : [
              { label: t("to"), value: literal(toVersion) },
              { label: t("seen"), value: literal(item?.version ?? null) },
              { label: t("state"), value: item ? words(list, "state", item.state, item.stateMeaning) : null },
            ]),
      ]}
    />
  );
}

interface InventoryResultProps {
  readonly components: number;
  readonly packages: number;
  readonly firmware: number;
  /** Where all of it is shown. */
  readonly href: string;
}

/** How much was read; the device's page has it in full. */
export function InventoryResult({ components, packages, firmware, href }: InventoryResultProps) {
  const t = useTranslations("result.inventory");
  const nothing = components + packages + firmware === 0;
  return (
    <p>
      {nothing ? t("nothing") : t("read", { components, packages, firmware })}{" "}
      <Link href={href} className="text-link hover:underline">
        {t("open")}
      </Link>
    </p>
  );
}
