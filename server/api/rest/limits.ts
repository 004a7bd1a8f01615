/** What one request may hold. Told to clients by `GET /me`. */
export const BODY_OCTETS_MAX = 1_048_576;
export const NESTING_LEVELS_MAX = 32;
export const KEYS_PER_OBJECT_MAX = 1_000;
export const FORM_OCTETS_MAX = 16_384;
