"use client";
import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../form/field";
import { Notice } from "../form/notice";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Input } from "../ui/input";
import { requestSignIn, type SignInOutcome } from "./sign-in-requests";

/** `next`: a path of this console, already checked. */
export function SignInForm({ next }: { readonly next: string }) {
  const t = useTranslations("signIn");
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  const [pending, setPending] = useState(false);
  const [shown, setShown] = useState(false);
  const notice = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (outcome && outcome !== "signed_in") notice.current?.focus();
  }, [outcome]);

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setOutcome(null);
    const answer = await requestSignIn(String(form.get("email")), String(form.get("password")));
    setOutcome(answer);
    // A whole page load: everything that was loaded for nobody is left behind.
    if (answer === "signed_in") window.location.assign(next);
    else setPending(false);
  };

  return (
    <form method="post" onSubmit={onSubmit} className="flex flex-col gap-4">
      {outcome && outcome !== "signed_in" ? (
        <Notice ref={notice} tone="danger">
          {t(outcome)}
        </Notice>
      ) : null}
      <Field label={t("email")}>
        {(field) => (
          <Input {...field} name="email" type="email" autoComplete="username" required autoFocus={outcome === null} />
        )}
      </Field>
      <Field label={t("password")}>
        {(field) => (
          <div className="relative">
            <Input
              {...field}
              name="password"
              type={shown ? "text" : "password"}
              autoComplete="current-password"
              required
              className="pe-11"
            />
            <IconButton
              label={t(shown ? "hide" : "show")}
              icon={shown ? EyeOff : Eye}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
              className="absolute top-0.5 right-0.5"
            />
          </div>
        )}
      </Field>
      <Button type="submit" intent="primary" size="large" pending={pending} className="mt-1 w-full">
        {t("submit")}
      </Button>
    </form>
  );
}
