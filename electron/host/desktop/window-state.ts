import path from 'node:path';
import { z } from 'zod';
import { writeFileNow } from '../../store/atomic-file.ts';
import type { Home } from '../../store/home.ts';

/** Where a window is: a rectangle of the screen, in its units. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const stateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(400),
  height: z.int().min(300),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

const fileOf = (home: Home): string => path.join(home.index, 'window.json');

/** Where the window was; undefined when that is not known or lies on a display that is gone. */
export function readWindowState(home: Home, displays: readonly Area[]): WindowState | undefined {
  try {
    const state = stateSchema.parse(JSON.parse(home.layer.readFile(fileOf(home)).toString('utf8')));
    return displays.some((display) => overlap(display, state)) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers where the window is; that it cannot is no reason to fail. */
export function writeWindowState(home: Home, state: WindowState): void {
  try {
    writeFileNow(home.layer, fileOf(home), `${JSON.stringify(state)}\n`, { sync: false });
  } catch {
    // A full disk.
  }
}

/** Enough of the title bar can be seen to move it. */
function overlap(display: Area, { x, y, width }: Area): boolean {
  const seen = Math.min(display.x + display.width, x + width) - Math.max(display.x, x);
  return seen >= 100 && y >= display.y - 10 && y <= display.y + display.height - 50;
}
