import { headers } from "next/headers";
import { REQUEST_ID_HEADER, SOURCE_ADDRESS_HEADER } from "../../runtime";

/** Who asks, for the audit log: set by the web listener, which takes away what a client sends under these names. */
export interface RequestFacts {
  readonly requestId: string;
  readonly sourceAddress: string;
}

export async function requestFacts(): Promise<RequestFacts> {
  const given = await headers();
  return {
    requestId: given.get(REQUEST_ID_HEADER) ?? "unknown",
    sourceAddress: given.get(SOURCE_ADDRESS_HEADER) ?? "unknown",
  };
}
