import type { z } from "zod";
import type { deviceCredentials } from "../../../drizzle/schema/devices";
import { type FieldError, ServiceError } from "../errors";
import type { Principal } from "../principal";
import type { Sealer } from "../secrets";
import type { RegisterDeviceInput } from "./schemas";
import { isDerivable, newDeviceSecret } from "./secret-rules";

/** What a device is registered with, as far as its credentials follow from it. */
type Input = Pick<z.output<typeof RegisterDeviceInput>, "devId" | "msisdn" | "imsi" | "credentials">;
type ClientInput = NonNullable<NonNullable<Input["credentials"]>["client"]>;
type CredentialRow = typeof deviceCredentials.$inferInsert;

/** The name under which this server signs in at devices, unless a device has another. */
export const SERVER_NAME = "dmwsi";

/** What a credential's sealed secret is bound to; whoever opens it names the same. */
export function credentialRow(deviceId: string, purpose: "client" | "server"): string {
  return `${deviceId}|${purpose}`;
}

/**
 * The credential rows of a new device. What the caller left out is made up: MD5 both ways with secrets of 160 random
 * bits, which a bootstrap brings to the device. A caller who gives only the device's side runs a device that does not
 * ask the server who it is.
 *
 * Throws ServiceError FORBIDDEN and INVALID_INPUT, with pointers below `at`.
 */
export function credentialRows(
  sealer: Sealer,
  principal: Principal,
  deviceId: string,
  input: Input,
  at = "/credentials",
): CredentialRow[] {
  if (input.credentials && !principal.scopes.has("devices:credentials")) {
    throw new ServiceError("FORBIDDEN", "Giving credentials needs the scope devices:credentials.");
  }
  const client: ClientInput = input.credentials?.client ?? { type: "md5" };
  const server = input.credentials?.server ?? { type: input.credentials ? ("none" as const) : ("md5" as const) };
  if (client.type === "none" && principal.realm !== "sandbox" && !principal.scopes.has("users:write")) {
    throw new ServiceError("FORBIDDEN", "Only an administrator may register a device that does not prove who it is.");
  }
  const problems = secretProblems(input, client.username, at);
  if (problems.length > 0) throw new ServiceError("INVALID_INPUT", "A secret cannot be used.", problems);
  const row = (purpose: "client" | "server", scheme: CredentialRow["scheme"], name: string, secret?: string) => ({
    deviceId,
    purpose,
    scheme,
    name,
    sealedSecret: sealer.sealText(
      "device_credentials.sealed_secret",
      credentialRow(deviceId, purpose),
      scheme === "none" ? "" : (secret ?? newDeviceSecret()),
    ),
  });
  const { allowEmptyNonce = false, allowResync = true } = input.credentials?.client ?? {};
  const deviceSide = row("client", client.type, client.username ?? input.devId, client.thumbprint ?? client.secret);
  return [
    { ...deviceSide, allowEmptyNonce, allowResync },
    row("server", server.type, server.name ?? SERVER_NAME, server.secret),
  ];
}

function secretProblems(input: Input, username: string | undefined, at: string): FieldError[] {
  const { client, server } = input.credentials ?? {};
  const ids = [input.devId, input.msisdn, input.imsi, username].filter((id) => id !== undefined);
  const problems: FieldError[] = [];
  for (const [side, secret] of [
    ["client", client?.secret],
    ["server", server?.secret],
  ] as const) {
    if (secret === undefined || !isDerivable(secret, ids)) continue;
    problems.push({
      pointer: `${at}/${side}/secret`,
      code: "derivable",
      detail: "It follows from an id of the device, so that anybody can work it out. Use a random one.",
    });
  }
  if (client?.secret !== undefined && client.secret === server?.secret) {
    problems.push({
      pointer: `${at}/server/secret`,
      code: "shared",
      detail: "The device and the server need secrets of their own.",
    });
  }
  return problems;
}
