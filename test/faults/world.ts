import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { viewDocument } from '#core/graph/document';
import { validateWorkflow } from '#core/graph/validate';
import type { Registry } from '#core/node/registry';
import type { JournalEvent, RunEvent } from '#core/run/event';
import { type ItemRun, type RunState, reduceRun } from '#core/run/state';
import type { Json } from '#core/value/value';
import { createExecutor } from '#electron/executor/executor';
import type { SessionEnd } from '#electron/executor/run-session';
import type { Attempt } from '#electron/executor/services';
import { createGateway, type GatewayClient } from '#electron/gateway/client';
import type { GatewayOptions } from '#electron/gateway/settings';
import { openAnswers } from '#electron/store/answers';
import { openArtifacts } from '#electron/store/artifacts';
import { openDiskReserve } from '#electron/store/disk-reserve';
import { openHome } from '#electron/store/home';
import { createId } from '#electron/store/ids';
import { openLedger } from '#electron/store/ledger';
import { openReuseIndex } from '#electron/store/reuse-index';
import { createRun, openRunJournal } from '#electron/store/runs';
import { openUploadIndex } from '#electron/store/upload-index';
import { createWorkflowFiles } from '#electron/store/workflow-files';
import { createDefaultRegistry } from '#nodes/index';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { plenty } from '../support/room.ts';

/** A node of a test: its id, its type and its params. */
export type TestNode = readonly [id: string, type: string, params?: Record<string, Json>];

export interface WorldOptions {
  readonly registry?: Registry;
  readonly gateway?: GatewayOptions;
  /** Another address of the practice gateway. */
  readonly baseUrl?: (url: string) => string;
  readonly key?: () => string;
}

export interface RunOptions {
  /** Milliseconds of the fake clock. */
  readonly waitLimit?: number;
  readonly budget?: number;
  readonly allowUpload?: boolean;
  /** Sees each event, and may act on it. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** How a run, or a session of it, ended. */
export interface Ended {
  readonly run: string;
  readonly state: RunState;
  readonly kind: SessionEnd['kind'];
  /** One node, or one item of it (`0`, `1.2`). */
  item(node: string, item?: string): ItemRun | undefined;
  /** The ledger's attempts of this run, oldest first. */
  readonly attempts: readonly Attempt[];
  /** Their states. */
  readonly states: readonly string[];
}

/**
 * The program's own executor, ledger, stores and gateway client, on a real folder and over real HTTP, but with a clock
 * that moves on as soon as everybody waits.
 */
export interface World {
  readonly clock: FakeClock;
  readonly gateway: GatewayClient;
  run(nodes: readonly TestNode[], wires?: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Goes on with a run that was suspended or interrupted, as another process would: from what lies on the disk. */
  resume(
    run: Ended,
    options?: RunOptions & { answer?: [node: string, choice: string, item?: number[]] },
  ): Promise<Ended>;
  retry(run: Ended, options?: RunOptions): Promise<Ended>;
  close(): Promise<void>;
}

export function createWorld(practice: Pick<PracticeProcess, 'url' | 'uploadUrl'>, options: WorldOptions = {}): World {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-faults-'));
  const home = openHome(path.join(folder, 'home'));
  const clock = new FakeClock();
  const registry = options.registry ?? createDefaultRegistry();
  const connection = {
    name: 'test',
    baseUrl: options.baseUrl?.(practice.url) ?? practice.url,
    uploadUrl: practice.uploadUrl,
    practice: false,
    keyToUploadHost: true,
    key: options.key ?? (() => 'sk-test'),
  };
  const limits = { createHeaders: 1500, queryHeaders: 1500, bodyIdle: 1500, ...options.gateway?.limits };
  const client = createGateway(connection, registry, { clock, environment: {}, ...options.gateway, limits });
  const gateway: GatewayClient = {
    ...client,
    submit: (...call) => clock.hold(() => client.submit(...call)),
    poll: (...call) => clock.hold(() => client.poll(...call)),
    pollTogether: (...call) => clock.hold(() => client.pollTogether(...call)),
    look: (...call) => clock.hold(() => client.look(...call)),
  };
  const artifacts = openArtifacts(home);
  const files = createWorkflowFiles({ folder, artifacts });
  const documents = new Map<string, { [key: string]: Json }>();
  const close: (() => Promise<unknown>)[] = [() => gateway.close()];

  /** A "process": what it knows it has read from the disk. */
  const begin = async (
    run: string,
    how: RunOptions & Partial<Parameters<World['resume']>[1]>,
    more: { retry?: true },
  ) => {
    const document = documents.get(run) ?? {};
    const { workflow } = viewDocument(document);
    const { graph } = validateWorkflow(workflow, registry);
    const ledger = openLedger(home, () => clock.now());
    const reuse = openReuseIndex(home);
    const uploads = openUploadIndex(home);
    const journal = openRunJournal(home, run);
    const executor = createExecutor({
      registry,
      ledger,
      answers: openAnswers(home),
      artifacts,
      reserve: openDiskReserve(home),
      reuse,
      uploads,
      clock,
      random: () => 0.5,
      newId: () => createId('att'),
    });
    const events: JournalEvent[] = known.get(run) ?? [];
    known.set(run, events);
    let before: RunState | undefined;
    for (const event of events) before = reduceRun(before, JSON.parse(JSON.stringify(event)) as JournalEvent);
    let allowed = how.allowUpload ?? false;
    const handle = executor.start({
      id: run,
      workflow: { id: workflow.id, name: workflow.name },
      graph,
      scope: new Set(graph.nodes.keys()),
      fresh: new Set(),
      journal,
      space: plenty,
      files,
      gateway,
      prices: undefined,
      budget: how.budget,
      consent: {
        allowed: () => allowed,
        allow: () => {
          allowed = true;
        },
      },
      waitLimit: how.waitLimit ?? clock.patience,
      listener: (event) => {
        if (event.event !== 'node-delta' && event.event !== 'node-progress') events.push(event);
        how.onEvent?.(event);
      },
      state: before,
      ...(how.answer !== undefined && {
        answer: { node: how.answer[0], choice: how.answer[1], item: how.answer[2] ?? [] },
      }),
      ...more,
    });
    const end = await handle.done.finally(() => journal.close());
    const attempts = ledger.attemptsOf(run);
    await Promise.all([ledger.close(), reuse.close(), uploads.close()]);
    return {
      run,
      state: end.state,
      kind: end.kind,
      item: (node: string, item = '') => end.state.nodes.get(node)?.items.get(item),
      attempts,
      states: attempts.map(({ state }) => state),
    };
  };
  const known = new Map<string, JournalEvent[]>();

  return {
    clock,
    gateway,
    async run(nodes, wires = [], how = {}) {
      const run = createId('run');
      const document = documentOf(nodes, wires);
      documents.set(run, document);
      await (await createRun(home, { id: run, document, options: {} })).close();
      return begin(run, how, {});
    },
    resume: (run, how = {}) => begin(run.run, how, {}),
    retry: (run, how = {}) => begin(run.run, how, { retry: true }),
    async close() {
      for (const each of close) await each();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Wires are written `a.port > b.port`. */
function documentOf(nodes: readonly TestNode[], wires: readonly string[]): { [key: string]: Json } {
  const end = (text: string): Json => {
    const [node = '', port = ''] = text.split('.');
    return { node, port };
  };
  return {
    format: 'patchbay.workflow',
    version: 1,
    id: 'wf_test',
    name: 'Test',
    nodes: nodes.map(([id, type, params = {}]) => ({ id, type, version: 1, position: { x: 0, y: 0 }, params })),
    edges: wires.map((wire, index) => {
      const [from = '', to = ''] = wire.split(' > ');
      return { id: `e${index}`, from: end(from), to: end(to) };
    }),
  };
}
