"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Input, Select } from "../ui/input";
import { FactList } from "../value/fact-list";
import { type ChosenContent, ContentChoice } from "./content-choice";
import { type FieldsProps, problemAt, useParams } from "./start-fields";
import { changeParams, installParams, SOFTWARE_FLOWS, type SoftwareFlow, type SoftwareSubject } from "./start-forms";

interface InstallFieldsProps extends FieldsProps {
  readonly deviceId: string;
  readonly mayOverride: boolean;
}

/** Which software the device gets, what comes of it, and by which way. */
export function InstallFields({ subject, deviceId, mayOverride, onChange, problems }: InstallFieldsProps) {
  const t = useTranslations("start.software");
  const [chosen, setChosen] = useState<ChosenContent>({ content: subject.content ?? "", override: false });
  const [component, setComponent] = useState("");
  const [active, setActive] = useState(true);
  const [flow, setFlow] = useState<SoftwareFlow>("downloadInstall");
  useParams(installParams({ ...chosen, component, active, flow }, subject.item), onChange);
  return (
    <>
      {subject.item ? <ItemFacts item={subject.item} /> : null}
      <ContentChoice
        deviceId={deviceId}
        kind="software"
        mayOverride={mayOverride}
        chosen={chosen}
        onChange={setChosen}
        problems={problems}
      />
      {subject.item ? null : (
        <Field label={t("component")} hint={t("componentHint")} error={problemAt(problems, "/params/component")}>
          {(field) => (
            <Input
              {...field}
              value={component}
              maxLength={255}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setComponent(event.target.value)}
              className="font-mono text-sm"
            />
          )}
        </Field>
      )}
      <Field label={t("flow")} hint={t(`flowHint.${flow}`)} error={problemAt(problems, "/params/flow")}>
        {(field) => (
          <Select
            {...field}
            value={flow}
            onChange={(event) => setFlow(SOFTWARE_FLOWS.find((name) => name === event.target.value) ?? flow)}
          >
            {SOFTWARE_FLOWS.map((name) => (
              <option key={name} value={name}>
                {t(`flowName.${name}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <label className="flex items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-primary"
          checked={active}
          onChange={(event) => setActive(event.target.checked)}
        />
        {t("active")}
      </label>
    </>
  );
}

interface ChangeFieldsProps extends Pick<FieldsProps, "onChange"> {
  readonly item: SoftwareSubject;
}

/** What of the device's inventory is changed. It was chosen before. */
export function ChangeFields({ item, onChange }: ChangeFieldsProps) {
  useParams(changeParams(item), onChange);
  return <ItemFacts item={item} />;
}

function ItemFacts({ item }: { readonly item: SoftwareSubject }) {
  const t = useTranslations("start.software");
  return (
    <FactList
      facts={[
        { label: t(`item.${item.list}`), value: item.title },
        { label: t("item.name"), value: <span className="break-all font-mono text-sm">{item.name}</span> },
        ...(item.version
          ? [{ label: t("item.version"), value: <span className="break-all font-mono text-sm">{item.version}</span> }]
          : []),
      ]}
    />
  );
}
