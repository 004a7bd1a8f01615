"use client";
import { usePathname, useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useTranslations } from "use-intl";
import { AdminTabs } from "../admin/admin-tabs";
import { Field } from "../form/field";
import { ListPage } from "../shell/list-page";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { AUDIT_FIELD_CHARACTERS_MAX, AUDIT_FIELDS, type AuditFilter, auditFilter } from "./audit-filter";
import { AuditList } from "./audit-list";

/** Who changed what, from where and why. */
export function AuditPage({ filter }: { readonly filter: AuditFilter }) {
  const t = useTranslations("audit");
  const router = useRouter();
  const pathname = usePathname();
  const show = (next: AuditFilter) => {
    const query = new URLSearchParams({ ...next }).toString();
    router.replace(query ? `${pathname}?${query}` : pathname, { scroll: false });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    show(auditFilter(Object.fromEntries(new FormData(event.currentTarget))));
  };
  return (
    <ListPage
      title={t("title")}
      summary={t("summary")}
      tabs={<AdminTabs current="audit" />}
      list={
        <>
          <search>
            {/* A new filter in the address fills the fields anew. */}
            <form
              key={JSON.stringify(filter)}
              onSubmit={submit}
              className="flex flex-wrap items-end gap-2 border-hairline border-b p-3"
            >
              {AUDIT_FIELDS.map((field) => (
                <div key={field} className="min-w-40 flex-1 text-sm">
                  <Field label={t(`filter.${field}`)}>
                    {(ids) => (
                      <Input
                        {...ids}
                        name={field}
                        defaultValue={filter[field] ?? ""}
                        placeholder={t(`example.${field}`)}
                        maxLength={AUDIT_FIELD_CHARACTERS_MAX[field]}
                        className="font-mono"
                        autoComplete="off"
                      />
                    )}
                  </Field>
                </div>
              ))}
              <Button type="submit" size="large">
                {t("filter.act")}
              </Button>
            </form>
          </search>
          <AuditList filter={filter} clear={<Button onClick={() => show({})}>{t("noMatch.action")}</Button>} />
        </>
      }
    />
  );
}
