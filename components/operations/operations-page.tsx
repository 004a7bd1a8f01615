"use client";
import { useTranslations } from "use-intl";
import { PageHeader } from "../shell/page-header";
import type { Environment } from "../trpc/api-client";
import { OperationList } from "./operation-list";

export function OperationsPage({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("operations");
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t("title")} summary={t("summary")} />
      <div className="overflow-hidden rounded-md border border-hairline bg-surface">
        <OperationList environment={environment} />
      </div>
    </div>
  );
}
