import { digest } from '../random.ts';

const MARK = 'PRACTICE: ';

/** What the practice gateway has said: by the hash of the file, and by the comment inside it, which outlives the process. */
export interface SpokenTexts {
  remember(bytes: Uint8Array, text: string): void;
  /** The comment that goes into a file. */
  comment(text: string): string;
  /** The words of a file that was spoken here, found by its bytes or by the comments in it. */
  recall(bytes: Uint8Array, comments: readonly string[]): string | undefined;
}

/** An empty memory; it keeps the last 1000 texts. */
export function createSpokenTexts(): SpokenTexts {
  const texts = new Map<string, string>();
  return {
    remember(bytes, text) {
      texts.set(digest(bytes), text);
      const oldest = texts.size > 1000 ? texts.keys().next().value : undefined;
      if (oldest !== undefined) texts.delete(oldest);
    },
    comment: (text) => MARK + text,
    recall: (bytes, comments) =>
      texts.get(digest(bytes)) ?? comments.find((comment) => comment.startsWith(MARK))?.slice(MARK.length),
  };
}
