import { create } from 'zustand';
import { type ErrorInfo, toAppError } from '#core/errors';
import { inWords } from '../i18n/index.ts';

export type BottomPanel = 'runs' | 'tasks' | 'results' | 'issues';
export type Overlay = 'commands' | 'settings' | 'start' | 'open' | 'help' | 'save-as' | 'import';

/** What the screen shows and nobody saves: selection, open panels, the state of the connection to the main process. */
interface ViewState {
  /** Selected elements (nodes, frames, notes) by draft. */
  readonly selection: Readonly<Record<string, ReadonlySet<string>>>;
  readonly selectedEdges: Readonly<Record<string, ReadonlySet<string>>>;
  readonly bottom: BottomPanel | undefined;
  readonly palette: boolean;
  readonly inspector: boolean;
  /** Open surfaces above everything. */
  readonly overlay: Overlay | undefined;
  /** The plan overlay on the graph before a run. */
  readonly planning: boolean;
  readonly isConnected: boolean;
  /** Short messages for people, newest last. */
  readonly notices: readonly Notice[];
  /** The node that the canvas is to bring into sight; a new object each time. */
  readonly reveal: { readonly draft: string; readonly node: string } | undefined;
  /** What a screen reader is told next. */
  readonly announcement: { readonly id: number; readonly text: string };
}

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'good' | 'bad';
  readonly text: string;
  /** What went wrong, for its hint and its raw answer. */
  readonly error?: ErrorInfo;
  /** A path that people may want to copy. */
  readonly copy?: string;
}

export const useView = create<ViewState>(() => ({
  selection: {},
  selectedEdges: {},
  bottom: undefined,
  palette: true,
  inspector: true,
  overlay: undefined,
  planning: false,
  isConnected: true,
  notices: [],
  reveal: undefined,
  announcement: { id: 0, text: '' },
}));

const nothing: ReadonlySet<string> = new Set();

export function selectionOf(draft: string): ReadonlySet<string> {
  return useView.getState().selection[draft] ?? nothing;
}

export function select(draft: string, elements: Iterable<string>, edges: Iterable<string> = []): void {
  const { selection, selectedEdges } = useView.getState();
  useView.setState({
    selection: { ...selection, [draft]: new Set(elements) },
    selectedEdges: { ...selectedEdges, [draft]: new Set(edges) },
  });
}

/** Selects a node and asks the canvas to bring it into sight. */
export function revealNode(draft: string, node: string): void {
  select(draft, [node]);
  useView.setState({ reveal: { draft, node }, inspector: true });
}

export function openOverlay(overlay: Overlay | undefined): void {
  useView.setState({ overlay });
}

let notices = 0;

/** Says something for a few seconds, or until it is closed when there is something to `copy` in it. */
export function notify(tone: Notice['tone'], text: string, more: Pick<Notice, 'copy'> = {}): void {
  push({ tone, text, ...more });
}

/** Says what went wrong, with what to do about it. Cancelled work is no fault. */
export function notifyError(thrown: unknown): void {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
  const { info } = toAppError(thrown);
  push({ tone: 'bad', text: inWords(info).message, error: info });
}

function push(notice: Omit<Notice, 'id'>): void {
  notices += 1;
  const others = useView.getState().notices.filter((known) => known.text !== notice.text);
  useView.setState({ notices: [...others, { ...notice, id: notices }].slice(-4) });
  const hint = notice.error === undefined ? undefined : inWords(notice.error).hint;
  announce(hint === undefined ? notice.text : `${notice.text} ${hint}`);
}

export function dismissNotice(id: number): void {
  useView.setState({ notices: useView.getState().notices.filter((notice) => notice.id !== id) });
}

/** Tells it to those who do not see the screen. */
export function announce(text: string): void {
  useView.setState((state) => ({ announcement: { id: state.announcement.id + 1, text } }));
}
