import { flag, whole } from "./config-values";

/** The port of the sandbox, as every process knows it. */
const SANDBOX_PORT = 3_004;

/** The sandbox of External Systems. Documented in docs/operating.md. */
export const SANDBOX_ENVIRONMENT = {
  SANDBOX: flag(false).unwrap().optional(),
  SANDBOX_DEVICES: whole(1, 200).default(12),
  SANDBOX_PORT: whole(0, 65_535).optional(),
};

export interface SandboxSettings {
  /** Whether this process runs its simulated devices, when it is a worker. */
  readonly runs: boolean;
  /** Devices on which nothing goes wrong, beside the scripted ones. */
  readonly devices: number;
  /** Where they call, on loopback; 0 means a free port. */
  readonly port: number;
}

/** On quickstart the sandbox runs, on a free port: there is no other process that would have to know it. */
export function sandboxSettings(
  values: { SANDBOX?: boolean | undefined; SANDBOX_DEVICES: number; SANDBOX_PORT?: number | undefined },
  isQuickstart: boolean,
): SandboxSettings {
  return {
    runs: values.SANDBOX ?? isQuickstart,
    devices: values.SANDBOX_DEVICES,
    port: values.SANDBOX_PORT ?? (isQuickstart ? 0 : SANDBOX_PORT),
  };
}
