import { redirect } from "next/navigation";
import { requireUser } from "@/server/api/console";

export default async function FirstPage() {
  await requireUser("/");
  redirect("/live/devices");
}
