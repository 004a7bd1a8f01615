"use client";
import { useTranslations } from "use-intl";
import { ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { OperationList } from "./operation-list";

export function OperationsPage({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("operations");
  return <ListPage title={t("title")} summary={t("summary")} list={<OperationList environment={environment} />} />;
}
