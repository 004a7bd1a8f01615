"use client";
import { Plus, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Input, Select, Textarea } from "../ui/input";
import { SET_FORMATS, type SetRow, type StartSubject, setParams, urisOf } from "./start-forms";

export interface FieldsProps {
  readonly subject: StartSubject;
  /** Called with the kind's params whenever they change. */
  readonly onChange: (params: unknown) => void;
  /** What the server found wrong, by JSON pointer into the operation. */
  readonly problems: readonly { readonly pointer: string; readonly detail: string }[];
}

const NODES_DEFAULT = 500;
const NODES_MAX = 5_000;

export function GetFields({ subject, onChange, problems }: FieldsProps) {
  const t = useTranslations("start");
  const [text, setText] = useState(subject.uris.join("\n"));
  const uris = urisOf(text);
  useParams({ uris }, onChange);
  const wrong = problems.find((problem) => problem.pointer.startsWith("/params/uris"));
  const line = Number(/^\/params\/uris\/(\d+)/.exec(wrong?.pointer ?? "")?.[1] ?? Number.NaN);
  const named = Number.isNaN(line) ? undefined : uris[line];
  return (
    <Field
      label={t("nodes")}
      hint={t("nodesHint")}
      error={wrong ? [named, wrong.detail].filter(Boolean).join(": ") : undefined}
    >
      {(field) => (
        <Textarea
          {...field}
          required
          autoFocus
          rows={4}
          spellCheck={false}
          autoCapitalize="none"
          value={text}
          placeholder={"./DevDetail/FwV\n./DevInfo/Man"}
          onChange={(event) => setText(event.target.value)}
          className="font-mono text-sm"
        />
      )}
    </Field>
  );
}

export function SetFields({ subject, onChange, problems }: FieldsProps) {
  const t = useTranslations("start");
  const [rows, setRows] = useState<readonly (SetRow & { readonly key: number })[]>([
    { key: 0, uri: subject.uris[0] ?? "", value: subject.value ?? "", format: "" },
  ]);
  useParams(setParams(rows), onChange);
  const change = (key: number, changed: Partial<SetRow>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...changed } : row)));
  const add = () =>
    setRows([...rows, { key: Math.max(...rows.map((row) => row.key)) + 1, uri: "", value: "", format: "" }]);
  return (
    <div className="flex flex-col gap-4">
      {rows.map((row, i) => (
        <fieldset key={row.key} className="flex flex-col gap-3 rounded-md border border-hairline p-3">
          <legend className="px-1 text-muted text-sm">{t("setRow", { n: i + 1 })}</legend>
          <Field label={t("node")} error={problemAt(problems, `/params/values/${i}/uri`)}>
            {(field) => (
              <NodeInput
                {...field}
                value={row.uri}
                autoFocus={i === 0 && !row.uri}
                onText={(uri) => change(row.key, { uri })}
              />
            )}
          </Field>
          <div className="flex items-end gap-3">
            <div className="min-w-0 flex-1">
              <Field label={t("value")} error={problemAt(problems, `/params/values/${i}/value`)}>
                {(field) => (
                  <Input
                    {...field}
                    value={row.value}
                    autoFocus={i === 0 && row.uri !== ""}
                    autoComplete="off"
                    spellCheck={false}
                    onChange={(event) => change(row.key, { value: event.target.value })}
                    className="font-mono text-sm"
                  />
                )}
              </Field>
            </div>
            <div className="w-32">
              <Field label={t("format")}>
                {(field) => (
                  <Select
                    {...field}
                    value={row.format}
                    onChange={(event) => change(row.key, { format: event.target.value })}
                  >
                    <option value="">{t("formatAsIs")}</option>
                    {SET_FORMATS.map((format) => (
                      <option key={format}>{format}</option>
                    ))}
                  </Select>
                )}
              </Field>
            </div>
            {rows.length > 1 ? (
              <IconButton
                label={t("removeRow", { n: i + 1 })}
                icon={Trash2}
                onClick={() => setRows(rows.filter((one) => one.key !== row.key))}
              />
            ) : null}
          </div>
        </fieldset>
      ))}
      <Button intent="quiet" onClick={add} className="self-start">
        <Plus aria-hidden="true" />
        {t("addRow")}
      </Button>
    </div>
  );
}

export function ExecuteFields({ subject, onChange, problems }: FieldsProps) {
  const t = useTranslations("start");
  const [uri, setUri] = useState(subject.uris[0] ?? "");
  const [data, setData] = useState("");
  useParams({ uri: uri.trim(), ...(data === "" ? {} : { data }) }, onChange);
  return (
    <>
      <Field label={t("node")} error={problemAt(problems, "/params/uri")}>
        {(field) => <NodeInput {...field} value={uri} autoFocus onText={setUri} />}
      </Field>
      <Field label={t("argument")} hint={t("argumentHint")} error={problemAt(problems, "/params/data")}>
        {(field) => (
          <Textarea
            {...field}
            rows={3}
            spellCheck={false}
            value={data}
            onChange={(event) => setData(event.target.value)}
            className="font-mono text-sm"
          />
        )}
      </Field>
    </>
  );
}

export function DiscoverFields({ onChange, problems }: FieldsProps) {
  const t = useTranslations("start");
  const [nodesMax, setNodesMax] = useState(String(NODES_DEFAULT));
  useParams({ nodesMax: Number(nodesMax) }, onChange);
  return (
    <Field label={t("nodesMax")} hint={t("nodesMaxHint")} error={problemAt(problems, "/params/nodesMax")}>
      {(field) => (
        <Input
          {...field}
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={NODES_MAX}
          value={nodesMax}
          onChange={(event) => setNodesMax(event.target.value)}
          className="w-32"
        />
      )}
    </Field>
  );
}

type NodeInputProps = Omit<React.ComponentProps<typeof Input>, "onChange"> & {
  readonly onText: (text: string) => void;
};

function NodeInput({ onText, ...rest }: NodeInputProps) {
  return (
    <Input
      {...rest}
      required
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      placeholder="./Vendor/Setting"
      onChange={(event) => onText(event.target.value)}
      className="font-mono text-sm"
    />
  );
}

/** Hands the params up whenever their content changed. */
export function useParams(params: unknown, onChange: (params: unknown) => void): void {
  const content = JSON.stringify(params);
  useEffect(() => onChange(JSON.parse(content)), [content, onChange]);
}

export function problemAt(problems: FieldsProps["problems"], pointer: string): string | undefined {
  return problems.find((problem) => problem.pointer === pointer)?.detail;
}
