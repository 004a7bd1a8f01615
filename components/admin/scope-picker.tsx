"use client";
import { useTranslations } from "use-intl";
import { Scope } from "@/server/services/principal";

/** What people of the console may do and no system: a system that could give itself rights would have all of them. */
const FOR_PEOPLE: readonly Scope[] = ["systems:write", "users:write", "operations:approve", "contents:approve"];
const OFFERED = Scope.options.filter((scope) => !FOR_PEOPLE.includes(scope));

interface ScopePickerProps {
  readonly chosen: readonly Scope[];
  readonly onChange: (chosen: readonly Scope[]) => void;
  readonly error?: string | undefined;
}

/** What a system may do, right by right, each with what it means. */
export function ScopePicker({ chosen, onChange, error }: ScopePickerProps) {
  const t = useTranslations("scopes");
  const shown = Scope.options.filter((scope) => OFFERED.includes(scope) || chosen.includes(scope));
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{t("title")}</legend>
      {shown.map((scope) => (
        <label key={scope} className="flex items-start gap-2.5 rounded-sm px-1 py-1 hover:bg-hover">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-primary"
            checked={chosen.includes(scope)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
            }
          />
          <span className="min-w-0">
            <span className="font-mono text-sm">{scope}</span>
            <span className="block text-muted text-sm">{t(`about.${scope.replace(":", "_") as "devices_read"}`)}</span>
          </span>
        </label>
      ))}
      {error ? <p className="text-danger-text text-sm">{error}</p> : null}
    </fieldset>
  );
}
