import type { Registry } from '#core/node/registry';
import { createDefaultRegistry } from '#nodes/index';
import { createExecutor, type Executor } from '../../executor/executor.ts';
import type { ArtifactStore, Clock, DiskReserve } from '../../executor/services.ts';
import type { GatewayOf } from '../../executor/task-keeper.ts';
import { type OpenAnswers, openAnswers } from '../../store/answers.ts';
import { openArtifacts } from '../../store/artifacts.ts';
import { openDiskReserve } from '../../store/disk-reserve.ts';
import { type Home, openHome } from '../../store/home.ts';
import { createId } from '../../store/ids.ts';
import { type OpenLedger, openLedger } from '../../store/ledger.ts';
import { type OpenReuseIndex, openReuseIndex } from '../../store/reuse-index.ts';
import { type OpenUploadIndex, openUploadIndex } from '../../store/upload-index.ts';
import { bootIdentity } from './boot-identity.ts';
import { type Buying, createBuying } from './buying.ts';
import { createKeyStore, type Keyring, type KeyStore } from './keys.ts';
import { HomeLeft } from './leaving.ts';
import { createLiveRuns, type LiveRuns } from './live-runs.ts';
import { type OwnRecipes, openOwnRecipes } from './own-recipes.ts';
import { createPractice, type Practice } from './practice.ts';
import type { PracticeProcess } from './practice-process.ts';
import { systemClock } from './system-clock.ts';
import { createTaskGateways } from './task-gateway.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything behind a host: the same for the command, the desktop window and the browser. */
export interface App {
  readonly env: Environment;
  readonly home: Home;
  readonly registry: Registry;
  /** The recipes of the home folder, which may change while the program runs. */
  readonly ownRecipes: OwnRecipes;
  readonly clock: Clock;
  readonly ledger: OpenLedger;
  readonly answers: OpenAnswers;
  readonly artifacts: ArtifactStore;
  readonly reserve: DiskReserve;
  readonly reuse: OpenReuseIndex;
  readonly uploads: OpenUploadIndex;
  readonly executor: Executor;
  /** Whether requests that may cost are made at the moment. */
  readonly buying: Buying;
  /** The runs that this process executes. */
  readonly live: LiveRuns;
  /** Keys that were typed, and those of the system's keyring. */
  readonly keys: KeyStore;
  readonly practice: Practice;
  /** Begins to look after tasks that no run waits for; may be called again. */
  keepTasks(): void;
  /** The gateway on which an attempt was made; undefined when no connection with a key leads there. */
  readonly gatewayOf: GatewayOf;
  /** Aborted when this process lets go of the home folder: what it does for others goes on in the next owner. */
  readonly leaving: AbortSignal;
  /** Aborts `leaving`. */
  leave(): void;
  /** Writes what is still in memory and lets go of files. */
  close(): Promise<void>;
}

/** What a host brings along. */
export interface AppOptions {
  /** The system's keyring; without one typed keys are in memory until the program ends. */
  readonly keyring?: Keyring | undefined;
  /** How the practice gateway is started; a child of plain Node when absent. */
  readonly startPractice?: (() => Promise<PracticeProcess>) | undefined;
  /** What tells this start of the machine from others; the system's own when absent. */
  readonly boot?: string | undefined;
}

/** The home folder that an environment names. @throws AppError `file.write-failed`, `disk.full` */
export function openUserHome(env: Environment): Home {
  return openHome(env['PATCHBAY_HOME'] || undefined);
}

/**
 * Puts the parts together.
 * @throws AppError `file.write-failed`, `file.unreadable`, `disk.full`
 */
export function openApp(env: Environment, home: Home, options: AppOptions = {}): App {
  const leaving = new AbortController();
  const practice = createPractice(options.startPractice);
  const registry = createDefaultRegistry();
  const ownRecipes = openOwnRecipes(home, registry);
  const ledger = openLedger(home);
  const answers = openAnswers(home);
  const boot = options.boot ?? bootIdentity();
  const artifacts = openArtifacts(home, Date.now, boot);
  const reserve = openDiskReserve(home);
  const reuse = openReuseIndex(home, ledger.newestOf);
  const uploads = openUploadIndex(home);
  const buying = createBuying(systemClock);
  const executor = createExecutor({
    registry,
    ledger,
    answers,
    artifacts,
    reserve,
    reuse,
    uploads,
    clock: systemClock,
    random: Math.random,
    newId: () => createId('att'),
    boot,
    mayBuy() {
      const refusal = buying.refusal();
      if (refusal !== undefined) throw refusal;
    },
    pollMilliseconds: pollMilliseconds(env['PATCHBAY_POLL_MS']),
  });
  const keys = createKeyStore(options.keyring);
  let isKeeping = false;
  const gateways = createTaskGateways({ home, env, registry, keys });
  return {
    env,
    home,
    registry,
    ownRecipes,
    clock: systemClock,
    ledger,
    answers,
    artifacts,
    reserve,
    reuse,
    uploads,
    executor,
    buying,
    live: createLiveRuns(),
    keys,
    practice,
    gatewayOf: gateways.find,
    keepTasks() {
      if (isKeeping) return;
      isKeeping = true;
      // What cannot be written down now is found again at the next start.
      executor.keeper.start(gateways.find).catch(() => undefined);
    },
    leaving: leaving.signal,
    leave: () => leaving.abort(new HomeLeft()),
    async close() {
      await executor.keeper.stop();
      await gateways.close();
      await practice.stop();
      await Promise.all([ledger.close(), reuse.close(), uploads.close()]);
    },
  };
}

/** For tests: how long to wait between two polls. Anything but a whole number above 0 is ignored. */
function pollMilliseconds(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}
