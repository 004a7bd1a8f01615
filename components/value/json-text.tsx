import { CopyButton } from "./copy-button";

interface JsonTextProps {
  readonly label: string;
  readonly value: unknown;
}

/** A value as indented JSON, to read and to copy. */
export function JsonText({ label, value }: JsonTextProps) {
  const text = JSON.stringify(value, null, 2);
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
