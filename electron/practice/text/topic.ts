/** What a prompt asks for, as far as a few patterns can tell. */
export interface Wish {
  readonly language: 'en' | 'zh';
  /** The prompt without the words that give orders, for use inside a sentence. */
  readonly topic: string;
  /** The telling words of the prompt, in order, no doubles. */
  readonly words: readonly string[];
  /** How many lines are asked for; undefined when it is no list. */
  readonly lines?: number;
  readonly numbered: boolean;
  readonly kind: 'shot' | 'picture' | 'item' | 'prose';
  /** A text that is to be repeated as it is. */
  readonly echo?: string;
}

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
};
const NUMBER = '(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)';
const THINGS =
  '(shots?|scenes?|lines?|prompts?|ideas?|items?|titles?|names?|captions?|slogans?|sentences?|frames?|points?|steps?|things|examples?|variations?|options?)';
const ENGLISH_COUNT = new RegExp(`\\b${NUMBER}\\s+(?:\\w+\\s+){0,3}?${THINGS}\\b`, 'i');
const CHINESE_COUNT = /(\d{1,2}|[一两二三四五六七八九十])\s*(?:个|条|行|句|幕|段|组|种|张)/;
const LIST = /\blist\b|one per line|each on (?:a|its) (?:new |own )?line|bullet|每行|列出|清单|列表/i;
const ECHO =
  /^(?:please )?(?:(?:say|repeat)(?: exactly| only| just)?|(?:reply|answer|respond)(?: with(?: exactly| only| just)?| exactly| only| just))(?: the word)?\s*[:：]?\s+(.+)$/is;
const CHINESE_ECHO = /^请?(?:只)?(?:回复|回答|说)[:：]\s*(.+)$/s;
const ABOUT =
  /\b(?:about|showing|describing|of|for)\s+(?:an? (?:image|picture|video|photo) of\s+)?(.+?)(?=[.;:!?\n]|,\s*(?:one|each|in|as|no|with)\b|\s+one per line|$)/i;
const CHINESE_ABOUT = /关于(.+?)(?=[，。；！？\n]|的(?:镜头|分镜|故事|文案|提示词)|$)/;
const ORDERS =
  /\b(please|write|give|make|create|generate|describe|list|answer|tell|me|us|a|an|the|some|of|for|about|with|and|to|in|on|at|by|from|as|is|are|be|it|that|this|you|your|i|my|we|our|will|would|could|can|should|exactly|only|just|each|per|line|lines|one|two|three|four|five|six|seven|eight|nine|ten|shots?|scenes?|prompts?|ideas?|items?|sentences?|short|numbered|number|separate|own|new|json|into|or|no|not|video|image|picture|plain|text|words?|reply|respond)\b/gi;

/** Reads a prompt; the instruction beside it (the system message) counts for the number of lines. */
export function readWish(prompt: string, instruction = ''): Wish {
  const text = prompt.trim();
  const language = /[\u4e00-\u9fff]/.test(text) ? 'zh' : 'en';
  const echo = (ECHO.exec(text) ?? CHINESE_ECHO.exec(text))?.[1]?.trim();
  const lines = countLines(text) ?? countLines(instruction);
  const words = tellingWords(text, language);
  return {
    language,
    topic: topicOf(text, words, language),
    words: words.length > 0 ? words : [language === 'zh' ? '练习' : 'practice'],
    ...(lines === undefined ? {} : { lines }),
    ...(echo ? { echo } : {}),
    numbered: /\bnumbered\b|编号/i.test(`${instruction}\n${text}`),
    kind: kindOf(`${instruction}\n${text}`, lines),
  };
}

function topicOf(text: string, words: readonly string[], language: Wish['language']): string {
  const found = (language === 'zh' ? CHINESE_ABOUT : ABOUT).exec(text)?.[1]?.trim();
  if (found && found.length <= 120) return found;
  const isPlain = text.length <= 80 && countLines(text) === undefined && !/[\n?？]/.test(text);
  if (isPlain && text !== '') return text.replace(/[.。!！]+$/, '');
  return words.slice(0, 8).join(language === 'zh' ? '、' : ' ') || (language === 'zh' ? '练习' : 'practice');
}

function countLines(text: string): number | undefined {
  const found = ENGLISH_COUNT.exec(text)?.[1] ?? CHINESE_COUNT.exec(text)?.[1];
  const count = found === undefined ? undefined : (NUMBERS[found.toLowerCase()] ?? Number(found));
  if (count !== undefined && count >= 2) return Math.min(count, 50);
  return LIST.test(text) ? 3 : count;
}

function kindOf(text: string, lines: number | undefined): Wish['kind'] {
  if (/\bshots?\b|\bscenes?\b|storyboard|镜头|分镜|场景|幕/i.test(text)) return lines ? 'shot' : 'picture';
  if (/prompt|提示词/i.test(text)) return 'picture';
  return lines ? 'item' : 'prose';
}

function tellingWords(text: string, language: Wish['language']): string[] {
  const plain = text.replace(/https?:\S+/g, ' ');
  const pieces =
    language === 'zh'
      ? plain
          .replace(
            /请|帮我|给我|写|生成|一个|一下|关于|描述|列出|镜头|分镜|提示词|文案|故事|每行|我们|一行|编号|(?:\d+|[一两二三四五六七八九十])(?:个|条|行|句|幕|段|组|种|张)/g,
            ' ',
          )
          .split(/[\s，。、！？：；,.!?:;"“”‘’()（）的]+/)
      : plain.replace(ORDERS, ' ').split(/[^\p{L}\p{N}'-]+/u);
  const known = new Set<string>();
  for (const piece of pieces) if (piece.length > 1 && !/^\d+$/.test(piece)) known.add(piece);
  return [...known].slice(0, 24);
}
