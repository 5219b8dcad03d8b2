import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { bought, createPlace, type Json, workflow } from './support.ts';

/** Calls of several kinds: streamed and mapped chat, pictures, speech, and a task at the gateway. Seven calls that cost. */
const costly = workflow(
  [
    ['idea', 'prompt', '', { text: 'List three birds, one per line.' }],
    ['list', 'chat'],
    ['birds', 'text-split'],
    ['poem', 'chat', '', { system: 'Write one line about it.' }],
    ['picture', 'image', '', { size: '1024x1024' }],
    ['film', 'video', '', { duration: 10 }],
    ['voice', 'tts'],
  ],
  [
    'idea.text > list.prompt',
    'list.text > birds.text',
    'birds.texts > poem.prompt',
    'list.text > picture.prompt',
    'list.text > film.prompt',
    'picture.images > film.images',
    'list.text > voice.text',
  ],
);
const costlyItems = 7;

/** What came of killing a run and going on with it. */
export interface KillRound {
  /** Milliseconds after the start of the process. */
  readonly killedAt: number;
  /** Whether the run was under way when the process died. */
  readonly hit: boolean;
  /** Jobs that the gateway made for this run, by its own count. */
  readonly jobs: number;
  readonly done: number;
  /** Items whose answer never came; they ask their user. */
  readonly asking: number;
  /** Anything else: a fault. */
  readonly other: number;
  readonly items: number;
}

/** Starts a run, kills it with SIGKILL after some milliseconds, goes on with it in a new process and counts. */
export async function killRound(practice: PracticeProcess, killedAt: number): Promise<KillRound> {
  const place = createPlace(practice);
  try {
    const before = await bought(practice);
    const file = place.write('costly.patchbay', costly);
    const running = place.start(['run', file, '--allow-upload']);
    const timer = setTimeout(() => running.child.kill('SIGKILL'), killedAt);
    const { signal } = await running.ended;
    clearTimeout(timer);
    const [run] = place.runs();
    if (run === undefined || signal !== 'SIGKILL') {
      return { killedAt, hit: false, jobs: 0, done: 0, asking: 0, other: 0, items: costlyItems };
    }
    await place.run(['resume', run, '--allow-upload']);
    const answer = await place.run(['show', run, '--json']);
    if (answer.stderr.includes('There is no run')) {
      // Killed before the run's snapshot was written: then nothing may have been asked for.
      const jobs = (await bought(practice)) - before;
      return { killedAt, hit: jobs > 0, jobs, done: 0, asking: 0, other: 0, items: costlyItems };
    }
    const shown = JSON.parse(answer.stdout) as { nodes?: Json[] };
    const states = (shown.nodes ?? [])
      .filter((node) => ['list', 'poem', 'picture', 'film', 'voice'].includes(String(node['node'])))
      .flatMap((node) => (node['items'] as Json[]).map((item) => String(item['state'])));
    const count = (...wanted: string[]): number => states.filter((state) => wanted.includes(state)).length;
    const done = count('done');
    const asking = count('needs-user');
    // What follows from a node that asks has not begun, so it is not counted as a fault.
    const other = states.length - done - asking - count('waiting');
    return { killedAt, hit: true, jobs: (await bought(practice)) - before, done, asking, other, items: costlyItems };
  } finally {
    place.remove();
  }
}

/** What is wrong with a round, in words; nothing when the promises were kept. */
export function brokenPromises(round: KillRound): string[] {
  if (!round.hit) return [];
  const broken: string[] = [];
  if (round.jobs > round.done + round.asking)
    broken.push(`${round.jobs} jobs for ${round.done} results and ${round.asking} questions`);
  if (round.jobs < round.done) broken.push(`${round.done} results of ${round.jobs} jobs`);
  if (round.other > 0) broken.push(`${round.other} items failed`);
  if (round.asking === 0 && round.done !== round.items)
    broken.push(`${round.done} of ${round.items} done and nothing asked`);
  return broken.map((text) => `killed after ${round.killedAt} ms: ${text}`);
}
