"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import type { Environment } from "../trpc/api-client";
import type { LoggedEventView } from "../trpc/views";
import { Missing } from "../value/missing";

interface AboutLinksProps {
  readonly environment: Environment;
  readonly about: Pick<LoggedEventView, "operationId" | "deviceId" | "contentId">;
}

/** The pages of what an event is about. */
export function AboutLinks({ environment, about }: AboutLinksProps) {
  const t = useTranslations("events.about");
  const { operationId, deviceId, contentId } = about;
  const links = [
    ...(operationId ? [{ label: t("operation"), href: `/${environment}/operations/${operationId}` }] : []),
    ...(deviceId ? [{ label: t("device"), href: `/${environment}/devices/${deviceId}` }] : []),
    ...(contentId ? [{ label: t("content"), href: `/${environment}/content/${contentId}` }] : []),
  ];
  if (links.length === 0) return <Missing />;
  return (
    <span className="flex flex-wrap gap-x-4">
      {links.map(({ label, href }) => (
        <Link key={href} href={href} prefetch={false} className="rounded-sm text-link hover:underline">
          {label}
        </Link>
      ))}
    </span>
  );
}
