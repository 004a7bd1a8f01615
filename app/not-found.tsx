import { NothingHere } from "@/components/shell/nothing-here";

export default function NotFoundPage() {
  return (
    <main className="mx-auto max-w-lg px-6 py-12">
      <NothingHere />
    </main>
  );
}
