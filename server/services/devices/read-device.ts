import { useCase } from "../use-case";
import { deviceView } from "./device-view";
import { findDevice } from "./find-device";
import { DeviceIdInput, DeviceView } from "./schemas";

/** Throws ServiceError NOT_FOUND. */
export const readDevice = useCase({
  name: "device.read",
  scope: "devices:read",
  input: DeviceIdInput,
  output: DeviceView,
  audit: false,
  async run(context, transaction, input) {
    return deviceView(await findDevice(transaction, context.principal, input.id));
  },
});
