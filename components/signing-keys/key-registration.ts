import type { z } from "zod";
import type { ContentKind, RegisterSigningKeyInput } from "@/server/services/contents/schemas";
import { wordsOf } from "../contents/content-form";

/** What the form holds, as it was typed. */
export interface KeyForm {
  readonly owner: string;
  /** PEM of a public key or of a certificate. */
  readonly publicKey: string;
  /** It is a CA's certificate, and those count whom it certifies. */
  readonly issuer: boolean;
  readonly kinds: readonly ContentKind[];
  /** With commas between them. */
  readonly manufacturers: string;
  /** Days, such as 2027-03-01; empty: no bound. */
  readonly notBefore: string;
  readonly notAfter: string;
}

export const EMPTY_KEY: KeyForm = {
  owner: "",
  publicKey: "",
  issuer: false,
  kinds: ["firmware", "software"],
  manufacturers: "",
  notBefore: "",
  notAfter: "",
};

/** Days count whole, in the viewer's zone. */
export function keyRegistration(form: KeyForm): z.input<typeof RegisterSigningKeyInput> {
  const manufacturers = wordsOf(form.manufacturers);
  return {
    owner: form.owner.trim(),
    publicKey: form.publicKey.trim(),
    ...(form.issuer && { issuer: true }),
    kinds: [...form.kinds],
    ...(manufacturers.length > 0 && { manufacturers }),
    ...(form.notBefore && { notBefore: new Date(`${form.notBefore}T00:00:00`).toISOString() }),
    ...(form.notAfter && { notAfter: new Date(`${form.notAfter}T23:59:59`).toISOString() }),
  };
}
