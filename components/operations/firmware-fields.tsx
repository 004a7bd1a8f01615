"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Input, Select } from "../ui/input";
import { type ChosenContent, ContentChoice } from "./content-choice";
import { type FieldsProps, problemAt, useParams } from "./start-fields";
import { FIRMWARE_FLOWS, type FirmwareFlow, firmwareParams } from "./start-forms";

interface FirmwareFieldsProps extends FieldsProps {
  readonly deviceId: string;
  readonly mayOverride: boolean;
}

/** Characters; more than a device shows. */
const QUESTION_MAX = 1_000;

/** Which firmware the device gets, and by which way. */
export function FirmwareFields({ subject, deviceId, mayOverride, onChange, problems }: FirmwareFieldsProps) {
  const t = useTranslations("start.firmware");
  const [chosen, setChosen] = useState<ChosenContent>({ content: subject.content ?? "", override: false });
  const [flow, setFlow] = useState<FirmwareFlow | "">("");
  const [question, setQuestion] = useState("");
  useParams(firmwareParams({ ...chosen, flow, question }), onChange);
  return (
    <>
      <ContentChoice
        deviceId={deviceId}
        kind="firmware"
        mayOverride={mayOverride}
        chosen={chosen}
        onChange={setChosen}
        problems={problems}
      />
      <Field label={t("flow")} hint={t(`flowHint.${flow || "any"}`)} error={problemAt(problems, "/params/flow")}>
        {(field) => (
          <Select
            {...field}
            value={flow}
            onChange={(event) => setFlow(FIRMWARE_FLOWS.find((name) => name === event.target.value) ?? "")}
          >
            <option value="">{t("flowName.any")}</option>
            {FIRMWARE_FLOWS.map((name) => (
              <option key={name} value={name}>
                {t(`flowName.${name}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("question")} hint={t("questionHint")} error={problemAt(problems, "/params/ask")}>
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            maxLength={QUESTION_MAX}
            value={question}
            onChange={(event) => setQuestion(event.target.value)}
          />
        )}
      </Field>
    </>
  );
}
