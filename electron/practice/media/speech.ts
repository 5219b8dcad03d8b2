import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { GatewayError } from '../http/errors.ts';

/** What to say: `voice` is one of OpenAI's names, `speed` a factor from 0.25 to 4. */
export interface SpeechOrder {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

interface Speaker {
  /** The synthesizer's variant. */
  readonly variant: string;
  /** 0 to 99, 50 is the middle. */
  readonly pitch: number;
  /** Words in a minute at speed 1. */
  readonly rate: number;
}

const SPEAKERS: Readonly<Record<string, Speaker>> = {
  alloy: { variant: '', pitch: 50, rate: 150 },
  ash: { variant: '+m3', pitch: 40, rate: 150 },
  ballad: { variant: '+m2', pitch: 55, rate: 140 },
  coral: { variant: '+f2', pitch: 55, rate: 155 },
  echo: { variant: '+m1', pitch: 35, rate: 145 },
  fable: { variant: '+m4', pitch: 60, rate: 150 },
  nova: { variant: '+f3', pitch: 55, rate: 160 },
  onyx: { variant: '+m7', pitch: 25, rate: 145 },
  sage: { variant: '+f1', pitch: 50, rate: 145 },
  shimmer: { variant: '+f4', pitch: 60, rate: 150 },
  verse: { variant: '+m5', pitch: 48, rate: 150 },
  marin: { variant: '+f5', pitch: 52, rate: 150 },
  cedar: { variant: '+m6', pitch: 42, rate: 150 },
};
const TIME_LIMIT_MS = 30_000;

/**
 * The program that the speaking process runs: it loads the synthesizer's own published entry, takes the text from
 * standard input and gives the WAV on standard output. The synthesizer's licence is why it is a program of its own:
 * see docs/decisions/2026-11-23-practice-speech.md.
 */
const PROGRAM = `
const [entry, ...options] = process.argv.slice(1);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { default: start } = await import(entry);
const machine = await start({
  arguments: [...options, '-w', 'out.wav', '-f', 'in.txt'],
  print() {},
  printErr() {},
  preRun: [(module) => module.FS.writeFile('in.txt', Buffer.concat(chunks))],
});
process.stdout.write(machine.FS.readFile('out.wav'));
`;

/** Runs the synthesizer with these options on a text; gives a WAV. */
type RunSynthesizer = (options: readonly string[], text: string) => Promise<Uint8Array>;

let synthesize: RunSynthesizer = run;

/** For a program that plain Node does not run: how else the synthesizer gets its process. */
export function speakThrough(other: RunSynthesizer): void {
  synthesize = async (options, text) => {
    try {
      return await other(options, text);
    } catch (error) {
      throw unavailable(error instanceof Error ? error.message : String(error));
    }
  };
}

/** Speaks a text in a process of its own; the result is a mono WAV of 16 bits. Throws the gateway's 503 when the package is absent or fails. */
export function speak(order: SpeechOrder): Promise<Uint8Array> {
  const speaker = SPEAKERS[order.voice] ?? { variant: '', pitch: 50, rate: 150 };
  const rate = Math.max(80, Math.min(450, Math.round(speaker.rate * order.speed)));
  const options = [
    '-v',
    `${languageOf(order.text)}${speaker.variant}`,
    '-s',
    String(rate),
    '-p',
    String(speaker.pitch),
  ];
  const pause = Math.round(Math.max(0, 60 / (speaker.rate * order.speed) - 60 / rate) * 33);
  if (pause > 0) options.push('-g', String(pause));
  return synthesize(options, order.text);
}

/** The synthesizer's name of the language that a text's letters belong to. */
export function languageOf(text: string): string {
  if (/[\u3040-\u30ff]/.test(text)) return 'ja';
  if (/[\uac00-\ud7af]/.test(text)) return 'ko';
  if (/[\u4e00-\u9fff]/.test(text)) return 'cmn';
  if (/[\u0400-\u04ff]/.test(text)) return 'ru';
  return 'en-us';
}

function run(options: readonly string[], text: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const entry = findEntry();
    if (!entry) return reject(unavailable('the npm package espeak-ng is not installed'));
    const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM, entry, ...options], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIME_LIMIT_MS,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => reject(unavailable(error.message)));
    child.on('close', (code) => {
      if (code === 0 && chunks.length > 0) resolve(Buffer.concat(chunks));
      else reject(unavailable(`the speaking program ended with ${code ?? 'a signal'}`));
    });
    child.stdin.end(text);
  });
}

function findEntry(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    return pathToFileURL(require.resolve('espeak-ng')).href;
  } catch {
    return undefined;
  }
}

function unavailable(reason: string): GatewayError {
  return new GatewayError({
    status: 503,
    message: `The practice gateway cannot speak: ${reason}.`,
    type: 'new_api_error',
    code: 'speech_unavailable',
  });
}
