import { AppError } from '#core/errors';
import { defineNode } from '#core/node/definition';
import { type LocalText, say } from '#core/text';
import type { Json } from '#core/value/value';

/** `[*]`: every element of a list. */
const each = Symbol('each');
type Step = string | number | typeof each;

interface Found {
  readonly value: Json;
  /** The path that led there. */
  readonly at: string;
}

const stepPattern = /^(?:(\.?)([^.[\]]+)|\[(\d+|\*)\])/;

/** Reads `shots[0].title` or `[2].name`; undefined when it is no path. An empty path means the whole value. */
function parsePath(path: string): Step[] | undefined {
  const steps: Step[] = [];
  let rest = path.trim();
  while (rest !== '') {
    const match = stepPattern.exec(rest);
    if (match === null) return undefined;
    const [whole, dot, key, index] = match;
    if (key === undefined) steps.push(index === '*' ? each : Number(index));
    // A dot stands between steps: before every key but the first.
    else if ((dot === '.') === steps.length > 0) steps.push(key);
    else return undefined;
    rest = rest.slice(whole.length);
  }
  return steps;
}

function follow(found: Found, step: Step): Found[] {
  const { value, at } = found;
  if (step === each) {
    if (!Array.isArray(value)) throw missing(say('{where} is no list.', '{where}不是列表。', { where: whereOf(at) }));
    return value.map((item, index) => ({ value: item, at: `${at}[${index}]` }));
  }
  if (typeof step === 'number') {
    const item = Array.isArray(value) ? value[step] : undefined;
    if (item === undefined) {
      throw missing(
        say('{where} has no element [{step}].', '{where}没有元素 [{step}]。', { where: whereOf(at), step }),
      );
    }
    return [{ value: item, at: `${at}[${step}]` }];
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const field = isObject && Object.hasOwn(value, step) ? value[step] : undefined;
  if (field === undefined) {
    throw missing(say('{where} has no field "{step}".', '{where}没有字段“{step}”。', { where: whereOf(at), step }));
  }
  return [{ value: field, at: at === '' ? step : `${at}.${step}` }];
}

function whereOf(at: string): LocalText {
  return at === '' ? { en: 'The JSON', zh: 'JSON ' } : say('"{at}" of the JSON', 'JSON 的“{at}”', { at });
}

function missing(message: LocalText): AppError {
  return new AppError('input.invalid', message, {
    hint: { en: 'Compare the path with the JSON that comes in.', zh: '请把路径与收到的 JSON 对照。' },
    place: { field: 'path' },
  });
}

export const node = defineNode({
  type: 'json-pick',
  version: 1,
  family: 'text',
  title: { en: 'Pick from JSON', zh: '提取 JSON' },
  summary: {
    en: 'Takes one part out of JSON, or with [*] the same part of every element, as a list.',
    zh: '从 JSON 中取出一部分；路径含 [*] 时取出每个元素的对应部分，得到列表。',
  },
  keywords: ['field', 'path', 'extract', 'parse', '字段', '路径', '解析'],
  params: {
    path: {
      type: 'text',
      default: '',
      label: { en: 'Path', zh: '路径' },
      help: {
        en: 'Such as shots[0].title, or items[*].name for a list. Empty: the whole JSON.',
        zh: '例如 shots[0].title；用 items[*].name 得到列表。留空表示整个 JSON。',
      },
    },
  },
  inputs: { json: { type: 'json', required: true, label: { en: 'JSON', zh: 'JSON' } } },
  outputs: { value: { type: 'json', label: { en: 'Value', zh: '值' } } },
  ports: ({ path }) => {
    const isList = typeof path === 'string' && parsePath(path)?.includes(each) === true;
    return {
      outputs: { value: { type: isList ? 'list<json>' : 'json', label: { en: 'Value', zh: '值' } } },
    };
  },
  work: {
    kind: 'compute',
    compute: ({ inputs, params }) => {
      const steps = parsePath(params.path);
      if (steps === undefined) {
        const message = say('"{path}" is no path into JSON.', '“{path}”不是 JSON 路径。', { path: params.path });
        throw new AppError('param.invalid', message, {
          hint: {
            en: 'Write it like shots[0].title or items[*].name.',
            zh: '写法如 shots[0].title 或 items[*].name。',
          },
          place: { field: 'path' },
        });
      }
      let found: Found[] = [{ value: inputs.json, at: '' }];
      for (const step of steps) found = found.flatMap((one) => follow(one, step));
      const empty = found.find(({ value }) => value === null);
      if (empty !== undefined) {
        throw missing(say('{where} is empty (null).', '{where}是空的（null）。', { where: whereOf(empty.at) }));
      }
      const values = found.map(({ value }) => value);
      return { value: steps.includes(each) ? values : (values[0] ?? null) };
    },
  },
  example: {
    params: { path: 'shots[*].title' },
    inputs: { json: { shots: [{ title: 'Dawn' }, { title: 'Dusk' }] } },
    outputs: { value: ['Dawn', 'Dusk'] },
  },
});
