import { and, eq, inArray } from "drizzle-orm";
import { contents } from "../../../drizzle/schema/contents";
import { toPublicId } from "../../ids";
import { mayUseContent } from "../authorization";
import { walkBy } from "../cursor";
import { deployedIn } from "../devices/components-of";
import { findDevice } from "../devices/find-device";
import { knownObjects } from "../devices/known-objects";
import { ServiceError } from "../errors";
import { useCase } from "../use-case";
import type { ContentRow } from "./find-content";
import { misfitOf, type Objection, versionObjection } from "./fit";
import { DeviceUpdatePage, type DeviceUpdateView, ListDeviceUpdatesInput } from "./schemas";

/** What a device has, as far as it is known without asking it. */
interface KnownDevice {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  /** Versions of the components that came in packages of this server, by the id of the content. */
  readonly installed: ReadonlyMap<string, string | null>;
}

/**
 * The contents for firmware and software that are ready, the newest first: whether each fits the device, and why not. It is
 * what an operation would say before it sends anything, by what is known now; nothing is asked of the device. Needs the
 * right to read devices as well.
 *
 * Throws ServiceError NOT_FOUND.
 */
export const listDeviceUpdates = useCase({
  name: "device.list_updates",
  scope: "contents:read",
  input: ListDeviceUpdatesInput,
  output: DeviceUpdatePage,
  audit: false,
  async run(context, transaction, input) {
    const { principal } = context;
    // To whoever may not read devices, none is there.
    if (!principal.scopes.has("devices:read")) throw new ServiceError("NOT_FOUND", "There is no such device.");
    const { device } = await findDevice(transaction, principal, input.id);
    const walk = walkBy(contents.contentId, "down", "device_updates", context, input);
    const rows = await transaction
      .select()
      .from(contents)
      .where(
        and(
          mayUseContent(principal),
          eq(contents.state, "ready"),
          input.kind ? eq(contents.kind, input.kind) : inArray(contents.kind, ["firmware", "software"]),
          walk.beyond,
        ),
      )
      .orderBy(walk.order)
      .limit(walk.rowsMax);
    const page = walk.pageOf(rows, (row) => row.contentId);
    const { nodes } = await knownObjects(transaction, device.deviceId);
    const installed = new Map(deployedIn(nodes).map(({ packageId, version }) => [packageId ?? "", version]));
    const known = { ...device, installed };
    return { items: page.rows.map((row) => updateView(row, known)), next: page.next };
  },
});

function updateView(row: ContentRow, device: KnownDevice): DeviceUpdateView {
  const { kind, name, version, fromVersions, manufacturer, models, size } = row;
  const id = toPublicId("con", row.contentId);
  const has = kind === "firmware" ? device.firmware : (device.installed.get(id) ?? null);
  const reason = objectionTo(row, device, has);
  return {
    content: { id, kind, name, version, fromVersions, manufacturer, models, size },
    has,
    fits: reason === null,
    reason,
  };
}

function objectionTo(row: ContentRow, device: KnownDevice, has: string | null): Objection | null {
  const misfit = misfitOf(row, device);
  return misfit === null ? versionObjection(row, has, false) : { code: "content_unfit", text: misfit };
}
