import type { ErrorInfo } from '#core/errors';
import type { Answer, AnswerSink, DownloadPart, StoredArtifact, TaskRef } from '#core/gateway/contract';
import type { Address } from '#core/run/address';
import type { JournalEvent, Purchase, RunEvent } from '#core/run/event';
import type { SavedOutputs } from '#core/run/state';
import type { MediaKind } from '#core/value/type';
import type { ArtifactId } from '#core/value/value';

/**
 * What the executor gets as arguments: it never imports the store, the gateway or a host, so tests run it without disk,
 * network or real time.
 */

/** Real time, or a test's. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when that is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The saved events of one run. */
export interface Journal {
  /**
   * Takes an event in order. Events are written in batches; `onWritten` subscribers see an event only after it is in the
   * file (not synced, but for those that concern money, which the ledger syncs).
   */
  append(event: JournalEvent): void;
  /** Resolves when everything appended so far is in the file. @throws AppError `disk.full`, `file.write-failed` */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** An attempt's states; which may follow which is in `attemptMoves` of the ledger. */
export type AttemptState =
  /** Written down; the request may be on its way. Found after a restart it becomes `ambiguous`, or `rejected` when it had surely not left. */
  | 'intent'
  /** The raw answer with the result is on the disk. */
  | 'received'
  /** A task is at the gateway; its id is on the disk. */
  | 'accepted'
  /** Nothing was done: the gateway's own error, or nothing of the request had left. */
  | 'rejected'
  /** No answer came, so it may have been billed; its user is asked. */
  | 'ambiguous'
  /** The result is here. */
  | 'delivered'
  /** The gateway gave up on it, or there is nothing in its answer. */
  | 'failed'
  /** The gateway does not know the task any more. */
  | 'expired'
  /** Its user had it sent again, as another attempt. */
  | 'resent'
  /** Its user wants nothing of it any more. */
  | 'given-up'
  /** Its user has dropped it from the list. */
  | 'forgotten';

/** What is known of one request that may cost, as the ledger's rows add up to it. */
export interface Attempt {
  /** Unique in the home folder. */
  readonly id: string;
  readonly address: Address;
  readonly state: AttemptState;
  /** ISO 8601: of the intent, and of the newest row. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly nodeType: string;
  /** What people called the node, where they did. */
  readonly title?: string | undefined;
  readonly recipe: string;
  readonly system: string;
  readonly model: string | undefined;
  /** The connection, by its base URL. */
  readonly baseUrl: string;
  readonly practice: boolean;
  /** In which boot of the machine it was written; undefined where that cannot be known. */
  readonly boot: string | undefined;
  /** The first characters of the prompt, for people who look for a task. */
  readonly prompt: string | undefined;
  /** The reuse key of the call: the same key is the same purchase. Older rows have none. */
  readonly key: string | undefined;
  /** Expected price in US dollars. */
  readonly price: { readonly from: number; readonly to: number } | undefined;
  /** Real price by the tokens that the gateway told; a range while the group of the key is not known. */
  readonly cost?: { readonly from: number; readonly to: number } | undefined;
  /** The params of a reference to its task, whose id is not known yet; only where the gateway can list tasks. */
  readonly lookup?: TaskRef['params'] | undefined;
  readonly task: TaskRef | undefined;
  readonly answer: Answer | undefined;
  readonly error: ErrorInfo | undefined;
  readonly outputs: SavedOutputs | undefined;
}

/** One row: what it changes of its attempt. The first row of an attempt is its intent and carries everything known. */
export type AttemptChange = { readonly id: string; readonly state: AttemptState } & Partial<
  Omit<Attempt, 'id' | 'state' | 'createdAt' | 'updatedAt'>
>;

export interface Ledger {
  /** Appends a row; with `sync` it is on the disk when the promise resolves. @throws AppError `disk.full`, `file.write-failed` */
  record(change: AttemptChange, options: { sync: boolean }): Promise<Attempt>;
  attempt(id: string): Attempt | undefined;
  /** Oldest first. */
  attempts(): readonly Attempt[];
  /** Those of one run, oldest first. */
  attemptsOf(run: string): readonly Attempt[];
  /** The newest attempt at the purchase with this reuse key, of whatever run. */
  newestOf(key: string): Attempt | undefined;
}

/** Raw answers, kept beside the ledger. */
export interface AnswerStore {
  /** Nothing is created before the sink's `begin` or first `write`. */
  create(attempt: string, purpose: 'submit' | 'poll'): Promise<AnswerSink>;
  /** Whether the sink of the attempt's creating request was ever begun, by this process or one before. */
  hasBegun(attempt: string): boolean;
}

/** Space on the disk that is held back for what is paid for. */
export interface DiskReserve {
  /** Secures so many bytes. @throws AppError `disk.full` when the disk does not have them */
  secure(bytes: number): Promise<ReservedSpace>;
}

export interface ReservedSpace {
  /** Does work that writes and may be repeated; as often as the disk is full, a part of the space is freed for it. */
  spend<T>(work: () => Promise<T>): Promise<T>;
  /** Gives back what is left; may be called again. */
  release(): void;
}

export interface OpenPart extends DownloadPart {
  readonly file: string;
  /** Nobody fetches it any more for now. */
  release(): void;
}

export interface ArtifactStore {
  /** An empty temporary file's path on the same file system. */
  temporary(): string;
  /** A file that is fetched from this address and outlives a broken try; undefined while somebody else fetches from there. */
  part(url: string): OpenPart | undefined;
  /** Puts bytes, or the content of another file, into a temporary file. @throws AppError `disk.full`, `file.write-failed` */
  fill(file: string, content: Uint8Array | { readonly file: string }): Promise<void>;
  /**
   * Takes over a temporary file: names it by content, moves it in place and reads what the content itself tells.
   * @throws AppError `artifact.wrong-type` when the content is not of the kind (an HTML page is not a video)
   */
  adopt(file: string, kind: MediaKind | undefined, name?: string): Promise<StoredArtifact & { kind: MediaKind }>;
  /** Stores JSON or text that is too long for an event. Synchronous, as it happens between two events. */
  putText(text: string): ArtifactId;
  getText(id: ArtifactId): string;
  /** @throws AppError `artifact.missing` */
  find(id: ArtifactId): Promise<StoredArtifact>;
}

/** An earlier result. */
export interface ReuseEntry {
  readonly run: string;
  readonly at: string;
  readonly outputs: SavedOutputs;
  /** What was bought, and by which node of which workflow; older results do not say. */
  readonly purchase?: Purchase | undefined;
  readonly by?: ReuseOwner | undefined;
}

/** A node of a workflow, or one of its items. */
export interface ReuseOwner {
  readonly workflow: { readonly id: string; readonly name: string };
  readonly node: string;
  readonly item: readonly number[];
}

/** Earlier results by reuse key. A cache: losing it only costs a rebuild from the journals. */
export interface ReuseIndex {
  find(key: string): ReuseEntry | undefined;
  /** The newest result of the same request, whichever node bought it. */
  findPurchase(id: string): ReuseEntry | undefined;
  /** What this node bought last, whatever it was. */
  lastOf(owner: {
    readonly workflow: string;
    readonly node: string;
    readonly item: readonly number[];
  }): ReuseEntry | undefined;
  add(key: string, entry: ReuseEntry): void;
}

/** Files made public before, by upload host and content. */
export interface UploadIndex {
  find(host: string, artifact: ArtifactId): string | undefined;
  add(host: string, artifact: ArtifactId, url: string): void;
}

/** Whether files that a call merely needs may be made public; asked for once per connection. */
export interface UploadConsent {
  allowed(): boolean;
  allow(): void;
}

export type EventListener = (event: RunEvent) => void;
