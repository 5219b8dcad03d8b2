import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '#core/errors';
import { say } from '#core/text';
import { removeQuietly, writeFileNow } from './atomic-file.ts';
import type { Home } from './home.ts';

/** A machine, as others that see the same folder know it. */
export interface Machine {
  readonly id: string;
  /** For people. */
  readonly name: string;
}

const recordSchema = z.object({
  machine: z.string(),
  name: z.string(),
  /** ISO 8601: when its owner last said that it is there. */
  beat: z.string(),
});
export type OwnerRecord = z.infer<typeof recordSchema>;

/** Milliseconds between two signs of life, and after which time without one an owner counts as gone. */
export const beatPause = 60_000;
export const beatLife = 5 * 60_000;
/** Clocks of two machines differ, but not by days. */
const mostAhead = 24 * 60 * 60 * 1000;

/**
 * The record that the owner of a home folder keeps in it. A socket tells processes of one machine from each other; this
 * tells machines that share the folder, such as by Dropbox.
 */
export interface OwnerMark {
  /** The owner on another machine; undefined when there is none, or none that has shown itself lately. */
  other(): OwnerRecord | undefined;
  /** Says that this machine's owner is there. A disk that cannot be written now is none to keep others off. */
  beat(): void;
  /** Takes this machine's record away. */
  clear(): void;
}

export function createOwnerMark(home: Home, machine: Machine = thisMachine(), now: () => number = Date.now): OwnerMark {
  const { layer } = home;
  const file = path.join(home.directory, 'owner.json');

  const read = (from: string): OwnerRecord | undefined => {
    try {
      return recordSchema.parse(JSON.parse(layer.readFile(from).toString('utf8')));
    } catch {
      // Missing, or half way through a sync: the next look tells.
      return undefined;
    }
  };
  const isThere = (record: OwnerRecord): boolean => {
    const age = now() - Date.parse(record.beat);
    return age < beatLife && age > -mostAhead;
  };

  return {
    other() {
      // Where both have written, the folder's sync keeps a second file with a longer name.
      const names = layer.list(home.directory).filter((name) => /^owner.*\.json$/.test(name));
      const records = names.flatMap((name) => read(path.join(home.directory, name)) ?? []);
      return records.find((record) => record.machine !== machine.id && isThere(record));
    },
    beat() {
      const record: OwnerRecord = { machine: machine.id, name: machine.name, beat: new Date(now()).toISOString() };
      try {
        writeFileNow(layer, file, `${JSON.stringify(record)}\n`, { sync: false });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    },
    clear() {
      if (read(file)?.machine === machine.id) removeQuietly(layer, file);
    },
  };
}

/** The same as long as the system is not installed anew or called otherwise; tells nothing of the machine to others. */
function thisMachine(): Machine {
  const name = os.hostname();
  let id = '';
  try {
    id = readFileSync('/etc/machine-id', 'utf8').trim();
  } catch {
    // Only Linux has it; elsewhere the name has to do.
  }
  return { id: createHash('sha256').update(`patchbay ${id} ${name}`).digest('hex').slice(0, 32), name };
}

/** The home folder is another machine's at the moment. */
export function homeElsewhere({ name }: OwnerRecord): AppError {
  const message = say(
    'Patchbay on another computer ("{name}") is working in this home folder.',
    '另一台电脑（“{name}”）上的 Patchbay 正在使用这个数据文件夹。',
    { name },
  );
  const hint = say(
    'Close it there. When it is closed already or that computer is off, wait until the folder has synced ({minutes} minutes at most). Two at once could buy the same thing twice, so nothing is bought here until then.',
    '请在那台电脑上关闭它。如果已经关闭或那台电脑已关机，请等待文件夹同步（最多 {minutes} 分钟）。两台同时使用可能会重复购买，因此在此之前这里不会购买任何内容。',
    { minutes: beatLife / 60_000 },
  );
  return new AppError('home.busy', message, { hint });
}
