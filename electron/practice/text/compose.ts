import { createRandom, type Random } from '../random.ts';
import { readWish, type Wish } from './topic.ts';

type Words = readonly [string, ...string[]];

const ENGLISH = {
  views: [
    'Wide shot',
    'Close-up',
    'Low angle',
    'Tracking shot',
    'Overhead view',
    'Slow push in',
    'Handheld shot',
    'Static frame',
  ] as Words,
  lights: [
    'soft morning light',
    'golden hour',
    'cool blue dusk',
    'a clear noon sky',
    'lamps just switched on',
    'light rain',
  ] as Words,
  moods: ['calm and curious', 'quietly joyful', 'full of expectation', 'gentle and slow', 'playful'] as Words,
  moves: [
    'the camera glides to the left',
    'the camera rises',
    'the focus shifts to the background',
    'a breeze moves through the frame',
  ] as Words,
};
const CHINESE = {
  views: ['全景', '特写', '低角度', '跟拍', '俯拍', '缓慢推近', '手持镜头', '固定机位'] as Words,
  lights: ['柔和的晨光', '金色的黄昏', '清冷的蓝调', '晴朗的正午', '初上的灯光', '细雨'] as Words,
  moods: ['宁静而好奇', '轻快', '满怀期待', '温柔而缓慢', '俏皮'] as Words,
  moves: ['镜头向左滑动', '镜头缓缓升起', '焦点移向远处', '微风掠过画面'] as Words,
};

/** Writes a practice answer: as many lines as were asked for, else a few sentences, in the prompt's language and with its words. The same prompt and seed give the same answer. */
export function composeAnswer(prompt: string, instruction: string, pictures: readonly string[], seed: string): string {
  const wish = readWish(prompt, instruction);
  if (wish.echo) return wish.echo;
  const random = createRandom(`${seed}|${instruction}|${prompt}|${pictures.join('|')}`);
  const seen = describePictures(pictures, wish.language);
  if (wish.lines !== undefined && (wish.lines > 1 || wish.kind !== 'item')) {
    const lines = Array.from({ length: wish.lines }, (_, index) => writeLine(wish, random, index));
    return lines.map((line, index) => (wish.numbered ? `${index + 1}. ${line}` : line)).join('\n');
  }
  if (wish.kind === 'picture') return writeLine(wish, random, 0);
  return [seen, writeProse(wish, random)].filter((part) => part !== '').join(' ');
}

/** One line about the topic, also for the texts inside a JSON answer. */
export function writeLine(wish: Wish, random: Random, index: number): string {
  const bank = wish.language === 'zh' ? CHINESE : ENGLISH;
  const start = random.integer(bank.views.length);
  const view = bank.views[(start + index * 3 + 1) % bank.views.length] ?? bank.views[0];
  const focus = wish.words[index % wish.words.length] ?? wish.topic;
  if (wish.language === 'zh') {
    if (wish.kind === 'item') return `${focus}：${random.pick(bank.moods)}的${wish.topic}（${index + 1}）`;
    return `${view}：${wish.topic}，以${focus}为主体，${random.pick(bank.lights)}，${random.pick(bank.moves)}`;
  }
  if (wish.kind === 'item') return `${capital(focus)}: ${wish.topic}, ${random.pick(bank.moods)} (${index + 1})`;
  return `${view} of ${wish.topic}, centred on ${focus}, ${random.pick(bank.lights)}, ${random.pick(bank.moves)}`;
}

/** What a reasoning model says that it thinks. */
export function composeThought(prompt: string): string {
  const wish = readWish(prompt);
  return wish.language === 'zh'
    ? `先看要求：${wish.topic}。${wish.lines ? `需要 ${wish.lines} 行。` : ''}然后写出答案。`
    : `The request is about ${wish.topic}.${wish.lines ? ` It wants ${wish.lines} lines.` : ''} I will answer it plainly.`;
}

function writeProse(wish: Wish, random: Random): string {
  if (wish.language === 'zh') {
    return `这是练习网关的回答，关于${wish.topic}。画面${random.pick(CHINESE.moods)}，${random.pick(CHINESE.lights)}里，${random.pick(CHINESE.moves)}。连接真实网关后，这里会是模型的回答。`;
  }
  return (
    `This is a practice answer about ${wish.topic}. Imagine it ${random.pick(ENGLISH.moods)}, with ${random.pick(ENGLISH.lights)}, ` +
    `while ${random.pick(ENGLISH.moves)}. On a real gateway a model answers here.`
  );
}

function describePictures(pictures: readonly string[], language: Wish['language']): string {
  if (pictures.length === 0) return '';
  if (language === 'zh') return `我看到 ${pictures.length} 张图片（${pictures.join('，')}）。`;
  return `I see ${pictures.length} ${pictures.length === 1 ? 'picture' : 'pictures'} (${pictures.join(', ')}).`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
