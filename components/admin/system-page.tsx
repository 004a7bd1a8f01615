"use client";
import { useMutation } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ExternalSystemView } from "@/server/services/external-systems/schemas";
import { EmptyState } from "../data/empty-state";
import { Breadcrumbs } from "../shell/breadcrumbs";
import { PageHeader } from "../shell/page-header";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FactList } from "../value/fact-list";
import { Id } from "../value/id";
import { Time } from "../value/time";
import { AddCredentialDialog } from "./add-credential-dialog";
import { AllowedGroups } from "./allowed-groups";
import { CredentialPanel } from "./credential-panel";
import { type NewSecret, ShownOnce } from "./shown-once";
import { SwitchDialog } from "./switch-dialog";
import { SystemBadge } from "./system-badge";
import { SystemRightsDialog } from "./system-rights-dialog";
import { useSystem } from "./use-system";

type Question = "switch" | "rights" | "credential";

/** One External System: whether it is let in, how it proves itself, what it may do. */
export function SystemPage({ initial }: { readonly initial: ExternalSystemView }) {
  const t = useTranslations("systems");
  const environment = useTranslations("environment.name");
  const { system, readAgain } = useSystem(initial);
  const trpc = useTrpc();
  const change = useMutation(trpc.systems.change.mutationOptions());
  const [asked, setAsked] = useState<Question | null>(null);
  const [secret, setSecret] = useState<NewSecret | null>(null);
  const done = () => {
    setAsked(null);
    void readAgain();
  };
  const onSecret = (shown: NewSecret | null) => {
    setSecret(shown);
    done();
  };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Breadcrumbs label={t("way")} items={[{ label: t("title"), href: "/admin/systems" }, { label: system.name }]} />
        <PageHeader
          title={system.name}
          state={<SystemBadge system={system} explain />}
          summary={<Id id={system.id} what={t("id")} />}
          actions={
            <Button intent={system.disabled ? "primary" : "secondary"} onClick={() => setAsked("switch")}>
              {t(system.disabled ? "switch.on" : "switch.off")}
            </Button>
          }
        />
      </div>
      <Card
        title={t("credentials.title")}
        aside={
          <Button size="small" onClick={() => setAsked("credential")}>
            <Plus aria-hidden="true" />
            {t("credentials.add")}
          </Button>
        }
        flush
      >
        {system.credentials.length === 0 ? (
          <EmptyState icon={KeyRound} title={t("credentials.none.title")} text={t("credentials.none.text")} />
        ) : (
          <ul className="divide-y divide-hairline">
            {system.credentials.map((credential) => (
              <li key={credential.clientId}>
                <CredentialPanel credential={credential} onChanged={done} onSecret={onSecret} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card
        title={t("rights.title")}
        aside={
          <Button size="small" onClick={() => setAsked("rights")}>
            {t("rights.act")}
          </Button>
        }
      >
        <FactList
          facts={[
            { label: t("column.environment"), value: environment(system.realm) },
            {
              label: t("rights.scopes"),
              value: system.scopes.map((scope) => (
                <span key={scope} className="rounded-sm bg-neutral-tint px-1.5 font-mono text-neutral-text text-sm">
                  {scope}
                </span>
              )),
            },
            { label: t("rights.ceiling"), value: t("rights.ceilingValue", { n: system.destructiveDevicesPerHour }) },
            { label: t("rights.groups"), value: <AllowedGroups system={system} /> },
            {
              label: t("rights.key"),
              value: t(system.idempotencyKeyRequired ? "rights.keyRequired" : "rights.keyOptional"),
            },
            {
              label: t("rights.expires"),
              value: system.expiresAt ? <Time at={system.expiresAt} explain /> : t("rights.never"),
            },
            { label: t("rights.registered"), value: <Time at={system.createdAt} explain /> },
          ]}
        />
      </Card>
      {asked === "switch" ? (
        <SwitchDialog
          of="systems"
          subject={system}
          onClose={() => setAsked(null)}
          onSwitch={async (to) => {
            await change.mutateAsync({ id: system.id, ...to });
            done();
          }}
        />
      ) : null}
      <SystemRightsDialog
        key={`${asked}`}
        system={system}
        open={asked === "rights"}
        onClose={() => setAsked(null)}
        onDone={done}
      />
      <AddCredentialDialog
        systemId={system.id}
        open={asked === "credential"}
        onClose={() => setAsked(null)}
        onDone={onSecret}
      />
      <ShownOnce given={secret} onStored={() => setSecret(null)} />
    </div>
  );
}
