import { redirect } from "next/navigation";
import { consolePage } from "./console-page";

interface EnvironmentPageProps {
  readonly params: Promise<{ readonly env: string }>;
}

export default async function EnvironmentPage({ params }: EnvironmentPageProps) {
  const { environment } = await consolePage(params, "");
  redirect(`/${environment}/devices`);
}
