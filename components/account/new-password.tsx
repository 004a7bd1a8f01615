"use client";
import { ApiProvider } from "../trpc/api-provider";
import { PasswordForm } from "./password-form";

interface NewPasswordProps {
  readonly email: string;
  /** A path of this console, already checked. */
  readonly next: string;
}

/** The one thing that can be done with a password that somebody else knows. */
export function NewPassword({ email, next }: NewPasswordProps) {
  return (
    <ApiProvider environment="live">
      {/* A whole page load: what was refused until now is asked for anew. */}
      <PasswordForm email={email} onDone={() => window.location.assign(next)} />
    </ApiProvider>
  );
}
