import type { Recipe } from './schema.ts';

/** Whether the request says which model is called; else the model is a name by which people choose a function. */
export function tellsModel({ submit, variants }: Recipe): boolean {
  const steps = [submit, ...variants.map((variant) => variant.submit)];
  return steps.some((step) => /\{\+?model\}/.test(step.path) || JSON.stringify(step).includes('{"param":"model"}'));
}
