"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ContentTabs } from "../contents/content-tabs";
import { AddButton, ListPage } from "../shell/list-page";
import type { Environment } from "../trpc/api-client";
import { RegisterKeyDialog } from "./register-key-dialog";
import { SigningKeyList } from "./signing-key-list";

/** Whose signatures under contents are believed, and for what. */
export function SigningKeysPage({ environment }: { readonly environment: Environment }) {
  const t = useTranslations("signingKeys");
  const [registering, setRegistering] = useState(false);
  const begin = <AddButton onClick={() => setRegistering(true)}>{t("register.act")}</AddButton>;
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      actions={begin}
      tabs={<ContentTabs environment={environment} current="keys" />}
      list={<SigningKeyList begin={begin} />}
    >
      <RegisterKeyDialog open={registering} onClose={() => setRegistering(false)} />
    </ListPage>
  );
}
