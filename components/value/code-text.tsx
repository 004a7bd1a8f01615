import { CopyButton } from "./copy-button";

interface CodeTextProps {
  readonly label: string;
  readonly text: string;
}

/** What machines said to each other, as it is, to read and to copy. */
export function CodeText({ label, text }: CodeTextProps) {
  return (
    <section aria-label={label} className="flex flex-col gap-1">
      <span className="flex items-center justify-between gap-2">
        <h3 className="font-medium">{label}</h3>
        <CopyButton text={text} what={label} />
      </span>
      <pre className="whitespace-pre-wrap break-words rounded-sm border border-hairline bg-bg p-3 font-mono text-sm">
        {text}
      </pre>
    </section>
  );
}
