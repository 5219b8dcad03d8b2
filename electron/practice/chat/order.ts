/** A chat request of any dialect, in one form. */
export interface ChatOrder {
  readonly model: string;
  /** Everything that was said as the system or its developer. */
  readonly instruction: string;
  readonly messages: readonly OrderMessage[];
  readonly tools: readonly OrderTool[];
  /** `auto`, `none`, `required`, or the name of the function that must be called. */
  readonly toolChoice: string;
  /** A JSON schema, or `json` for any JSON. */
  readonly format?: Readonly<Record<string, unknown>> | 'json' | undefined;
  readonly maxTokens?: number | undefined;
  readonly stops: readonly string[];
  readonly seed?: number | null | undefined;
  /** Whether it says what it thinks. */
  readonly thinks: boolean;
  /** Whether it looks things up on the web. */
  readonly searches: boolean;
  /** Whether it reads the addresses in the prompt. */
  readonly readsPages?: boolean;
  /** Whether it may write a program and run it. */
  readonly runsCode?: boolean;
  /** Whether it quotes the documents that came along. */
  readonly quotes?: boolean;
}

/** One message of the conversation. */
export interface OrderMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
  /** What came along: for each file what is known of it. */
  readonly files: readonly OrderFile[];
}

/** A file of a message: its bytes, or its address. */
export type OrderFile =
  | { readonly kind: FileKind; readonly bytes: Uint8Array; readonly name?: string | undefined }
  | { readonly kind: FileKind; readonly url: string };
export type FileKind = 'picture' | 'recording' | 'video' | 'document';

/** A function that the model may call. */
export interface OrderTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: unknown;
}

/** What the practice model answers. */
export interface ChatReply {
  readonly text: string;
  readonly reasoning?: string | undefined;
  readonly calls: readonly ReplyCall[];
  readonly citations: readonly { readonly url: string; readonly title: string; readonly quote?: string }[];
  readonly code?: { readonly code: string; readonly output: string } | undefined;
  readonly finish: 'stop' | 'length' | 'calls';
  readonly usage: { readonly prompt: number; readonly completion: number; readonly reasoning: number };
}

/** A call of a function that the model asks for. */
export interface ReplyCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}
