import { t } from '../i18n/index.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { findCommand, isEnabled, runCommand, shortcutOf } from './registry.ts';

/** A command by its id, with its argument; or a line between groups; or an entry that is none of the commands. */
export type MenuLine = string | readonly [id: string, argument: unknown] | '-' | MenuEntry;

/** Commands as a menu: those that are not possible now are left out, and lines stand only between groups. */
export function menuOf(lines: readonly MenuLine[]): MenuEntry[] {
  const entries: MenuEntry[] = [];
  let isDue = false;
  for (const [index, line] of lines.entries()) {
    if (line === '-') {
      isDue = entries.length > 0;
      continue;
    }
    const entry = entryOf(line);
    if (entry === undefined) continue;
    if (isDue) entries.push({ kind: 'line', id: `line-${index}` });
    isDue = false;
    entries.push(entry);
  }
  return entries;
}

function entryOf(line: Exclude<MenuLine, '-'>): MenuEntry | undefined {
  if (typeof line !== 'string' && 'id' in line) {
    return line.kind === 'more' && line.entries.length === 0 ? undefined : line;
  }
  const [id, argument] = typeof line === 'string' ? [line, undefined] : line;
  const command = findCommand(id);
  if (command === undefined || !isEnabled(command, argument)) return undefined;
  return {
    id,
    label: t(command.title),
    keys: shortcutOf(id),
    ...(command.checked !== undefined && { checked: command.checked() }),
    bad: command.id === 'canvas.delete',
    onSelect: () => runCommand(id, argument),
  };
}
