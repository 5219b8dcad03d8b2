import { useSyncExternalStore } from 'react';
import type { TextKey } from '../i18n/index.ts';
import { notifyError } from '../store/view.ts';
import { formatKeys, isMac } from './keys.ts';

/** Something that people can do: by mouse, by keyboard and in the command palette. */
export interface Command {
  readonly id: string;
  readonly title: TextKey;
  readonly group?: TextKey;
  /** `Mod+D`, `Shift+1`, `Space`; the first is shown, the others work too. */
  readonly keys?: readonly string[];
  /** Absent: always. Asked with the argument that it would get. */
  readonly enabled?: (argument?: unknown) => boolean;
  /** Whether what it switches is on; absent when it switches nothing. */
  readonly checked?: () => boolean;
  readonly run: (argument?: unknown) => void | Promise<void>;
  /** Its keys work inside dialogs and menus too. */
  readonly everywhere?: boolean;
  /** It needs an argument, so the command palette and the help leave it out. */
  readonly hidden?: boolean;
}

const commands = new Map<string, Command>();
const listeners = new Set<() => void>();
let snapshot: readonly Command[] = [];

function changed(): void {
  snapshot = [...commands.values()];
  for (const listener of listeners) listener();
}

/** Makes a command known; the same id again replaces it. Returns what takes it back. */
export function registerCommand(command: Command): () => void {
  commands.set(command.id, command);
  changed();
  return () => {
    if (commands.get(command.id) !== command) return;
    commands.delete(command.id);
    changed();
  };
}

/** Several at once. */
export function registerCommands(list: readonly Command[]): () => void {
  const ends = list.map(registerCommand);
  return () => {
    for (const end of ends) end();
  };
}

export function allCommands(): readonly Command[] {
  return snapshot;
}

export function isEnabled(command: Command, argument?: unknown): boolean {
  return command.enabled?.(argument) ?? true;
}

export function findCommand(id: string): Command | undefined {
  return commands.get(id);
}

/** Runs a command when there is one and it is possible now; says whether it was. What it throws becomes a notice. */
export function runCommand(id: string, argument?: unknown): boolean {
  const command = commands.get(id);
  if (command === undefined || !isEnabled(command, argument)) return false;
  attempt(() => command.run(argument));
  return true;
}

/** Does something that may fail, now or later; a failure becomes a notice with its sentence and its hint. */
export function attempt(action: () => void | Promise<void>): void {
  try {
    const result = action();
    if (result instanceof Promise) result.catch(notifyError);
  } catch (error) {
    notifyError(error);
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** All commands in the order in which they became known. */
export function useCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, allCommands);
}

/** The keys of a command as the platform writes them; undefined when it has none. */
export function shortcutOf(id: string): string | undefined {
  const keys = commands.get(id)?.keys?.[0];
  return keys === undefined ? undefined : formatKeys(keys, isMac);
}
