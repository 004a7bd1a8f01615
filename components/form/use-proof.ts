"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { readApiProblem } from "../trpc/api-error";
import { useTrpc } from "../trpc/trpc";

/** The person's password, where an act asks for it again. */
export interface Proof {
  readonly wanted: boolean;
  readonly password: string;
  readonly setPassword: (password: string) => void;
  readonly error: string | null;
  /** Gives it where it is wanted. False: it was not taken, and `error` says why. */
  readonly give: () => Promise<boolean>;
  /** Whether this is what an act was refused for: then the password is asked for from now on. */
  readonly askFor: (thrown: unknown) => boolean;
}

export function useProof(): Proof {
  const t = useTranslations("form");
  const trpc = useTrpc();
  const prove = useMutation(trpc.account.prove.mutationOptions());
  const [wanted, setWanted] = useState(false);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  return {
    wanted,
    password,
    setPassword,
    error,
    give: async () => {
      if (!wanted) return true;
      setError(null);
      try {
        await prove.mutateAsync({ password });
      } catch (thrown) {
        const { kind } = readApiProblem(thrown);
        setError(t(kind === "refused" ? "proofRefused" : "failed"));
        return false;
      }
      setWanted(false);
      setPassword("");
      return true;
    },
    askFor: (thrown) => {
      const isAsked = readApiProblem(thrown).kind === "proof_needed";
      if (isAsked) setWanted(true);
      return isAsked;
    },
  };
}
