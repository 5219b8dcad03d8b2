import { defineRecipe } from '#core/recipe/schema';
import { ratioParam } from '../pictures.ts';
import { predict, replicateLifetime, replicatePictures, replicateTask, replicateUpstream } from '../replicate-task.ts';

/** Recraft: pictures, or drawings as SVG. Source: PROTOCOL 6.1. */
export const recipe = defineRecipe({
  id: 'replicate/recraft',
  version: 1,
  nodes: ['image'],
  system: 'replicate',
  title: { en: 'Recraft 3 (Replicate)', zh: 'Recraft 3（Replicate）' },
  models: [{ id: 'recraft-ai/recraft-v3' }, { id: 'recraft-ai/recraft-v3-svg' }],
  match: ['recraft-ai/*'],
  params: {
    size: {
      type: 'choice',
      open: true,
      options: [
        { value: '1024x1024' },
        { value: '1365x1024' },
        { value: '1024x1365' },
        { value: '1536x1024' },
        { value: '1024x1536' },
        { value: '1820x1024' },
        { value: '1024x1820' },
      ],
      label: { en: 'Size', zh: '尺寸' },
      unit: 'px',
    },
    aspect_ratio: ratioParam(['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3']),
    style: {
      type: 'choice',
      open: true,
      options: [
        { value: 'any' },
        { value: 'realistic_image' },
        { value: 'digital_illustration' },
        { value: 'engraving' },
        { value: 'line_art' },
        { value: 'line_circuit' },
        { value: 'linocut' },
      ],
      label: { en: 'Style', zh: '风格' },
    },
  },
  charges: true,
  submit: predict({
    prompt: { input: 'prompt' },
    size: { param: 'size' },
    aspect_ratio: { when: { not: { present: { param: 'size' } } }, give: { param: 'aspect_ratio' } },
    style: { param: 'style' },
  }),
  task: replicateTask,
  upstream: replicateUpstream,
  outputs: replicatePictures,
  resultLifetime: replicateLifetime,
});
