import { z } from 'zod';
import { writeFileNow } from './atomic-file.ts';
import type { Home } from './home.ts';

/** The part of `settings.json` that says which connections may get files that a call merely needs. */
const settingsSchema = z.looseObject({ uploadsAllowed: z.array(z.string()).optional() });

function readSettings(home: Home): z.infer<typeof settingsSchema> {
  if (home.layer.facts(home.settings) === undefined) return {};
  const parsed = settingsSchema.safeParse(JSON.parse(home.layer.readFile(home.settings).toString('utf8')));
  return parsed.success ? parsed.data : {};
}

/**
 * Whether files may be made public for a connection (known by its account). `once` allows it for this run only; `allow`
 * remembers it for good.
 */
export function openConsent(home: Home, account: string, once: boolean): { allowed(): boolean; allow(): void } {
  let isAllowed = once || (readSettings(home).uploadsAllowed ?? []).includes(account);
  return {
    allowed: () => isAllowed,
    allow() {
      if (isAllowed) return;
      isAllowed = true;
      const settings = readSettings(home);
      const uploadsAllowed = [...new Set([...(settings.uploadsAllowed ?? []), account])];
      writeFileNow(home.layer, home.settings, `${JSON.stringify({ ...settings, uploadsAllowed }, null, 2)}\n`, {
        sync: true,
      });
    },
  };
}
