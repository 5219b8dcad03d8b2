import type { ReactNode } from 'react';

/** A key, as the platform writes it. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-line bg-raise px-1 py-px font-mono text-tiny leading-4 text-dim">
      {children}
    </kbd>
  );
}
