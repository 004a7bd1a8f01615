import { CodeText } from "./code-text";

interface JsonTextProps {
  readonly label: string;
  readonly value: unknown;
}

/** A value as indented JSON, to read and to copy. */
export function JsonText({ label, value }: JsonTextProps) {
  return <CodeText label={label} text={JSON.stringify(value, null, 2)} />;
}
