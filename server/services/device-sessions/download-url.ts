/** Octets of a token; 160 bits: nobody guesses one. In base64url. */
export const DOWNLOAD_TOKEN_OCTETS = 20;
const TOKEN_CHARACTERS = 27;
const TOKEN = new RegExp(`^[A-Za-z0-9_-]{${TOKEN_CHARACTERS}}$`);
const IN_TEXT = new RegExp(`(/dl/)[A-Za-z0-9_-]{${TOKEN_CHARACTERS}}(?![A-Za-z0-9_-])`, "g");

/** A token for a plan that is run again, and sends nothing to anybody. */
export const STAND_IN_DOWNLOAD_TOKEN = "_".repeat(TOKEN_CHARACTERS);

/** Where a device gets what a token stands for: beside the device endpoint, whose address is `dmUrl`. */
export function downloadUrl(dmUrl: string, token: string): string {
  const { protocol, hostname, port, pathname } = new URL(`dl/${token}`, dmUrl);
  // There are clients that take 80 for any port that is not written out.
  return `${protocol}//${hostname}:${port || (protocol === "https:" ? "443" : "80")}${pathname}`;
}

export function isDownloadToken(text: string): boolean {
  return TOKEN.test(text);
}

/** A text with the tokens in addresses of downloads masked: whoever has one may get what it stands for. */
export function withoutDownloadTokens(text: string, mask: string): string {
  return text.includes("/dl/") ? text.replace(IN_TEXT, `$1${mask}`) : text;
}
