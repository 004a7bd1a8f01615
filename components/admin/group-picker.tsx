"use client";
import { useTranslations } from "use-intl";
import { ErrorState } from "../data/error-state";
import type { Environment } from "../trpc/api-client";
import { SkeletonRows } from "../ui/skeleton";
import { GROUPS_SHOWN_MAX, useGroupsOf } from "./use-groups-of";

interface GroupPickerProps {
  readonly environment: Environment;
  /** null: the system is not limited. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
  readonly error?: string | undefined;
}

/** Which devices a system sees: all of its environment, or those of some groups. */
export function GroupPicker({ environment, chosen, onChange, error }: GroupPickerProps) {
  const t = useTranslations("systems.rights");
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{t("groups")}</legend>
      <label className="flex items-start gap-2.5 rounded-sm px-1 py-1 hover:bg-hover">
        <input
          type="checkbox"
          className="mt-0.5 size-4 shrink-0 accent-primary"
          checked={chosen !== null}
          onChange={(event) => onChange(event.target.checked ? [] : null)}
        />
        <span>
          {t("groupsAsk")}
          <span className="block text-muted text-sm">{t("groupsHint")}</span>
        </span>
      </label>
      {chosen === null ? null : <Groups environment={environment} chosen={chosen} onChange={onChange} />}
      {error ? <p className="text-danger-text text-sm">{error}</p> : null}
    </fieldset>
  );
}

interface GroupsProps {
  readonly environment: Environment;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Groups({ environment, chosen, onChange }: GroupsProps) {
  const t = useTranslations("systems.rights");
  const groups = useGroupsOf(environment);
  if (groups.isPending) return <SkeletonRows count={2} />;
  if (groups.isError) return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />;
  const { items, next } = groups.data;
  const unseen = chosen.filter((id) => !items.some((group) => group.id === id));
  const offered = [...items, ...unseen.map((id) => ({ id, name: t("groupGone"), filter: id }))];
  if (offered.length === 0) return <p className="ps-7 text-muted text-sm">{t("groupsNone")}</p>;
  return (
    <div className="flex max-h-60 flex-col overflow-y-auto ps-6">
      {offered.map(({ id, name, filter }) => (
        <label key={id} className="flex items-start gap-2.5 rounded-sm px-1 py-1 hover:bg-hover">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-primary"
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
          <span className="min-w-0">
            {name}
            {filter === null ? null : <code className="block truncate font-mono text-muted text-sm">{filter}</code>}
          </span>
        </label>
      ))}
      {next === null ? null : <p className="text-muted text-sm">{t("groupsMore", { n: GROUPS_SHOWN_MAX })}</p>}
    </div>
  );
}
