"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Notice } from "../form/notice";
import { useFocusOnWrong } from "../form/use-focus-on-wrong";
import { readApiProblem } from "../trpc/api-error";
import { useTrpc } from "../trpc/trpc";
import { Button } from "../ui/button";
import { Input } from "../ui/input";

interface PasswordFormProps {
  /** Whose password it is: for the password manager. */
  readonly email: string;
  readonly onDone: () => void;
}

/** Another password of one's own. What is typed can be shown, so it is asked for once. */
export function PasswordForm({ email, onDone }: PasswordFormProps) {
  const t = useTranslations("account.password");
  const trpc = useTrpc();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const change = useMutation(trpc.account.changePassword.mutationOptions());
  const { form, notice } = useFocusOnWrong(change.error);
  const problem = change.isError ? readApiProblem(change.error) : null;
  const errorOf = (pointer: string) => problem?.fields.find((field) => field.pointer === pointer)?.detail;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    const changed = await change.mutateAsync({ current, password }).catch(() => null);
    if (!changed) return;
    setCurrent("");
    setPassword("");
    onDone();
  };
  const type = shown ? "text" : "password";
  return (
    <form ref={form} onSubmit={submit} className="flex max-w-md flex-col gap-4">
      {problem ? (
        <Notice ref={notice} tone="danger">
          {problem.fields.length > 0 ? t("refused") : problem.message || t("failed")}
        </Notice>
      ) : null}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label={t("current")} error={errorOf("/current")}>
        {(field) => (
          <Input
            {...field}
            type={type}
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("new")} hint={t("newHint")} error={errorOf("/password")}>
        {(field) => (
          <Input
            {...field}
            type={type}
            autoComplete="new-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <label className="flex items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4 accent-primary"
          checked={shown}
          onChange={(event) => setShown(event.target.checked)}
        />
        {t("show")}
      </label>
      <Button type="submit" intent="primary" className="self-start" pending={change.isPending}>
        {t("act")}
      </Button>
    </form>
  );
}
