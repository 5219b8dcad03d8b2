/** The graph as a list. */
export function Outline({ draft }: { readonly draft: string }) {
  return <div data-draft={draft} />;
}
