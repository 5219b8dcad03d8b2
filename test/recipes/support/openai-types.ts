import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json } from '#core/value/value';
import type { GoldenRequest } from './golden.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What OpenAI's own client takes for each of its routes; its types are made from the document that OpenAI publishes. */
const routes: readonly (readonly [RegExp, string])[] = [
  [/^POST \/v1\/chat\/completions$/, 'OpenAI.Chat.ChatCompletionCreateParams'],
  [/^POST \/v1\/responses$/, 'OpenAI.Responses.ResponseCreateParams'],
  [/^POST \/v1\/images\/generations$/, 'OpenAI.ImageGenerateParams'],
  [/^POST \/v1\/images\/edits$/, 'Form<OpenAI.ImageEditParams>'],
  [/^POST \/v1\/audio\/speech$/, 'OpenAI.Audio.SpeechCreateParams'],
  [/^POST \/v1\/audio\/transcriptions$/, 'Form<OpenAI.Audio.TranscriptionCreateParams>'],
  [/^POST \/v1\/audio\/translations$/, 'Form<OpenAI.Audio.TranslationCreateParams>'],
  [/^POST \/v1\/embeddings$/, 'OpenAI.EmbeddingCreateParams'],
  [/^POST \/v1\/moderations$/, 'OpenAI.ModerationCreateParams'],
  [/^POST \/v1\/videos$/, 'Form<OpenAI.VideoCreateParams>'],
  [/^POST \/v1\/videos\/[^/]+\/remix$/, 'OpenAI.VideoRemixParams'],
];

/** A route that OpenAI has, by its first words; what others added under `/v1` is not. */
const ofOpenai = /^\/v1\/(chat|completions|responses|images|audio|embeddings|moderations|videos|files|batches)(\/|$)/;

/** The type that a request's body must have; undefined when the route is not one of OpenAI's. */
export function typeOf({ method, url }: GoldenRequest): string | undefined {
  const { pathname } = new URL(url, 'https://gateway.example');
  if (url.startsWith('upload host') || !ofOpenai.test(pathname)) return undefined;
  const [, type] = routes.find(([route]) => route.test(`${method} ${pathname}`)) ?? [];
  if (type === undefined) throw new Error(`There is no type for ${method} ${url}.`);
  return type;
}

/** Stands for a file of a form, which has no literal. */
const fileMark = '\u0000file';

/** A body as it would be given to the client: fields of a form by name, those with several values as a list. */
export function bodyOf({ json, parts }: GoldenRequest): Json {
  if (json !== undefined) return json;
  const fields: Record<string, Json[]> = {};
  for (const [name, value] of parts ?? []) {
    const field = name.replace(/\[\]$/, '');
    fields[field] = [...(fields[field] ?? []), value.startsWith('/files/') ? fileMark : value];
  }
  const isList = (name: string): boolean => parts?.some(([part]) => part === `${name}[]`) === true;
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [
      name,
      values.length === 1 && !isList(name) ? (values[0] ?? null) : values,
    ]),
  );
}

export interface Claim {
  readonly type: string;
  readonly body: Json;
}

/** A form carries numbers and switches as text. */
const head = `import type OpenAI from 'openai';
import type { Uploadable } from 'openai/uploads';
declare const file: Uploadable;
type Text<V> = V extends number | boolean ? \`\${V}\` : V;
type Form<T> = T extends unknown ? { [K in keyof T]: Text<T[K]> } : never;
`;

/** What the compiler says about each claim, in their order; undefined where the body has the type. */
export async function check(claims: readonly Claim[]): Promise<readonly (string | undefined)[]> {
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(root, '.cache', 'openai-types-'));
  try {
    const lines = claims.map(({ type, body }, index) => {
      const literal = JSON.stringify(body).replaceAll(JSON.stringify(fileMark), 'file');
      return `export const claim${index}: ${type} = ${literal};\n`;
    });
    writeFileSync(path.join(folder, 'claims.ts'), head + lines.join(''));
    const compilerOptions = {
      ...{ noEmit: true, strict: true, skipLibCheck: true, types: [], lib: ['ES2023', 'DOM', 'DOM.Iterable'] },
      ...{ module: 'ESNext', moduleResolution: 'bundler', target: 'ES2023' },
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['claims.ts'] }));
    return byClaim(await compile(folder), claims.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile(folder: string): Promise<string> {
  const compiler = path.join(root, 'node_modules', '.bin', 'tsc');
  return new Promise((resolve, reject) => {
    execFile(compiler, ['-p', '.', '--pretty', 'false'], { cwd: folder, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      // Found faults end it with a number; a text tells that it could not be run at all.
      if (error !== null && (typeof error.code !== 'number' || stderr !== '')) reject(error);
      else resolve(stdout);
    });
  });
}

function byClaim(report: string, count: number): readonly (string | undefined)[] {
  const first = head.split('\n').length;
  const found: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  for (const part of report.split(/\n(?=\S)/)) {
    if (part.trim() === '') continue;
    const line = /^claims\.ts\((\d+),/.exec(part)?.[1];
    const index = line === undefined ? -1 : Number(line) - first;
    // A fault of the lines above or of the client's own types would make every claim worthless.
    if (index < 0 || index >= count) throw new Error(part);
    found[index] = `${found[index] === undefined ? '' : `${found[index]}\n`}${part.trim()}`;
  }
  return found;
}
