import type { z } from "zod";
import type {
  ContentKind,
  RegisterContentInput,
  SignatureAlgorithm,
  SigningKeyView,
} from "@/server/services/contents/schemas";

/** What the form holds, as it was typed. */
export interface ContentForm {
  readonly kind: ContentKind;
  readonly version: string;
  /** Versions, with commas between them. */
  readonly fromVersions: string;
  readonly manufacturer: string;
  /** Models, with commas between them. */
  readonly models: string;
  /** Empty: it is not signed. */
  readonly keyId: string;
  readonly signature: string;
  readonly manifest: string;
  /** Where the key is a CA's: of the signer whom it certifies. */
  readonly algorithm: SignatureAlgorithm;
  /** Where the key is a CA's: certificates in PEM. */
  readonly chain: string;
}

export const EMPTY_FORM: ContentForm = {
  kind: "firmware",
  version: "",
  fromVersions: "",
  manufacturer: "",
  models: "",
  keyId: "",
  signature: "",
  manifest: "",
  algorithm: "ecdsa-p256",
  chain: "",
};

/** The octets that the form describes, wherever they come from. */
export interface ContentOctets {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly source?: { readonly url: string };
}

export function registrationOf(
  form: ContentForm,
  octets: ContentOctets,
  keys: readonly Pick<SigningKeyView, "id" | "algorithm" | "issuer">[],
): z.input<typeof RegisterContentInput> {
  const fromVersions = wordsOf(form.fromVersions);
  const models = wordsOf(form.models);
  const key = keys.find(({ id }) => id === form.keyId);
  const manifest = packed(form.manifest);
  return {
    ...octets,
    kind: form.kind,
    ...optional("version", form.version.trim()),
    ...(fromVersions.length > 0 && { fromVersions }),
    ...optional("manufacturer", form.manufacturer.trim()),
    ...(models.length > 0 && { models }),
    ...(key && {
      signature: {
        algorithm: key.issuer === null ? key.algorithm : form.algorithm,
        keyId: key.id,
        value: key.algorithm === "minisign" ? base64Of(form.signature) : packed(form.signature),
        ...(manifest && { manifest }),
        ...(key.issuer !== null && { chain: form.chain.trim() }),
      },
    }),
  };
}

/** What a file at an address is called: the last part of its path. */
export function nameInUrl(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : "";
  const last = path.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** Words with commas or breaks of lines between them, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((word) => word.trim()))].filter((word) => word !== "");
}

/** Base64 as it was pasted, without the breaks of its lines. */
function packed(text: string): string {
  return text.replace(/\s/g, "");
}

/** Of the text of a file that minisign wrote. */
function base64Of(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${text.trim()}\n`)));
}

function optional<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  return value === "" ? {} : ({ [name]: value } as Record<Name, string>);
}
