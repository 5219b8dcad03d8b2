/** A button below a Midjourney result. */
export interface Button {
  readonly customId: string;
  readonly emoji: string;
  readonly label: string;
  readonly type: number;
  readonly style: number;
}

/** What pressing a button does: which action, on which of the four pictures (1 to 4, 0 for the whole). */
export interface Press {
  readonly action: 'UPSCALE' | 'VARIATION' | 'REROLL' | 'ZOOM' | 'PAN' | 'CUSTOM_ZOOM' | 'INPAINT';
  readonly index: number;
  /** Billing name of the action. */
  readonly model: string;
}

/** The buttons below a grid of four. */
export function gridButtons(job: string): Button[] {
  const numbered = (letter: string, verb: string) =>
    [1, 2, 3, 4].map((index) => button(`MJ::JOB::${verb}::${index}::${job}`, `${letter}${index}`));
  return [
    ...numbered('U', 'upsample'),
    button(`MJ::JOB::reroll::0::${job}::SOLO`, '', '🔄'),
    ...numbered('V', 'variation'),
  ];
}

/** The buttons below a single picture. */
export function singleButtons(job: string): Button[] {
  return [
    button(`MJ::JOB::high_variation::1::${job}::SOLO`, 'Vary (Strong)', '🪄'),
    button(`MJ::JOB::low_variation::1::${job}::SOLO`, 'Vary (Subtle)', '🪄'),
    button(`MJ::Outpaint::50::1::${job}::SOLO`, 'Zoom Out 2x', '🔍'),
    button(`MJ::Outpaint::75::1::${job}::SOLO`, 'Zoom Out 1.5x', '🔍'),
    button(`MJ::CustomZoom::${job}`, 'Custom Zoom', '🔍'),
    button(`MJ::Inpaint::1::${job}::SOLO`, 'Vary (Region)', '🖌️'),
    ...(['left', 'right', 'up', 'down'] as const).map((side) =>
      button(`MJ::JOB::pan_${side}::1::${job}::SOLO`, '', ARROWS[side]),
    ),
  ];
}

/** What a button's id means; undefined for an id that no button has. */
export function readPress(customId: string): Press | undefined {
  const [, kind = '', verb = '', index = ''] = customId.split('::');
  if (kind === 'CustomZoom') return { action: 'CUSTOM_ZOOM', index: 0, model: 'mj_modal' };
  if (kind === 'Inpaint') return { action: 'INPAINT', index: 0, model: 'mj_inpaint' };
  if (kind === 'Outpaint') return { action: 'ZOOM', index: 0, model: 'mj_zoom' };
  if (verb === 'upsample') return { action: 'UPSCALE', index: Number(index), model: 'mj_upscale' };
  if (verb.endsWith('variation')) return { action: 'VARIATION', index: Number(index), model: 'mj_variation' };
  if (verb === 'reroll') return { action: 'REROLL', index: 0, model: 'mj_reroll' };
  if (verb.startsWith('pan_')) return { action: 'PAN', index: 0, model: 'mj_pan' };
  return undefined;
}

const ARROWS = { left: '⬅️', right: '➡️', up: '⬆️', down: '⬇️' } as const;

function button(customId: string, label: string, emoji = ''): Button {
  return { customId, emoji, label, type: 2, style: 2 };
}
