import { fileUrl, type Gateway } from '../gateway.ts';
import { makeGrid, makePicture, pictureSeed } from '../media/picture.ts';
import { hidesAddress, spoiledWord, startTask, type Task, type TaskOutcome, viewTask } from '../tasks.ts';
import { workOnFilm } from './film-work.ts';
import { type Button, gridButtons, singleButtons } from './midjourney-buttons.ts';

/** What the Midjourney routes keep of a task. */
export interface MidjourneyDetail {
  readonly kind: 'midjourney';
  readonly action: string;
  prompt: string;
  /** Seeds of its pictures: four for a grid, one for a single picture. */
  readonly seeds: readonly string[];
  readonly state: string;
  readonly bot: string;
  /** The picture that moves: the result is a film. */
  readonly film?: string;
  /** Waits for `/mj/submit/modal`. */
  modal: boolean;
  completedAnswers: number;
}

const RATIO = /--ar(?:=|\s+)(\d+):(\d+)/;

/** Starts the work of a task: a grid of four pictures or a single one, in the ratio that `--ar` asks for. */
export function runMidjourney(gateway: Gateway, task: Task<MidjourneyDetail>): void {
  startTask(task, gateway.clock, async (): Promise<TaskOutcome> => {
    const { prompt, seeds } = task.detail;
    const text = prompt.replace(/\s--\S+(\s+(?!--)\S+)?/g, '').trim();
    const [width, height] = sizeOf(prompt);
    if (task.detail.film !== undefined) {
      const shape = { width: 480, height: 480, seconds: 5 };
      return workOnFilm(gateway, { model: task.model, prompt: text, shape, images: [task.detail.film] });
    }
    const order = { text, width, height, seed: seeds[0] ?? '' };
    const bytes = seeds.length > 1 ? await makeGrid(order, seeds) : await makePicture(order);
    return { state: 'done', files: [await gateway.files.put(bytes, 'png', 'image/png', task.model)] };
  });
}

/** Four seeds that no other grid has. */
export function gridSeeds(gateway: Gateway, ...parts: readonly string[]): string[] {
  return [1, 2, 3, 4].map((index) => pictureSeed(gateway.settings.seed, ...parts, index));
}

/** A task as `/mj/task/{id}/fetch` shows it (PROTOCOL 7). */
export function showMidjourney(gateway: Gateway, task: Task<MidjourneyDetail>): Record<string, unknown> {
  task.queries += 1;
  const { detail } = task;
  const view = viewTask(task, gateway.clock, gateway.settings.taskMs);
  const spoiled = spoiledWord(task);
  const meaning = spoiled?.meaning ?? view.state;
  const done = meaning === 'done' && task.outcome?.state === 'done';
  if (meaning === 'done') detail.completedAnswers += 1;
  const file = task.outcome?.state === 'done' ? task.outcome.files[0] : undefined;
  const hidden = hidesAddress(task, detail.completedAnswers);
  const share = view.state === 'running' ? view.share : 1;
  return {
    id: task.id,
    action: detail.action,
    prompt: detail.prompt,
    promptEn: detail.prompt,
    description: '',
    state: detail.state,
    submitTime: task.createdAt,
    startTime: task.startedAt ?? 0,
    finishTime: task.finishedAt ?? 0,
    status: spoiled?.word ?? statusWord(detail, view.state, share),
    progress: view.state === 'running' ? `${Math.round(share * 100)}%` : '100%',
    imageUrl: done && file && !hidden && detail.film === undefined ? fileUrl(gateway, file) : '',
    ...(detail.film !== undefined && done && file && !hidden
      ? { videoUrl: fileUrl(gateway, file), videoUrls: [{ url: fileUrl(gateway, file) }] }
      : {}),
    failReason: meaning === 'failed' ? (task.outcome?.state === 'failed' ? task.outcome.reason : 'failed') : '',
    buttons: done ? buttonsOf(gateway, task) : [],
    properties: { finalPrompt: detail.prompt, finalZhPrompt: '' },
    botType: detail.bot,
  };
}

/** The buttons below a task's result. */
export function buttonsOf(gateway: Gateway, task: Task<MidjourneyDetail>): Button[] {
  const job = pictureSeed(gateway.settings.seed, task.id);
  return task.detail.seeds.length > 1 ? gridButtons(job) : singleButtons(job);
}

function statusWord(detail: MidjourneyDetail, state: 'running' | 'done' | 'failed', share: number): string {
  if (detail.modal) return 'MODAL';
  if (state === 'done') return 'SUCCESS';
  if (state === 'failed') return 'FAILURE';
  return share < 0.1 ? 'NOT_START' : share < 0.25 ? 'SUBMITTED' : 'IN_PROGRESS';
}

/** A size of about a million pixels, even numbers. */
function sizeOf(prompt: string): [number, number] {
  const found = RATIO.exec(prompt);
  const ratio = Math.min(4, Math.max(0.25, found ? Number(found[1]) / Number(found[2]) || 1 : 1));
  const even = (size: number) => Math.round(size / 2) * 2;
  return [even(1024 * Math.sqrt(ratio)), even(1024 / Math.sqrt(ratio))];
}
