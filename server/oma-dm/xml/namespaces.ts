/**
 * XML namespaces of the vocabularies. Source: the namespace declarations of the SyncML Representation Protocol and
 * MetInfo, OMA-TS-DM_TND 1.2.1 and DevInf; OMA CP has none.
 */
import type { Dialect, Vocabulary } from "../element";

interface Namespace {
  readonly uri: string;
  readonly vocabulary: Vocabulary;
  /** The document type of a root element in this namespace; MetInf is never a root. */
  readonly dialect?: Dialect;
}

const NAMESPACES: readonly Namespace[] = [
  { uri: "SYNCML:SYNCML1.2", vocabulary: "syncml", dialect: "SyncML 1.2" },
  { uri: "SYNCML:SYNCML1.1", vocabulary: "syncml", dialect: "SyncML 1.1" },
  { uri: "SYNCML:SYNCML1.0", vocabulary: "syncml", dialect: "SyncML 1.0" },
  { uri: "syncml:metinf", vocabulary: "metinf" },
  { uri: "syncml:dmddf1.2", vocabulary: "dmddf", dialect: "DM DDF 1.2" },
  { uri: "syncml:devinf", vocabulary: "devinf", dialect: "DevInf 1.2" },
];

const byUri = new Map(NAMESPACES.map((namespace) => [namespace.uri.toLowerCase(), namespace]));

/** Letter case is not looked at: clients write `syncml:SYNCML1.2`. */
export function namespaceOf(uri: string): Namespace | undefined {
  return byUri.get(uri) ?? byUri.get(uri.trim().toLowerCase());
}

/** The namespace to write for an element of `vocabulary` in a document; undefined for OMA CP. */
export function uriOf(vocabulary: Vocabulary, dialect: Dialect): string | undefined {
  const candidates = NAMESPACES.filter((namespace) => namespace.vocabulary === vocabulary);
  return (candidates.find((namespace) => namespace.dialect === dialect) ?? candidates[0])?.uri;
}
