import type { CallName, CallOutput, PushName, PushPayload } from '#core/services/contract';
import type { OpenedDocument } from '#core/services/document-views';

/** What the fake main process answers; everything is plain JSON, because it travels into the page. */
export interface FakeWorld {
  readonly start: CallOutput<'app.start'>;
  /** By draft; `workflow.open` finds them by path. */
  readonly documents: Readonly<Record<string, OpenedDocument>>;
  /** Answers of calls that always answer the same. */
  readonly answers: { readonly [N in CallName]?: CallOutput<N> };
  readonly runs: Readonly<Record<string, CallOutput<'run.open'>>>;
  /** Long texts by artifact. */
  readonly values: Readonly<Record<string, string>>;
}

/** How a test reaches the fake main process from outside of the page. */
export interface FakeControl {
  readonly calls: { readonly name: string; readonly input: unknown }[];
  push<N extends PushName>(name: N, payload: PushPayload<N>): void;
  /** What a call answers from now on: a value, or `{ error }`. */
  answer(name: CallName, answer: { readonly value: unknown } | { readonly error: unknown }): void;
}

/**
 * Puts a stand-in for the preload script on the page. It is sent there as text (`addInitScript`), so it must not use
 * anything from outside of itself. The control is at `window.fakeBridge`.
 */
export function installFakeBridge(world: FakeWorld): void {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const calls: { name: string; input: unknown }[] = [];
  const fixed = new Map<string, { readonly value?: unknown; readonly error?: unknown }>();
  let settings = world.start.settings;
  let connections = world.start.connections;
  let created = 0;
  let revision = 1;

  const push = (name: string, payload: unknown): void => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };
  const empty = (): OpenedDocument => {
    created += 1;
    const name = created === 1 ? 'Untitled' : `Untitled ${created}`;
    const base = { format: 'patchbay.workflow', version: 1, id: `wf_new${created}`, name, description: '' };
    return {
      draft: `draft-new-${created}`,
      name,
      base: { ...base, nodes: [], edges: [], frames: [], notes: [] },
      rows: [],
      version: 0,
      readOnly: false,
      lease: 'l1',
    };
  };
  const fail = (code: string, message: string): never => {
    throw Object.assign(new Error(message), { code, retryable: false });
  };
  const byName = (name: unknown) => connections.find((connection) => connection.name === name);

  const handlers: Readonly<Record<string, (input: Record<string, unknown>) => unknown>> = {
    'app.start': () => ({ ...world.start, settings, connections }),
    'settings.change': (input) => {
      settings = { ...settings, ...input };
      return settings;
    },
    'workflow.create': (input) => {
      const template = Object.values(world.documents).find((document) => input['template'] === document.base['id']);
      const opened = empty();
      if (template === undefined) return opened;
      return { ...opened, name: template.name, base: { ...template.base, id: opened.base['id'] ?? '' } };
    },
    'workflow.open': (input) =>
      Object.values(world.documents).find((document) => document.path === input['path']) ??
      fail('file.not-found', `The file ${String(input['path'])} is not there.`),
    'workflow.restore': (input) =>
      world.documents[String(input['draft'])] ?? fail('file.not-found', 'The draft is not there.'),
    'workflow.save': (input) => {
      revision += 1;
      return {
        kind: 'saved',
        path: input['path'] ?? `/workflows/${String(input['name'] ?? 'workflow')}.patchbay`,
        revision: String(revision),
      };
    },
    'workflow.list': () => world.start.recents,
    'draft.append': () => ({ kept: true }),
    'plan.make': () => ({ entries: [], issues: [], price: { from: 0, to: 0 }, unknownPrices: 0, uploads: 0 }),
    'run.start': () => ({ run: Object.keys(world.runs)[0] ?? 'run' }),
    'run.list': () => [],
    'run.cost': () => ({
      practice: false,
      calls: 0,
      expected: { from: 0, to: 0 },
      unknown: 0,
      byTokens: { from: 0, to: 0, calls: 0 },
    }),
    'run.open': (input) => world.runs[String(input['run'])] ?? fail('run.not-found', 'There is no such run.'),
    'task.list': () => ({ tasks: [], revision: 1 }),
    'task.answer': () => ({ loss: { en: '', zh: '' } }),
    'task.collect': () => ({ kind: 'running', status: 'in_progress', progress: 0.5 }),
    'connection.list': () => connections,
    'connection.save': (input) => {
      const { key: _key, ...view } = input;
      const saved = { ...view, practice: false, key: 'session', fixed: false } as (typeof connections)[number];
      connections = [...connections.filter((connection) => connection.name !== saved.name), saved];
      push('connection.changed', connections);
      return connections;
    },
    'connection.remove': (input) => {
      const gone = byName(input['name']);
      connections = connections.filter((connection) => connection !== gone);
      return connections;
    },
    'connection.test': () => [{ what: 'reachable', ok: true, message: 'It answers.' }],
    'model.list': () => ({ models: [] }),
    'value.load': (input) => ({ value: world.values[String(input['artifact'])] ?? '' }),
  };

  const answer = (name: string, input: Record<string, unknown>): unknown => {
    const held = fixed.get(name);
    if (held !== undefined) {
      if ('error' in held) throw Object.assign(new Error(), held.error);
      return held.value;
    }
    const always = (world.answers as Record<string, unknown>)[name];
    return always ?? handlers[name]?.(input) ?? {};
  };

  const control: FakeControl = {
    calls,
    push,
    answer: (name, next) => {
      fixed.set(name, next);
    },
  };
  const bridge = {
    invoke: (name: string, input: Record<string, unknown>) => {
      calls.push({ name, input });
      try {
        return Promise.resolve({ ok: true, value: JSON.parse(JSON.stringify(answer(name, input))) });
      } catch (error) {
        const { message } = error as Error;
        return Promise.resolve({ ok: false, error: { ...(error as object), message } });
      }
    },
    subscribe: (name: string, listener: (payload: unknown) => void) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    importFile: (name: string) => {
      const artifact = `sha256:${'5'.repeat(64)}`;
      const value = { file: { artifact, name }, media: { kind: 'image', artifact, mime: 'image/png', name } };
      return Promise.resolve({ ok: true, value });
    },
    media: '/media/',
    thumb: '/thumb/',
  };
  Object.assign(globalThis, { patchbay: bridge, fakeBridge: control });
}
