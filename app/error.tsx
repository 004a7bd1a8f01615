"use client";
import { BrokenPage } from "@/components/shell/broken-page";

/** Where not even the shell could be made, as without a database. */
export default function ErrorPage({ error }: { readonly error: Error & { readonly digest?: string } }) {
  return (
    <main className="mx-auto max-w-lg px-6 py-12">
      <BrokenPage error={error} />
    </main>
  );
}
