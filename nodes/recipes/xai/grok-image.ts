import { defineRecipe } from '#core/recipe/schema';
import { countParam, countUnlessOne, pictureOutputs } from '../pictures.ts';

/** Grok pictures from a prompt alone. Source: PROTOCOL 5.1. */
export const recipe = defineRecipe({
  id: 'xai/grok-image',
  version: 1,
  nodes: ['image'],
  system: 'grok',
  title: { en: 'Grok Imagine', zh: 'Grok 图像' },
  models: [{ id: 'grok-imagine' }, { id: 'grok-4-image' }],
  match: ['grok-*image*', 'grok-imagine*'],
  params: { n: countParam(10) },
  charges: true,
  submit: {
    method: 'POST',
    path: '/v1/images/generations',
    json: { object: { model: { param: 'model' }, prompt: { input: 'prompt' }, n: countUnlessOne } },
  },
  outputs: pictureOutputs,
  resultLifetime: 3600,
});
