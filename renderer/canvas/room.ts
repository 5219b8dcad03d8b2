import type { BaseType } from '#core/value/type';
import type { NodeFacts } from './facts.ts';
import { guessedHeight } from './flow-elements.ts';

/** Of a card: its title with its state line, the longest text that it shows, and what lies between the shapes of media. */
const frame = 64;
const textHeight = 172;
const soundHeight = 32;
const mostMedia = 268;

/** How wide the pictures will be for each pixel of height, as far as the params tell. */
function ratioOf(facts: NodeFacts, base: BaseType): number {
  const size = typeof facts.params['size'] === 'string' ? facts.params['size'] : defaultOf(facts, 'size');
  const match = /^(\d+)[x×:](\d+)$/.exec(size);
  if (match !== null) return Number(match[1]) / Math.max(1, Number(match[2]));
  const ratio = /^(\d+):(\d+)$/.exec(defaultOf(facts, 'aspect_ratio'));
  if (ratio !== null) return Number(ratio[1]) / Math.max(1, Number(ratio[2]));
  return base === 'video' ? 16 / 9 : 1;
}

function defaultOf(facts: NodeFacts, name: string): string {
  const held = facts.params[name];
  if (typeof held === 'string') return held;
  const definition = Object.hasOwn(facts.paramDefinitions, name) ? facts.paramDefinitions[name] : undefined;
  const preset = definition !== undefined && 'default' in definition ? definition.default : undefined;
  return typeof preset === 'string' ? preset : '';
}

/**
 * How high a card will be once it shows what it makes, so that it does not grow over its neighbours when its result comes.
 * `base` is what it shows: of what it gives, else of what flows into it. A text is taken to be short unless the `most` that
 * a card can show is asked for.
 */
export function roomOf(facts: NodeFacts, base: BaseType | undefined, most = false): number {
  if (facts.collapsed) return guessedHeight(facts, undefined);
  const least = Math.max(guessedHeight(facts, undefined), facts.height ?? 0);
  switch (base) {
    case 'image':
    case 'video':
      return Math.max(
        least,
        frame + Math.min(mostMedia, facts.width / Math.min(2.4, Math.max(0.8, ratioOf(facts, base)))),
      );
    case 'audio':
      return Math.max(least, frame + soundHeight);
    case 'text':
      return facts.type === 'prompt' ? least : Math.max(least, frame + textHeight * (most ? 1 : 0.45));
    default:
      return least;
  }
}
