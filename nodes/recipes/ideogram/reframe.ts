import { defineRecipe } from '#core/recipe/schema';
import { ideogramFields, ideogramParams, ideogramPicture, ideogramResults } from '../ideogram-pictures.ts';

/** Draws on beyond the edges until a resolution is filled. Source: PROTOCOL 5.5. */
export const recipe = defineRecipe({
  id: 'ideogram/reframe',
  version: 1,
  nodes: ['image-expand'],
  system: 'ideogram',
  title: { en: 'Ideogram 3, reframe', zh: 'Ideogram 3 扩图' },
  models: [{ id: 'ideogram-v3' }],
  match: ['ideogram-v3*'],
  params: {
    resolution: {
      type: 'choice',
      default: '1344x768',
      open: true,
      options: [
        { value: '1344x768', label: { en: 'Wide 1344×768', zh: '宽屏 1344×768' } },
        { value: '768x1344', label: { en: 'Upright 768×1344', zh: '竖屏 768×1344' } },
        { value: '1024x1024', label: { en: 'Square 1024×1024', zh: '方图 1024×1024' } },
        { value: '1536x640', label: { en: 'Cinema 1536×640', zh: '影院 1536×640' } },
        { value: '512x1536' },
      ],
      label: { en: 'New size', zh: '目标尺寸' },
      unit: 'px',
    },
    ...ideogramParams,
  },
  media: { image: ideogramPicture },
  charges: true,
  submit: {
    method: 'POST',
    path: '/ideogram/v1/ideogram-v3/reframe',
    multipart: { image: { input: 'image' }, resolution: { param: 'resolution' }, ...ideogramFields },
  },
  ...ideogramResults,
});
