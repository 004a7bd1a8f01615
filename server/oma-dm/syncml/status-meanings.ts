/** What a DM status code says. */
export interface StatusMeaning {
  readonly name: string;
  /** For people: one sentence without full stop. */
  readonly meaning: string;
}

/** Source: status tables of OMA-TS-DM_RepPro 1.2.1; rows marked "clients" were seen in shipped clients only. */
const STATUS_MEANINGS: ReadonlyMap<number, StatusMeaning> = new Map(
  (
    [
      [101, "In progress", "The device has not finished yet"], // clients
      [200, "OK", "Done"],
      [202, "Accepted for processing", "The device has started and reports the outcome later"],
      [212, "Authentication accepted", "The credentials hold for the whole session"],
      [213, "Chunked item accepted", "A part of a large object was taken, more is expected"],
      [214, "Operation cancelled", "The user cancelled"],
      [215, "Not executed", "Skipped because something before it failed or was cancelled"],
      [216, "Atomic roll back OK", "Undone, because another command of the same group failed"],
      [217, "Not in offline mode", "The device is not in offline mode"], // clients
      [304, "Not modified", "The user answered No"],
      [400, "Bad request", "The command was malformed"],
      [401, "Invalid credentials", "The credentials are wrong, or give no right to do this"],
      [403, "Forbidden", "It cannot be done for another reason than access rights, such as a node in use"],
      [404, "Not found", "There is no such node"],
      [405, "Command not allowed", "This command is not allowed on this node"],
      [406, "Optional feature not supported", "The device cannot do this"],
      [407, "Authentication required", "No credentials were given"],
      [408, "Request timeout", "The user did not react in time"],
      [412, "Incomplete command", "Parts of the command were missing"],
      [413, "Request entity too large", "The data is too big for the receiver"],
      [414, "URI too long", "The address is too long or too deep"],
      [415, "Unsupported media type or format", "The type or format of the data is unknown to the receiver"],
      [416, "Requested range not satisfiable", "The announced size or the text is too big"],
      [418, "Already exists", "There is a node of that name already"],
      [420, "Device full", "The device has no memory left"],
      [424, "Size mismatch", "The parts of a large object do not add up to its size"],
      [425, "Permission denied", "The access control list of the node refuses this server"],
      [450, "Rooting error", "The device reports that it was tampered with"], // clients
      [500, "Command failed", "The command failed for a reason the device does not name"],
      [501, "Command not implemented", "The receiver does not know this command"],
      [505, "DTD version not supported", "The version of the message format is unknown"],
      [506, "Processing error", "The device failed inside"], // clients
      [507, "Atomic failed", "The group failed as a whole"],
      [510, "Data store failure", "The device could not store the data"],
      [511, "Server failure", "The server failed severely"],
      [513, "Protocol version not supported", "The version of the protocol is unknown"],
      [516, "Atomic roll back failed", "The group failed and could not be undone: the device is left half changed"],
      [517, "Atomic response too large", "The answers of the group do not fit into one message"],
    ] as const
  ).map(([code, name, meaning]) => [code, { name, meaning }]),
);

const CLASS_MEANINGS: readonly StatusMeaning[] = [
  { name: "In progress", meaning: "The device has not finished yet" },
  { name: "Done", meaning: "The device reports a success of its own kind" },
  { name: "Redirected", meaning: "The device did not do it here" },
  { name: "Refused", meaning: "The device refused for a reason of its own" },
  { name: "Failed", meaning: "The device failed for a reason of its own" },
];

const UNKNOWN_MEANING: StatusMeaning = { name: "Unknown", meaning: "The device answered with a code of its own" };

/** The name and meaning of a status code; of an unknown one, what its class (first of three digits) says. */
export function statusMeaning(code: number): StatusMeaning {
  return STATUS_MEANINGS.get(code) ?? CLASS_MEANINGS[Math.trunc(code / 100) - 1] ?? UNKNOWN_MEANING;
}
