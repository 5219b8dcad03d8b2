import type { DraftStore } from '../../store/drafts.ts';
import type { Library } from '../../store/library.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type { App } from '../app/app.ts';
import type { KeyStore } from '../app/keys.ts';
import type { ConnectionPool } from './connections/pool.ts';
import type { OneByOne } from './one-by-one.ts';
import type { Background } from './runs/background.ts';
import type { RunHub } from './runs/hub.ts';
import type { Sessions } from './session.ts';
import type { DraftChanges } from './workflows/draft-changes.ts';
import type { OpenDrafts } from './workflows/open-drafts.ts';
import type { WorkflowPaths } from './workflows/paths.ts';
import type { FileWatch } from './workflows/watch.ts';

/** What a host says of itself. */
export interface ServicesOptions {
  /** Shows a file in the system's file manager and says whether it could; absent where the host has no way of its own. */
  readonly reveal?: ((file: string) => boolean) | undefined;
  /** Told of each workflow file that is opened or saved. */
  readonly used?: ((file: string) => void) | undefined;
  /** Brings the window before the others; absent where there is none. */
  readonly show?: (() => void) | undefined;
  /** Asks for a folder or a workflow file in a dialog of the system; absent where there is none. */
  readonly choose?: { folder(): Promise<string | undefined>; file(): Promise<string | undefined> } | undefined;
}

/** What the handlers share. */
export interface ServicesContext {
  readonly app: App;
  readonly options: ServicesOptions;
  readonly settings: SettingsStore;
  readonly drafts: DraftStore;
  readonly openDrafts: OpenDrafts;
  readonly draftChanges: DraftChanges;
  readonly library: Library;
  readonly paths: WorkflowPaths;
  readonly watch: FileWatch;
  readonly keys: KeyStore;
  readonly pool: ConnectionPool;
  readonly hub: RunHub;
  readonly background: Background;
  readonly sessions: Sessions;
  /** Saves and appends of one draft, by its id. */
  readonly order: OneByOne;
}
