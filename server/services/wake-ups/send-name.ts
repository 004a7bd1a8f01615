const NAME = /^([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

/** The name under which a channel reports on a push: it leads to the row, whose key begins with the device. */
export function sendName(deviceId: string, sendId: string): string {
  return `${deviceId}/${sendId}`;
}

/** null: the name is none of ours. */
export function readSendName(name: string): { readonly deviceId: string; readonly sendId: string } | null {
  const [, deviceId, sendId] = NAME.exec(name) ?? [];
  return deviceId && sendId ? { deviceId, sendId } : null;
}
