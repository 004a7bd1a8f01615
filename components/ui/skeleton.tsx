import { cx } from "./cx";

/** The place of something that is loading, in its final size. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden="true" className={cx("block h-4 animate-skeleton rounded-sm bg-hover", className)} />;
}

/** `count` rows of a list that is loading. */
export function SkeletonRows({ count }: { readonly count: number }) {
  return (
    <div className="divide-y divide-hairline">
      {Array.from({ length: count }, (_, row) => (
        // The rows are alike and never move: their place is their name.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={row} className="row-height flex items-center gap-4 px-4">
          <Skeleton className="w-1/3" />
          <Skeleton className="w-1/6" />
          <Skeleton className="w-1/5" />
        </div>
      ))}
    </div>
  );
}
