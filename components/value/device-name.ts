/** A DevId in its two parts: `IMEI:350000000000017` is scheme IMEI, value 350000000000017. */
export function splitDevId(devId: string): { readonly scheme: string; readonly value: string } {
  const known = /^(IMEI|MAC|urn:uuid|urn:imei):(.+)$/.exec(devId);
  return known?.[1] && known[2] ? { scheme: known[1], value: known[2] } : { scheme: "", value: devId };
}

/** Enough of a DevId to tell it from its neighbours, short enough for a sentence, and no full number: "IMEI …0017". */
export function shortDevId(devId: string): string {
  const { scheme, value } = splitDevId(devId);
  const end = value.length > 8 ? `…${value.slice(-4)}` : value;
  return scheme ? `${scheme} ${end}` : end;
}

/** What people call the device: its make and model, or its DevId until it has called in. */
export function deviceName(device: { manufacturer: string | null; model: string | null; devId: string }): string {
  return [device.manufacturer, device.model].filter(Boolean).join(" ") || shortDevId(device.devId);
}
