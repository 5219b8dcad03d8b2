import { defineRecipe, type Mapping } from '#core/recipe/schema';
import { midjourneyLifetime, midjourneyOutputs, midjourneyTask } from '../midjourney-task.ts';

const buttons: Mapping = { input: 'task', path: 'buttons' };
const pressed: Mapping = { param: 'button' };

/**
 * Presses a button of a finished task. The button is named by its label, its emoji or its id; its id is always taken from
 * the task's own buttons and never made up. Source: PROTOCOL 7.
 */
export const recipe = defineRecipe({
  id: 'midjourney/action',
  version: 1,
  nodes: ['midjourney-action'],
  system: 'midjourney',
  title: { en: 'Midjourney button', zh: 'Midjourney 按钮' },
  models: [],
  params: {},
  charges: true,
  submit: {
    method: 'POST',
    path: '/mj/submit/action',
    json: {
      object: {
        taskId: {
          must: { input: 'task', path: 'id' },
          field: 'task',
          problem: { en: 'has no id of a Midjourney task', zh: '中没有 Midjourney 任务的 id' },
        },
        customId: {
          must: {
            first: [
              { lookup: pressed, rows: buttons, key: 'label', value: 'customId' },
              { lookup: pressed, rows: buttons, key: 'emoji', value: 'customId' },
              { lookup: pressed, rows: buttons, key: 'customId', value: 'customId' },
            ],
          },
          field: 'button',
          problem: { en: 'is not a button that this picture has', zh: '不是这张图片上的按钮' },
          choices: {
            each: buttons,
            give: {
              first: [
                { item: true, path: 'label' },
                { item: true, path: 'emoji' },
              ],
            },
          },
        },
      },
    },
  },
  task: midjourneyTask,
  outputs: midjourneyOutputs,
  resultLifetime: midjourneyLifetime,
});
