import { hashText, type Random } from '../random.ts';
import type { Colour } from './canvas.ts';

/** What a landscape looks like: colours and what stands in it. */
export interface Look {
  readonly skyTop: Colour;
  readonly skyLow: Colour;
  readonly light: Colour;
  readonly far: Colour;
  readonly near: Colour;
  readonly ink: Colour;
  readonly night: boolean;
}

type Palette = readonly [skyTop: string, skyLow: string, light: string, far: string, near: string, ink: string];

const DAYS: readonly [Palette, ...Palette[]] = [
  ['2a6fb8', 'cfe9f5', 'fff6d6', '7fa8c9', '2f6b4f', '17352b'],
  ['4b86c9', 'fde2c4', 'ffe9a8', '9db4cf', '5c8a4a', '26402a'],
  ['3fb0c8', 'e8f7ee', 'fffbe6', '8cc7b5', '3d8f7c', '174a42'],
  ['7d8fd6', 'f6dcea', 'fff2ef', 'b7a3d0', '6a6fa8', '2d2f57'],
];
const SUNSETS: readonly [Palette, ...Palette[]] = [
  ['3b2a66', 'ff9a5a', 'ffe08a', 'a4526f', '4a2b4f', '1d1128'],
  ['233a6b', 'f7706b', 'ffd1a1', '8f4a75', '3a2350', '160f26'],
  ['5c3a78', 'ffc371', 'fff0c2', 'c06c6c', '5a3850', '22162c'],
];
const NIGHTS: readonly [Palette, ...Palette[]] = [
  ['070b24', '29406e', 'f4f1dc', '24345c', '0f1b33', '060a14'],
  ['0b1030', '4a3a78', 'e9ecff', '33305f', '171738', '07081a'],
];
const WORDS = {
  night: /night|moon|star|midnight|夜|月|星/i,
  sunset: /sunset|sunrise|dawn|dusk|golden|evening|晚|夕|晨|日落|日出/i,
  snow: /snow|winter|ice|雪|冬|冰/i,
  desert: /desert|sand|dune|沙/i,
};

/** The look for a text: words such as *night*, *sunset*, *snow* or their Chinese ones decide, chance does the rest. */
export function chooseLook(text: string, random: Random): Look {
  const night = WORDS.night.test(text);
  const sunset = !night && (WORDS.sunset.test(text) || (hashText(text) & 3) === 0);
  const palette = random.pick(night ? NIGHTS : sunset ? SUNSETS : DAYS);
  const [skyTop, skyLow, light, far, near, ink] = palette.map(colourOf);
  const look = {
    skyTop: skyTop ?? [0, 0, 0],
    skyLow: skyLow ?? [0, 0, 0],
    light: light ?? [0, 0, 0],
    far: far ?? [0, 0, 0],
    near: near ?? [0, 0, 0],
    ink: ink ?? [0, 0, 0],
    night,
  } satisfies Look;
  if (WORDS.snow.test(text)) return { ...look, far: [196, 212, 228], near: night ? [120, 136, 168] : [240, 244, 250] };
  if (WORDS.desert.test(text)) return { ...look, far: [214, 168, 110], near: [188, 122, 66], ink: [84, 48, 28] };
  return look;
}

function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
