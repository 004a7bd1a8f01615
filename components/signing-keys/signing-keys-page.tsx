"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ContentTabs } from "../contents/content-tabs";
import { PageHeader } from "../shell/page-header";
import type { Environment } from "../trpc/api-client";
import { Button } from "../ui/button";
import { RegisterKeyDialog } from "./register-key-dialog";
import { SigningKeyList } from "./signing-key-list";

/** Whose signatures under contents are believed, and for what. */
export function SigningKeysPage({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("signingKeys");
  const [registering, setRegistering] = useState(false);
  const begin = (
    <Button intent="primary" onClick={() => setRegistering(true)}>
      <Plus aria-hidden="true" />
      {t("register.act")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t("title")} summary={t("summary")} actions={begin} />
      <ContentTabs environment={environment} current="keys" />
      <div className="overflow-hidden rounded-md border border-hairline bg-surface">
        <SigningKeyList begin={begin} />
      </div>
      <RegisterKeyDialog open={registering} onClose={() => setRegistering(false)} />
    </div>
  );
}
