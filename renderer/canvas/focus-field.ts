/** Puts the focus into a field of the inspector, as soon as it is drawn. */
export function focusField(name: string): void {
  const find = (triesLeft: number): void => {
    const element = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    const field = element?.querySelector<HTMLElement>('input, textarea, select, button, [tabindex]');
    if (field != null) field.focus();
    else if (triesLeft > 0) requestAnimationFrame(() => find(triesLeft - 1));
  };
  requestAnimationFrame(() => find(10));
}
