import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text?: string;
  readonly actions?: ReactNode;
}

/** What stands where nothing is yet: why, and what to do. */
export function EmptyState({ icon, title, text, actions }: EmptyStateProps) {
  return (
    <div className="m-auto flex max-w-96 flex-col items-center gap-1.5 p-4 text-center">
      {icon === undefined ? null : (
        <span aria-hidden className="text-faint">
          {icon}
        </span>
      )}
      <p className="font-medium text-text">{title}</p>
      {text === undefined ? null : <p className="text-dim">{text}</p>}
      {actions === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
