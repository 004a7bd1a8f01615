import { type ObservedBehaviour, QUIRKS } from "../../simulator";

const HEAD = `# What real devices do otherwise

OMA DM clients differ from the specification and from each other. Each row below was seen in at least one real client; the
server takes all of it. The test \`trust:dm-quirks\` runs simulated devices with these quirks against a server, and this
page is checked by it. To try one by hand:

\`\`\`sh
npm run simulate -- --config ... --quirks listUnsupported406,trailingNuls
\`\`\`

A profile of your own (\`--profile\`) names its quirks in \`"quirks": [...]\`.
`;

/** The page for people, made of what the tests go by. */
export function quirksDocument(rows: readonly ObservedBehaviour[]): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const tables = groups.map((group) => {
    const lines = rows.filter((row) => row.group === group).map(rowText);
    return `## ${group}\n\n| devices | so the server | quirks |\n| --- | --- | --- |\n${lines.join("\n")}\n`;
  });
  const quirks = Object.entries(QUIRKS).map(([name, says]) => `| \`${name}\` | ${says} |`);
  return `${HEAD}\n${tables.join("\n")}\n## Quirks\n\n| quirk | a device with it |\n| --- | --- |\n${quirks.join("\n")}\n`;
}

function rowText({ behaviour, server, quirks, reason }: ObservedBehaviour): string {
  const named = quirks.map((quirk) => `\`${quirk}\``).join(", ");
  return `| ${behaviour} | ${server} | ${[named, reason].filter(Boolean).join(". ")} |`;
}
