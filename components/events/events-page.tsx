"use client";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { Button } from "../ui/button";
import { Select } from "../ui/input";
import { EventList } from "./event-list";
import { EventTabs } from "./event-tabs";
import { EVENT_FAMILIES } from "./event-types";

interface EventsPageProps {
  readonly environment: Environment;
  /** A pattern of types; null: all. */
  readonly types: string | null;
}

/** What happened in an environment, as it happens. */
export function EventsPage({ environment, types }: EventsPageProps) {
  const t = useTranslations("events");
  const router = useRouter();
  const pathname = usePathname();
  const show = (pattern: string) =>
    router.replace(pattern ? `${pathname}?type=${pattern}` : pathname, { scroll: false });
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      tabs={<EventTabs environment={environment} current="events" />}
      list={
        <>
          <search className="flex flex-wrap items-center gap-2 border-hairline border-b p-2">
            <Select
              aria-label={t("filter.type")}
              className="w-auto border-hairline"
              value={types ?? ""}
              onChange={(event) => show(event.target.value)}
            >
              <option value="">{t("filter.all")}</option>
              {Object.entries(EVENT_FAMILIES).map(([family, names]) => (
                <optgroup key={family} label={t(`family.${family as "task"}`)}>
                  <option value={`${family}.*`}>{`${family}.*`}</option>
                  {names.map((name) => (
                    <option key={name} value={`${family}.${name}`}>{`${family}.${name}`}</option>
                  ))}
                </optgroup>
              ))}
            </Select>
          </search>
          <EventList
            key={types}
            environment={environment}
            types={types}
            clear={<Button onClick={() => show("")}>{t("noMatch.action")}</Button>}
          />
        </>
      }
    />
  );
}
