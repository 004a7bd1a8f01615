const ENTRIES_PER_PAGE = 50;

/** The conditions of the list, each a text that has to be met whole. They stand in the address. */
export const AUDIT_FIELDS = ["actor", "object", "action"] as const;
type AuditField = (typeof AUDIT_FIELDS)[number];
export type AuditFilter = Readonly<Partial<Record<AuditField, string>>>;

/** The longest of each that the log keeps. */
export const AUDIT_FIELD_CHARACTERS_MAX: Readonly<Record<AuditField, number>> = { actor: 64, object: 200, action: 64 };

/** The filter of an address or a form: empty fields and repeated ones narrow nothing. */
export function auditFilter(words: { readonly [Field in AuditField]?: unknown }): AuditFilter {
  const filter: Partial<Record<AuditField, string>> = {};
  for (const field of AUDIT_FIELDS) {
    const word = words[field];
    if (typeof word !== "string") continue;
    const text = word.trim().slice(0, AUDIT_FIELD_CHARACTERS_MAX[field]);
    if (text !== "") filter[field] = text;
  }
  return filter;
}

/** The same on the server and in the browser, so that what the server read is found again. */
export function auditListInput(filter: AuditFilter) {
  return { limit: ENTRIES_PER_PAGE, ...filter };
}
