import { isFieldKey, isMac, matchesKeys, parseKeys } from './keys.ts';
import { allCommands, isEnabled, runCommand } from './registry.ts';

function isField(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)
    return true;
  return element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(element.type);
}

/** Space and Enter press what has the focus. */
function pressesSomething(event: KeyboardEvent, element: Element | null): boolean {
  if (event.key !== ' ' && event.key !== 'Enter') return false;
  if (event.ctrlKey || event.metaKey) return false;
  return element?.closest('button, a[href], summary, input, [role="option"], [role="tab"], [role="menuitem"]') != null;
}

/** Arrow keys and letters move within a list, a menu or a dialog; commands of the window must not act beneath it. */
function isInSurface(element: Element | null): boolean {
  return element?.closest('[role="dialog"], [role="menu"], [role="listbox"], [role="alertdialog"]') != null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.key === 'Process') return;
  const element = event.target instanceof Element ? event.target : null;
  if (isField(element) && isFieldKey(event, isMac)) return;
  if (pressesSomething(event, element)) return;
  const isDeep = isInSurface(element);
  const command = allCommands().find(
    (candidate) =>
      (!isDeep || candidate.everywhere === true) &&
      candidate.keys?.some((keys) => matchesKeys(parseKeys(keys), event, isMac)) === true &&
      isEnabled(candidate),
  );
  if (command === undefined) return;
  event.preventDefault();
  runCommand(command.id);
}

/** Listens for the keys of all commands. Returns what ends it. */
export function startKeyboard(): () => void {
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
