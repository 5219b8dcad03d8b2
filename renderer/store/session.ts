import { create } from 'zustand';
import type { ConnectionView } from '#core/services/connection-views';
import type { CallOutput } from '#core/services/contract';
import type { Settings, SettingsChange, Template, WorkflowEntry } from '#core/services/document-views';
import { api } from '../api.ts';
import { setLanguage } from '../i18n/index.ts';

type Start = CallOutput<'app.start'>;

/** What the main process says of itself and of the user's choices. */
interface SessionState {
  readonly version: string;
  readonly host: Start['host'];
  readonly settings: Settings;
  readonly connections: readonly ConnectionView[];
  readonly recents: readonly WorkflowEntry[];
  readonly templates: readonly Template[];
  /** Documents that were open or have unsaved work. */
  readonly kept: Start['open'];
  /** The files of the workflows folder; undefined until they were asked for. */
  readonly workflows: readonly WorkflowEntry[] | undefined;
  /** Whether this computer has a network at all. */
  readonly isOnline: boolean;
}

export const useSession = create<SessionState>(() => ({
  version: '',
  host: 'browser',
  settings: { theme: 'system', workflows: '', welcomed: true },
  connections: [],
  recents: [],
  templates: [],
  kept: [],
  workflows: undefined,
  isOnline: true,
}));

export function takeStart(start: Start): void {
  const { version, host, settings, connections, recents, templates, open } = start;
  useSession.setState({ version, host, settings, recents, templates, kept: open });
  takeConnections(connections);
}

/** Asks again for what is listed where documents are opened. */
export async function refreshLibrary(): Promise<void> {
  const [start, workflows] = await Promise.all([api().call('app.start', {}), api().call('workflow.list', {})]);
  takeStart(start);
  useSession.setState({ workflows });
}

/** Changes settings: they apply at once, and go back when they cannot be kept. @throws AppError */
export async function changeSettings(change: SettingsChange): Promise<void> {
  const before = useSession.getState().settings;
  takeSettings(changed(before, change));
  try {
    takeSettings(await api().call('settings.change', change));
  } catch (error) {
    takeSettings(before);
    throw error;
  }
}

/** Asks for a folder in the dialog of the system; undefined when that was called off. @throws AppError */
export async function chooseFolder(): Promise<string | undefined> {
  return (await api().call('folder.choose', {})).path;
}

function changed({ budget: limit, ...others }: Settings, { budget, ...change }: SettingsChange): Settings {
  const next = budget === undefined ? limit : (budget ?? undefined);
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...others, ...set, ...(next !== undefined && { budget: next }) };
}

export function takeSettings(settings: Settings): void {
  const before = useSession.getState().settings;
  useSession.setState({ settings });
  if (settings.language !== undefined && settings.language !== before.language) {
    // Changing the language loads nothing, so it cannot fail.
    setLanguage(settings.language).catch(() => undefined);
  }
}

export function takeConnections(connections: readonly ConnectionView[]): void {
  const before = useSession.getState().connections;
  // The same list again must not look like a change: a plan follows each.
  if (JSON.stringify(before) !== JSON.stringify(connections)) useSession.setState({ connections });
}

/** The connection that runs use. */
export function chosenConnection(state: SessionState): ConnectionView | undefined {
  const { connections, settings } = state;
  if (settings.connection !== undefined) return connections.find(({ name }) => name === settings.connection);
  // As the main process does without a choice: the environment's, else the only one that was saved.
  const real = connections.filter((connection) => !connection.practice);
  return real.find((connection) => connection.fixed) ?? (real.length === 1 ? real[0] : undefined);
}

/** Whether runs practise: they then cost nothing. */
export function useIsPractice(): boolean {
  return useSession((state) => chosenConnection(state)?.practice === true);
}

/** Follows whether this computer has a network. Returns what ends it. */
export function followNetwork(): () => void {
  const update = (): void => useSession.setState({ isOnline: navigator.onLine });
  update();
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  return () => {
    window.removeEventListener('online', update);
    window.removeEventListener('offline', update);
  };
}
