import path from 'node:path';
import { z } from 'zod';
import { type Settings, type SettingsChange, settingsSchema } from '#core/services/document-views';
import { writeFileNow } from './atomic-file.ts';
import type { Home } from './home.ts';

/** How many recently used files are remembered. */
const mostRecents = 20;

const fileSchema = z.looseObject({ recents: z.array(z.string()).optional().catch(undefined) });

/** The user's settings: `settings.json`. Keys that this version does not know stay in it. */
export interface SettingsStore {
  read(): Settings;
  /** @throws AppError `disk.full`, `file.write-failed` */
  change(change: SettingsChange): Settings;
  /** Full paths of workflow files, the latest first. */
  recents(): readonly string[];
  /** Puts a file first. */
  addRecent(file: string): void;
}

/** Opens the settings of a home folder; what is missing or does not fit has its default. */
export function openSettings(home: Home): SettingsStore {
  const read = (): z.infer<typeof fileSchema> => {
    try {
      return fileSchema.parse(JSON.parse(home.layer.readFile(home.settings).toString('utf8')));
    } catch {
      return {};
    }
  };
  // Reading and writing happen without a pause between them, so no other writer of this process comes in between.
  const write = (change: object): void =>
    writeFileNow(home.layer, home.settings, `${JSON.stringify({ ...read(), ...change }, null, 2)}\n`, { sync: true });

  const current = (): Settings => {
    const file = read();
    const defaults: Settings = { theme: 'system', workflows: home.workflows, welcomed: false };
    const known = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
      const parsed = schema.safeParse(file[name]);
      return parsed.success && parsed.data !== undefined ? [[name, parsed.data] as const] : [];
    });
    return { ...defaults, ...Object.fromEntries(known) };
  };

  return {
    read: current,
    change(change) {
      const set = Object.entries(change).filter(([, value]) => value !== undefined);
      // What is taken back leaves the file.
      write(Object.fromEntries(set.map(([name, value]) => [name, value ?? undefined])));
      return current();
    },
    recents: () => (read().recents ?? []).filter((file) => path.isAbsolute(file)),
    addRecent(file) {
      const before = read().recents ?? [];
      if (before[0] === file) return;
      write({ recents: [file, ...before.filter((known) => known !== file)].slice(0, mostRecents) });
    },
  };
}
