import { expect, it } from 'vitest';
import type { Json } from '#core/value/value';
import { checkRequest, planRequest, type StepContext } from '#electron/gateway/recipe/request';
import { createDefaultRegistry } from '#nodes/index';

const hosts = { base: new URL('https://a.example'), upload: new URL('https://b.example') };

function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

// The check looks at those parts only that can refuse something.
it('refuses a call beforehand exactly when filling its request in would', () => {
  let refused = 0;
  for (const recipe of createDefaultRegistry().recipes) {
    const names = Object.keys({ ...recipe.params, ...recipe.media, ...recipe.texts, prompt: '', model: '' });
    const fills = [...names.map((name) => [name]), [], names];
    for (const step of [recipe.submit, ...recipe.variants.map(({ submit }) => submit)]) {
      for (const filled of fills) {
        const values = Object.fromEntries(filled.map((name): [string, Json] => [name, 'schema']));
        const context: StepContext = { params: values, inputs: values, media: {} };
        const told = refusal(() => planRequest(step, context, hosts));
        expect(
          refusal(() => checkRequest(step, context)),
          recipe.id,
        ).toBe(told);
        if (told !== undefined) refused += 1;
      }
    }
  }
  expect(refused).toBeGreaterThan(100);
});
