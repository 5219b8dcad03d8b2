import type { ReactNode } from 'react';

/** A page of the settings: a heading, a sentence, and what can be chosen. */
export function Page({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
      <div>
        <h2 className="font-semibold">{title}</h2>
        {text === undefined ? null : <p className="text-dim">{text}</p>}
      </div>
      {children}
    </div>
  );
}

/** A choice with its name at the left. */
export function Row({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_260px] items-start gap-4">
      <div>
        <p>{label}</p>
        {help === undefined ? null : <p className="text-small text-dim">{help}</p>}
      </div>
      <div>{children}</div>
    </div>
  );
}
