import { useMemo } from "react";
import { type XmlToken, xmlTokens } from "./xml-tokens";

const STYLE: Readonly<Record<XmlToken["kind"], string>> = {
  punctuation: "text-muted",
  name: "text-link",
  attribute: "text-attention-text",
  text: "text-ink",
  mask: "rounded-sm bg-attention-tint px-1 text-attention-text",
};

/** A message as XML. Everything in it comes from a device: it is text here and nothing else. */
export function XmlView({ xml, label }: { readonly xml: string; readonly label: string }) {
  const tokens = useMemo(() => xmlTokens(xml), [xml]);
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls both ways, so it has to be reachable by keyboard
      tabIndex={0}
      className="relative max-h-[32rem] overflow-auto px-4 py-3 -outline-offset-2"
    >
      <pre className="font-mono text-sm">
        <code>
          {tokens.map((token, i) => (
            // The pieces of one text never move: their place is their name.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={i} className={STYLE[token.kind]}>
              {token.text}
            </span>
          ))}
        </code>
      </pre>
    </section>
  );
}
