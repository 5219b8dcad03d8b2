import type { ConnectionView } from '#core/services/connection-views';
import type { PlanView } from '#core/services/run-views';
import { attempt, runCommand } from '../commands/registry.ts';
import { inWords, t } from '../i18n/index.ts';
import { useBalance } from '../store/balance.ts';
import { useDocuments } from '../store/documents.ts';
import { usePlans } from '../store/plans.ts';
import { changeSettings, chosenConnection, useSession } from '../store/session.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { PillButton, type Tone } from '../ui/pill.tsx';
import { formatMoney } from './words.ts';

interface PillState {
  readonly tone: Tone;
  /** Behind the name. */
  readonly note: string;
}

/** What people call a connection: those that nobody has named have a name in each language. */
export function connectionName({ name, practice, fixed }: Pick<ConnectionView, 'name' | 'practice' | 'fixed'>): string {
  if (!fixed) return name;
  return t(practice ? 'connection.practice-short' : 'connection.environment');
}

/** How a connection is, as far as it is known without asking it. */
export function connectionState(
  connection: ConnectionView,
  isOnline: boolean,
  problem: PlanView['connection'],
): PillState {
  if (connection.key === 'missing') return { tone: 'bad', note: t('connection.no-key') };
  if (connection.practice) {
    // A connection that is called practice already is not called so twice.
    const isNamed = /practi[cs]e|练习/i.test(connectionName(connection));
    return { tone: 'warn', note: t(isNamed ? 'connection.free' : 'connection.practice') };
  }
  if (!isOnline) return { tone: 'bad', note: t('connection.offline') };
  if (problem === undefined) return { tone: 'ok', note: '' };
  if (problem.code === 'connection.key-refused') return { tone: 'bad', note: t('connection.key-refused') };
  if (problem.code === 'connection.no-balance') return { tone: 'bad', note: t('connection.no-balance') };
  return { tone: 'bad', note: t('connection.no-answer') };
}

/** Which gateway runs use, always in sight; practice is striped. */
export function ConnectionPill() {
  const connection = useSession(chosenConnection);
  const connections = useSession((state) => state.connections);
  const isOnline = useSession((state) => state.isOnline);
  const active = useDocuments((state) => state.active);
  const problem = usePlans((state) => (active === undefined ? undefined : state.plans[active]?.plan?.connection));
  const entries: MenuEntry[] = [
    ...(connections.length === 0
      ? []
      : [{ kind: 'heading', id: 'heading', label: t('connection.choose') } satisfies MenuEntry]),
    ...connections.map(
      (entry): MenuEntry => ({
        id: `connection-${entry.name}`,
        label: connectionName(entry),
        checked: entry.name === connection?.name,
        note: entry.practice ? t('connection.free') : entry.key === 'missing' ? t('connection.no-key') : '',
        onSelect: () => attempt(() => changeSettings({ connection: entry.name })),
      }),
    ),
    { kind: 'line', id: 'line' },
    { id: 'settings', label: t('connection.manage'), onSelect: () => runCommand('view.settings', 'connections') },
  ];
  const left = useBalance((balance) => (balance.connection === connection?.name ? balance.left : undefined));
  const known =
    connection === undefined
      ? { tone: 'faint' as const, note: '' }
      : connectionState(connection, isOnline, connection.practice ? undefined : problem);
  // What is left is said when nothing is wrong.
  const isLeft = known.tone === 'ok' && left !== undefined;
  const state = isLeft ? { ...known, note: t('connection.left', { amount: formatMoney(left) }) } : known;
  return (
    <Menu
      label={t('connection.choose')}
      align="end"
      entries={entries}
      trigger={
        <PillButton
          tone={state.tone}
          striped={connection?.practice === true}
          {...(problem !== undefined && { title: inWords(problem).message })}
        >
          <span className="sr-only">{t('connection.pill')}</span>
          <span className="max-w-40 truncate font-medium text-text">
            {connection === undefined ? t('connection.none') : connectionName(connection)}
          </span>
          {state.note === '' ? null : <span className="max-[1100px]:sr-only">{state.note}</span>}
        </PillButton>
      }
    />
  );
}
