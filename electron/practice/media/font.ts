import { blend, type Canvas, type Colour } from './canvas.ts';

/** Five columns for each of the characters from space to Z, lowest bit on top: a plain 5 × 7 letter. */
const GLYPHS =
  '000000000000005f00000007000700147f147f14242a7f2a12231308646236495620500008070300001c2241000041221c00' +
  '2a1c7f1c2a08083e080800807030000808080808000060600020100804023e5149453e00427f400072494949462141494d33' +
  '1814127f1027454545393c4a49493141211109073649494936464949291e0000140000004034000000081422411414141414' +
  '004122140802015909063e415d594e7c1211127c7f494949363e414141227f4141413e7f494949417f090909013e41415173' +
  '7f0808087f00417f41002040413f017f081422417f404040407f021c027f7f0408107f3e4141413e7f090909063e4151215e' +
  '7f09192946264949493203017f01033f4040403f1f2040201f3f4038403f631408146303047804036159494d43';

/** Width in pixels of a text drawn at a scale. */
export function textWidth(text: string, scale: number): number {
  return text.length * 6 * scale;
}

/** Keeps what the font can draw, in capitals; runs of anything else become one space. */
export function drawable(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^ -Z]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Draws a text with its upper left corner at a place; one letter is 5 × 7 squares of `scale` pixels. */
export function drawText(
  canvas: Canvas,
  text: string,
  left: number,
  top: number,
  scale: number,
  colour: Colour,
  opacity: number,
): void {
  for (const [position, letter] of [...drawable(text)].entries()) {
    const glyph = (letter.charCodeAt(0) - 32) * 10;
    for (let column = 0; column < 5; column += 1) {
      const bits = Number.parseInt(GLYPHS.slice(glyph + column * 2, glyph + column * 2 + 2), 16);
      for (let row = 0; row < 8; row += 1) {
        if (((bits >> row) & 1) === 0) continue;
        square(canvas, left + (position * 6 + column) * scale, top + row * scale, scale, colour, opacity);
      }
    }
  }
}

function square(canvas: Canvas, left: number, top: number, size: number, colour: Colour, opacity: number): void {
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) blend(canvas, Math.round(left) + x, Math.round(top) + y, colour, opacity);
  }
}
