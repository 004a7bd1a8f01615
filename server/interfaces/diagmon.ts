/** A diagnostics function on one device. */
interface DiagnosticsFunction {
  readonly deviceId: string;
  /** Identifier of the function's management object. */
  readonly functionId: string;
}

/**
 * IF-2, between the DM server and the DiagMon enabler. Across it a diagnostics function is configured, started and
 * stopped, its data are read, and the monitoring that is active on a device is listed. A device answers when it comes:
 * each call gives the id of the operation whose result is the answer.
 */
export interface DiagMonEnabler {
  configure(target: DiagnosticsFunction, parameters: Readonly<Record<string, string>>): Promise<string>;
  start(target: DiagnosticsFunction): Promise<string>;
  stop(target: DiagnosticsFunction): Promise<string>;
  readData(target: DiagnosticsFunction): Promise<string>;
  listActive(deviceId: string): Promise<string>;
}
