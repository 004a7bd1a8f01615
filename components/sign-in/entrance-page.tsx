import type { ReactNode } from "react";
import { BrandMark } from "../shell/brand-mark";

interface EntrancePageProps {
  readonly title: string;
  readonly product: string;
  readonly children: ReactNode;
}

/** A page before the console: one question, nothing around it. */
export function EntrancePage({ title, product, children }: EntrancePageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14vh] pb-16">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center gap-3">
          <BrandMark className="size-9" />
          <div>
            <p className="font-semibold text-lg leading-5 tracking-tight">DMWSI</p>
            <p className="text-muted text-sm">{product}</p>
          </div>
        </div>
        <div className="rounded-lg border border-hairline bg-surface p-6">
          <h1 className="mb-5 text-xl">{title}</h1>
          {children}
        </div>
      </div>
    </main>
  );
}
