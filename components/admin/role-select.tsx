"use client";
import { useTranslations } from "use-intl";
import type { Role } from "@/server/services/principal";
import { Field } from "../form/field";
import { Select } from "../ui/input";

/** A list of its own, held to the schema by the compiler: the schema's library stays out of the browser. */
const ROLES = ["agent", "operator", "administrator"] as const satisfies readonly Role[];

interface RoleSelectProps {
  readonly role: Role;
  readonly onChange: (role: Role) => void;
}

/** The role of a person, with what it may do. */
export function RoleSelect({ role, onChange }: RoleSelectProps) {
  const t = useTranslations("users");
  const roleName = useTranslations("userMenu.role");
  return (
    <Field label={t("column.role")} hint={t(`roleHint.${role}`)}>
      {(field) => (
        <Select
          {...field}
          value={role}
          onChange={(event) => onChange(ROLES.find((one) => one === event.target.value) ?? role)}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {roleName(one)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
