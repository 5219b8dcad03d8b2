import { t } from '../i18n/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { formatKeys, isMac } from './keys.ts';
import { type Command, useCommands } from './registry.ts';

/** Commands that have keys, by their group. */
export function keyedGroups(commands: readonly Command[]): readonly (readonly [string, readonly Command[]])[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    if (command.keys === undefined || command.keys.length === 0) continue;
    // One of several that differ by a number alone has a group; the others have none.
    if (command.hidden === true && command.group === undefined) continue;
    const name = command.group === undefined ? '' : t(command.group);
    groups.set(name, [...(groups.get(name) ?? []), command]);
  }
  return [...groups];
}

/** All keys on one sheet. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const groups = keyedGroups(useCommands());
  return (
    <Dialog title={t('command.view.help')} onClose={onClose} wide>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <div tabIndex={0} className="columns-2 gap-8 overflow-y-auto p-5 outline-none">
        {groups.map(([name, commands]) => (
          <section key={name} className="mb-5 break-inside-avoid">
            <h3 className="heading mb-1.5">{name === '' ? t('commands.group.commands') : name}</h3>
            <dl className="flex flex-col">
              {commands.map((command) => (
                <div key={command.id} className="flex h-7 items-center justify-between gap-3 border-b border-line/50">
                  <dt className="truncate">{t(command.title)}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {command.keys?.slice(0, 2).map((keys) => (
                      <Kbd key={keys}>{formatKeys(keys, isMac)}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
