"use client";
import { Search, X } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { RegistryTabs } from "../groups/registry-tabs";
import { ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { IconButton } from "../ui/icon-button";
import { Input } from "../ui/input";
import { DeviceList } from "./device-list";
import { mayStandInAddress } from "./filter-term";
import { setPrivateFilter, usePrivateFilter } from "./private-filter";

/** Typing is over when nothing came for this long. */
const SETTLE_MS = 250;

interface DevicesPageProps {
  readonly environment: Environment;
  /** The filter in the address. */
  readonly q: string;
}

export function DevicesPage({ environment, q }: DevicesPageProps) {
  const t = useTranslations("devices");
  const router = useRouter();
  const pathname = usePathname();
  const privateFilter = usePrivateFilter();
  const applied = q || privateFilter;
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(applied);
  const [from, setFrom] = useState(applied);
  if (from !== applied) {
    // The filter was set elsewhere (search box, Back): the field follows.
    setFrom(applied);
    if (text.trim() !== applied) setText(applied);
  }

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === applied) return;
    const timer = setTimeout(() => {
      const inAddress = mayStandInAddress(wanted);
      setPrivateFilter(inAddress ? "" : wanted);
      const address = inAddress && wanted ? `${pathname}?q=${encodeURIComponent(wanted)}` : pathname;
      router.replace(address, { scroll: false });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, applied, pathname, router]);

  const clear = () => {
    setText("");
    // What cleared it goes away, and the focus would go with it.
    field.current?.focus();
  };
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      tabs={<RegistryTabs environment={environment} current="devices" />}
      list={
        <>
          <search className="flex items-center gap-2 border-hairline border-b p-2">
            <div className="relative w-full max-w-xl">
              <Search
                aria-hidden="true"
                className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
              />
              <Input
                ref={field}
                type="text"
                aria-label={t("filter")}
                placeholder={t("filterPlaceholder")}
                autoComplete="off"
                spellCheck={false}
                value={text}
                onChange={(event) => setText(event.target.value)}
                className="border-hairline ps-9 pe-9"
              />
              {text ? (
                <IconButton
                  label={t("clear")}
                  icon={X}
                  onClick={clear}
                  className="absolute top-0.5 right-0.5 max-sm:size-10"
                />
              ) : null}
            </div>
          </search>
          <DeviceList environment={environment} term={applied} onClear={clear} />
        </>
      }
    />
  );
}
