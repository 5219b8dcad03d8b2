import type { ErrorInfo } from '../errors.ts';
import type { MediaForm, MediaRule, Recipe } from '../recipe/schema.ts';
import type { LocalText } from '../text.ts';
import type { ToolCall, ToolResult } from '../tool.ts';
import type { MediaKind } from '../value/type.ts';
import type { ArtifactId, Json, MediaValue, Value } from '../value/value.ts';

/**
 * What the executor needs of the gateway. The executor gets an object of this shape as an argument, so it never sees
 * HTTP. All promises are abortable by the signal that they get and then reject with the signal's reason.
 */
export interface Gateway {
  /** Known by its base URL in ledger and reuse keys. */
  readonly connection: ConnectionIdentity;

  /**
   * Picks the recipe, fills in defaults and checks params and media against their rules. Pure and without any request.
   * @throws AppError `param.invalid`, `input.invalid`, `input.missing` with the field
   */
  prepare(call: NodeCall): PreparedCall;

  /**
   * Sends the creating request on a fresh connection and stores the raw answer through the sink. Never throws for
   * anything that the gateway or the network did: that is the outcome.
   */
  submit(call: PreparedCall, media: PreparedMedia, options: SubmitOptions): Promise<SubmitOutcome>;

  /** Asks once for the state of a task. */
  poll(task: TaskRef, options: PollOptions): Promise<PollOutcome>;

  /** Whether this task can be asked for together with others; undefined: only by itself. */
  together(task: TaskRef): Together | undefined;

  /** Asks once for the state of several tasks that are of the same `Together`, at most as many as it takes. */
  pollTogether(tasks: readonly AskedTask[], signal: AbortSignal): Promise<TogetherOutcome>;

  /**
   * Asks which tasks the account has that were made between two moments (ISO 8601), newest first or as they come. Only
   * for calls whose recipe has a list. Never throws for anything that the gateway or the network did.
   */
  look(call: PreparedCall, options: LookOptions): Promise<LookOutcome>;

  /**
   * The call of an attempt as far as its tasks can be looked for, when the call itself is not at hand any more: by its
   * recipe, and by the params of a reference to a task of it. Undefined when there is no such recipe.
   */
  recall(recipe: string, params: Readonly<Record<string, Json>>): PreparedCall | undefined;

  /** What finds a task of this call again by its id. */
  referTo(call: PreparedCall, id: string, createdAt: string): TaskRef;

  /**
   * Finds the outputs in a stored raw answer; one that may be missing is left out when it is. `params` are those of the
   * call, where it is at hand.
   * @throws AppError `gateway.bad-answer` when the answer has no result in it, `gateway.refused-content`
   */
  read(
    recipe: string,
    answer: Answer,
    task?: TaskRef,
    params?: Readonly<Record<string, Json>>,
  ): Promise<Readonly<Record<string, Found>>>;

  /** The functions that a stored answer of a chat wants called; none when it is the last word. */
  callsIn(answer: Answer): Promise<readonly ToolCall[]>;

  /** The next request of a conversation: behind what was sent come the model's own turn and the answers to its calls. */
  continueCall(call: PreparedCall, answer: Answer, results: readonly ToolResult[]): Promise<PreparedCall>;

  /** What the gateway says that a stored answer took; undefined when it does not say. */
  usage(recipe: string, answer: Answer): Promise<TokenUsage | undefined>;

  /**
   * Streams a result into a file (which is created). The key goes only to the connection's own hosts.
   * @throws AppError `artifact.download-failed`, `artifact.wrong-type`, `artifact.too-large`
   */
  download(
    url: string,
    file: string,
    options: { kind: MediaKind; signal: AbortSignal; part?: DownloadPart | undefined },
  ): Promise<{ bytes: number; mime: string }>;

  /** Makes a file public on the upload host. @throws AppError `upload.failed` */
  upload(file: string, options: { mime: string; name: string; signal: AbortSignal }): Promise<string>;
}

/** What tells later whether a file is still the same, and what was found out about it. */
export interface DownloadFacts {
  /** The whole length in bytes, when the server says it. */
  readonly total?: number | undefined;
  /** Its strong ETag, or its date. */
  readonly validator: string;
  readonly mime: string;
}

/** A file that is being fetched and outlives a try that had no room or no network: another one goes on with it. */
export interface DownloadPart {
  /** What an earlier try has said of the file that lies there; undefined when it has to begin anew. */
  readonly begun: DownloadFacts | undefined;
  /** Bytes that stay free beside it on a full disk; 64 MiB when absent. */
  readonly leftFree?: number | undefined;
  note(facts: DownloadFacts): void;
  /** Gives up other files that wait for their rest; whether that has made room. */
  makeRoom(): boolean;
}

export interface ConnectionIdentity {
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly uploadUrl: string | undefined;
  /** A practice connection costs nothing, and its results never count for a real one. */
  readonly practice: boolean;
}

/** One call of a node, with its params as the user set them and its inputs as values. */
export interface NodeCall {
  readonly nodeType: string;
  readonly params: Readonly<Record<string, Json | undefined>>;
  readonly inputs: Readonly<Record<string, Value | undefined>>;
}

export interface PreparedCall {
  readonly recipe: Recipe;
  /** SHA-256 of the recipe as data, hexadecimal: part of the reuse key. */
  readonly recipeDigest: string;
  /** The params that this call sends, defaults filled in. */
  readonly params: Readonly<Record<string, Json>>;
  readonly inputs: Readonly<Record<string, Value | undefined>>;
  readonly system: string;
  /** Undefined for calls without a model. */
  readonly model: string | undefined;
  readonly charges: boolean;
  /** Files that must be brought into a form first, by input. */
  readonly media: readonly MediaNeed[];
  /** Known from a reference to a task instead of params and inputs. */
  readonly values?: Readonly<Record<string, Json>>;
  /** What a conversation with function calls has had after its first request, as the route writes messages. */
  readonly turns?: readonly Json[];
}

export interface MediaNeed {
  readonly input: string;
  readonly value: MediaValue;
  readonly form: MediaForm;
  readonly rule: MediaRule;
  /** The picture is made to fit first. */
  readonly convert?: MediaConversion;
}

/** What a picture is made into when it does not fit as it is: sides in pixels. */
export interface MediaConversion {
  /** Of `image/png` and `image/jpeg` those that are taken. */
  readonly types: readonly string[];
  readonly maxBytes?: number;
  readonly maxSide?: number;
  readonly maxPixels?: number;
  /** What does not fit, and what is done about it, for the plan. */
  readonly message: LocalText;
}

/** A file in the form that was asked for: a link, a data URL, base64, or the path of a local file. */
export interface PreparedFile {
  readonly form: MediaForm;
  readonly content: string;
  readonly mime: string;
  readonly name: string;
  readonly bytes: number | undefined;
}

/** Prepared files by input, in the order of the needs. */
export type PreparedMedia = Readonly<Record<string, readonly PreparedFile[]>>;

/** Where a raw answer goes while it arrives. `submit` and `poll` close it in any case, also when nothing came. */
export interface AnswerSink {
  /**
   * Creates the file, at once; nothing when it is there. For a creating request it is the mark that the request is
   * leaving as a whole: a restart that finds none knows that nothing can have been bought.
   * @throws AppError `disk.full`, `file.write-failed`
   */
  begin(): void;
  /** One at a time. A write that failed with `disk.full` can be repeated with the same chunk. @throws as `begin` */
  write(chunk: Uint8Array): Promise<void>;
  /** Makes it durable; can be repeated after `disk.full`. @throws as `begin` */
  close(): Promise<void>;
  /** Its name below `answers/`. */
  readonly name: string;
  /** Its full path, for reading it back. */
  readonly file: string;
}

export interface SubmitOptions {
  readonly sink: AnswerSink;
  readonly signal: AbortSignal;
  /** Names this request and no other; recipes may send it as a mark. */
  readonly mark?: string;
  /** Text as it is written by the model: of the answer, or of its thoughts before it. */
  readonly onDelta?: (text: string, port: 'text' | 'reasoning') => void;
}

/** A raw answer on disk. */
export interface Answer {
  readonly name: string;
  readonly file: string;
  readonly status: number;
  readonly contentType: string;
  readonly bytes: number;
}

export type SubmitOutcome =
  /** A synchronous answer is on disk. */
  | { readonly kind: 'received'; readonly answer: Answer }
  /** A task was created. */
  | { readonly kind: 'accepted'; readonly task: TaskRef; readonly answer: Answer }
  /** The gateway answered with its own error: nothing was made. */
  | { readonly kind: 'rejected'; readonly error: ErrorInfo }
  /** No answer, a cut answer, or a proxy's error: it may have been billed. */
  | { readonly kind: 'ambiguous'; readonly error: ErrorInfo }
  /** Surely nothing was done (no connection, 429, 503 without a channel): may be sent again. */
  | { readonly kind: 'unsent'; readonly error: ErrorInfo };

/** Everything that finds a task again, after a restart too. Plain JSON; goes into the ledger. */
export interface TaskRef {
  readonly baseUrl: string;
  readonly recipe: string;
  readonly id: string;
  /** The params that the query needs (a model in the path …). */
  readonly params: Readonly<Record<string, Json>>;
  readonly createdAt: string;
}

export interface PollOptions {
  readonly sink: AnswerSink;
  readonly signal: AbortSignal;
}

export type PollOutcome =
  /** `progress` from 0 to 1; `status` is the gateway's own word. */
  | { readonly kind: 'running'; readonly status: string; readonly progress: number | undefined }
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly error: ErrorInfo }
  | { readonly kind: 'expired'; readonly error: ErrorInfo }
  /** The poll itself failed; that says nothing about the task. */
  | { readonly kind: 'no-answer'; readonly error: ErrorInfo };

/** Tasks that one request can ask for. */
export interface Together {
  /** The same for all of them. */
  readonly by: string;
  /** How many one request may ask for. */
  readonly most: number;
}

export interface AskedTask {
  readonly task: TaskRef;
  /** For what the answer says of this task. */
  readonly sink: AnswerSink;
}

export type TogetherOutcome =
  /** In the order of the tasks; undefined where the answer says nothing certain: that one is to be asked for by itself. */
  | { readonly kind: 'answered'; readonly outcomes: readonly (PollOutcome | undefined)[] }
  /** The gateway does not answer this question; that says nothing about single ones. */
  | { readonly kind: 'refused' }
  /** No answer to anything: the network, or too many requests. */
  | { readonly kind: 'no-answer'; readonly error: ErrorInfo };

export interface LookOptions {
  /** Of the request in question: a task that has it is the one, whenever it was made. */
  readonly mark: string;
  readonly since: string;
  readonly until: string;
  readonly signal: AbortSignal;
}

/** A task as a list of the gateway describes it; what the list does not tell is undefined. */
export interface ListedTask {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string | undefined;
  readonly model: string | undefined;
  readonly prompt: string | undefined;
  /** The gateway's own word. */
  readonly status: string | undefined;
  readonly mark: string | undefined;
}

export type LookOutcome =
  | { readonly kind: 'listed'; readonly tasks: readonly ListedTask[] }
  | { readonly kind: 'no-answer'; readonly error: ErrorInfo };

/** An output as it was found in an answer, before its files are fetched. */
export type Found =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'file'; readonly file: FoundFile }
  | { readonly kind: 'files'; readonly files: readonly FoundFile[] }
  /** The media value of that input, now with a public address; its content is the same and is not fetched again. */
  | { readonly kind: 'link'; readonly input: string; readonly url: string };

export type FoundFile =
  | { readonly media: MediaKind; readonly url: string; readonly expiresAt: string | undefined }
  | { readonly media: MediaKind; readonly base64: string; readonly mime: string | undefined }
  /** The stored answer is itself the file. */
  | { readonly media: MediaKind; readonly answer: Answer };

/** A file in the artifact store. */
export interface StoredArtifact {
  readonly id: ArtifactId;
  readonly file: string;
  readonly mime: string;
  readonly bytes: number;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly duration: number | undefined;
}

/** What one model costs, in US dollars, from and to; undefined when the gateway does not tell. */
export interface PriceRange {
  readonly from: number;
  readonly to: number;
}

/** Questions about the account, which never cost anything. */
export interface GatewayCatalogue {
  /** The ids that `/v1/models` lists. @throws AppError `connection.*` */
  models(signal: AbortSignal): Promise<readonly string[]>;
  /** Prices by call; undefined entries are unknown. @throws AppError `connection.*` */
  prices(signal: AbortSignal): Promise<PriceTable>;
  /** What is left in US dollars; undefined when it is unlimited or not told. @throws AppError `connection.*` */
  balance(signal: AbortSignal): Promise<number | undefined>;
}

export interface PriceTable {
  /** The range for one call of a model with these params and this length of prompt; undefined when unknown. */
  priceOf(model: string, params: Readonly<Record<string, Json>>, promptCharacters: number): PriceRange | undefined;
  /** What a call really cost by its tokens; undefined when the model is not paid by tokens or its price is unknown. */
  costOf(model: string, usage: TokenUsage): PriceRange | undefined;
  /**
   * The groups that a key with exactly these models can have, with what they multiply prices by; none when prices do not
   * tell. `hidden` counts the models of the price list that none of these groups has.
   */
  groupsOf(models: readonly string[]): { readonly groups: readonly KeyGroup[]; readonly hidden: number };
}

/** Sites bind each key to a group, with models and prices of its own. */
export interface KeyGroup {
  readonly name: string;
  readonly ratio: number;
}

/** Tokens that a call read and wrote. */
export interface TokenUsage {
  readonly input: number;
  readonly output: number;
}
