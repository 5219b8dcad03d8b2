/** What is selected, as a form. */
export function Inspector({ draft }: { readonly draft: string }) {
  return <div data-draft={draft} />;
}
