import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { PracticeProcess } from '../practice/support/practice-process.ts';
import { createPlace, type Place, startPractice } from './support.ts';

/**
 * Gives each test of the file that calls it a place of its own, and all of them one practice gateway that has forgotten
 * everything at the start of each.
 */
export function ownPlace(use: (place: Place, practice: PracticeProcess) => void): void {
  let practice: PracticeProcess;
  let place: Place;
  beforeAll(async () => {
    practice = await startPractice();
  });
  afterAll(async () => {
    await practice.stop();
  });
  beforeEach(async () => {
    await practice.reset();
    place = createPlace(practice);
    use(place, practice);
  });
  afterEach(() => place.remove());
}
