"use client";

/**
 * Gives the page's nonce to the libraries that add style elements at run time (the scroll lock of dialogs), under the
 * name they look for. Read from a script of the page, where only scripts of the page can see it.
 */
export function StyleNonce(): null {
  if (typeof document !== "undefined") {
    const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
    if (nonce) (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;
  }
  return null;
}
