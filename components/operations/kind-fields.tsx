"use client";
import type { Role } from "@/server/services/principal";
import { BootstrapFields } from "./bootstrap-fields";
import { FirmwareFields } from "./firmware-fields";
import { ChangeFields, InstallFields } from "./software-fields";
import { DiscoverFields, ExecuteFields, type FieldsProps, GetFields, SetFields } from "./start-fields";

interface KindFieldsProps extends FieldsProps {
  readonly deviceId: string;
  readonly role: Role;
}

/** The questions of the kind that is to be started. */
export function KindFields({ deviceId, role, ...fields }: KindFieldsProps) {
  const mayOverride = role === "administrator";
  const { kind, item } = fields.subject;
  switch (kind) {
    case "parameter.get":
      return <GetFields {...fields} />;
    case "parameter.set":
      return <SetFields {...fields} />;
    case "node.execute":
      return <ExecuteFields {...fields} />;
    case "device.discover":
      return <DiscoverFields {...fields} />;
    case "bootstrap.send":
      return <BootstrapFields {...fields} deviceId={deviceId} />;
    case "firmware.update":
      return <FirmwareFields {...fields} deviceId={deviceId} mayOverride={mayOverride} />;
    case "software.install":
    case "software.update":
      return <InstallFields {...fields} deviceId={deviceId} mayOverride={mayOverride} />;
    case "software.activate":
    case "software.deactivate":
    case "software.remove":
      return item ? <ChangeFields item={item} onChange={fields.onChange} /> : null;
    case "software.inventory":
      return null;
  }
}
