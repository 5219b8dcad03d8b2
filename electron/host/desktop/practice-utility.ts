import path from 'node:path';
import { app as electron, type UtilityProcess, utilityProcess } from 'electron';
import { AppError } from '#core/errors';
import { type PracticeProcess, practicePort, startPracticeProcess } from '../app/practice-process.ts';
import {
  fromPracticeSchema,
  type SpeechOrderMessage,
  type Spoken,
  spokenSchema,
  type ToPractice,
} from './utility/messages.ts';

/** Milliseconds for one text, and for an orderly end. */
const speechLimit = 30_000;
const endLimit = 5_000;

/**
 * A practice gateway for the desktop: the one that answers already, else a utility process. The program's own binary cannot
 * be run as Node, and need not be.
 * @throws AppError `connection.unreachable` when it does not start
 */
export function startPracticeUtility(): Promise<PracticeProcess> {
  return startPracticeProcess(forkPractice);
}

function fork(name: string, args: string[], serviceName: string): UtilityProcess {
  const file = path.join(electron.getAppPath(), 'out', 'main', name);
  return utilityProcess.fork(file, args, { serviceName, stdio: 'ignore', env: plainEnvironment() });
}

/** Without what is meant for the program itself, keys among it. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PATCHBAY_')));
}

async function forkPractice(): Promise<PracticeProcess> {
  const child = fork('practice.js', [String(practicePort)], 'Patchbay practice gateway');
  const exited = new Promise<undefined>((resolve) => {
    child.once('exit', () => resolve(undefined));
  });
  const ready = await Promise.race([
    new Promise<{ readonly url: string; readonly uploadUrl: string } | undefined>((resolve) => {
      child.on('message', (data: unknown) => {
        const message = fromPracticeSchema.parse(data);
        if (message.kind === 'ready') resolve({ url: message.url, uploadUrl: message.uploadUrl });
        else if (message.kind === 'failed') resolve(undefined);
        else answerSpeech(child, message.id, message.order);
      });
    }),
    exited,
  ]);
  if (ready === undefined) {
    child.kill();
    const message = { en: 'The practice gateway did not start.', zh: '练习网关没有启动。' };
    throw new AppError('connection.unreachable', message, {
      hint: { en: 'Start Patchbay again.', zh: '请重新启动 Patchbay。' },
    });
  }
  return {
    ...ready,
    async stop() {
      const timer = setTimeout(() => child.kill(), endLimit);
      child.postMessage({ kind: 'stop' } satisfies ToPractice);
      await exited;
      clearTimeout(timer);
    },
  };
}

function answerSpeech(practice: UtilityProcess, id: number, order: SpeechOrderMessage): void {
  speak(order)
    .catch((): Spoken => ({ error: 'the speaking program did not start' }))
    .then((spoken) => practice.postMessage({ kind: 'spoken', id, spoken } satisfies ToPractice))
    // The practice gateway went away meanwhile.
    .catch(() => undefined);
}

/** One process for each text: fresh memory, and a time limit. */
async function speak(order: SpeechOrderMessage): Promise<Spoken> {
  const child = fork('speech.js', [], 'Patchbay practice voice');
  const timer = setTimeout(() => child.kill(), speechLimit);
  try {
    return await new Promise<Spoken>((resolve) => {
      child.once('message', (data: unknown) => {
        const parsed = spokenSchema.safeParse(data);
        resolve(parsed.success ? parsed.data : { error: 'the speaking program gave no sound' });
      });
      child.once('exit', () => resolve({ error: 'the speaking program ended early' }));
      child.postMessage(order);
    });
  } finally {
    clearTimeout(timer);
    child.kill();
  }
}
