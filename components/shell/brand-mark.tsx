/** The product's sign: a device tree. Decoration beside the name. */
export function BrandMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="5.5" className="fill-primary" />
      <g className="stroke-on-primary" strokeWidth="1.75" strokeLinecap="round" fill="none">
        <path d="M7.5 6.5v8a3 3 0 0 0 3 3h4" />
        <path d="M7.5 11h7" />
      </g>
      <g className="fill-on-primary">
        <circle cx="7.5" cy="6.5" r="2.1" />
        <circle cx="16.5" cy="11" r="2.1" />
        <circle cx="16.5" cy="17.5" r="2.1" />
      </g>
    </svg>
  );
}
