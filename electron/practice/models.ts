import { GatewayError, modelNotFound } from './http/errors.ts';

/** Which set of parameters and which route a model has. */
export type ModelFamily =
  | 'chat'
  | 'reasoning'
  | 'image-all'
  | 'image-official'
  | 'dall-e-3'
  | 'sora'
  | 'veo'
  | 'grok-video'
  | 'jimeng-video'
  | 'speech'
  | 'transcription'
  | 'midjourney';

/** A model of the practice gateway with an invented price: USD per call, or ratios (1 = $2 per million prompt tokens). */
export interface PracticeModel {
  readonly id: string;
  readonly family: ModelFamily;
  readonly price: { readonly perCall: number } | { readonly ratio: number; readonly completionRatio: number };
}

const tokens = (id: string, ratio: number, completionRatio: number, family: ModelFamily = 'chat'): PracticeModel => ({
  id,
  family,
  price: { ratio, completionRatio },
});
const call = (id: string, perCall: number, family: ModelFamily): PracticeModel => ({ id, family, price: { perCall } });

/** All models, in the order in which they are listed. */
export const MODELS: readonly PracticeModel[] = [
  tokens('gpt-5.2', 0.875, 8),
  tokens('gpt-5.1', 0.625, 8),
  tokens('gpt-5-mini', 0.125, 8),
  tokens('gpt-4o', 1.25, 4),
  tokens('gpt-4o-mini', 0.075, 4),
  tokens('claude-sonnet-4-5-20250929', 1.5, 5),
  tokens('gemini-2.5-flash', 0.15, 8.33),
  tokens('deepseek-v3.2', 0.14, 1.5),
  tokens('deepseek-reasoner', 0.14, 1.5, 'reasoning'),
  tokens('o3', 1, 4, 'reasoning'),
  call('gpt-image-1-all', 0.05, 'image-all'),
  call('gpt-image-1.5-all', 0.06, 'image-all'),
  tokens('gpt-image-1', 2.5, 8, 'image-official'),
  tokens('gpt-image-1-mini', 1, 4, 'image-official'),
  tokens('gpt-image-1.5', 2.5, 6.4, 'image-official'),
  call('dall-e-3', 0.04, 'dall-e-3'),
  call('sora-2', 0.15, 'sora'),
  call('sora-2-pro', 0.8, 'sora'),
  call('veo3.1', 0.7, 'veo'),
  call('veo3.1-fast', 0.25, 'veo'),
  call('grok-video-3', 0.2, 'grok-video'),
  call('jimeng-video-3.0', 0.3, 'jimeng-video'),
  tokens('tts-1', 7.5, 1, 'speech'),
  tokens('tts-1-hd', 15, 1, 'speech'),
  tokens('gpt-4o-mini-tts', 0.3, 20, 'speech'),
  call('whisper-1', 0.006, 'transcription'),
  tokens('gpt-4o-transcribe', 1.25, 4, 'transcription'),
  tokens('gpt-4o-mini-transcribe', 0.625, 4, 'transcription'),
  call('mj_imagine', 0.1, 'midjourney'),
  call('mj_upscale', 0.05, 'midjourney'),
  call('mj_variation', 0.1, 'midjourney'),
  call('mj_reroll', 0.1, 'midjourney'),
  call('mj_zoom', 0.1, 'midjourney'),
  call('mj_pan', 0.1, 'midjourney'),
  call('mj_modal', 0.1, 'midjourney'),
];

/** The endpoint types that new-api lists for a family. */
export function endpointTypes(family: ModelFamily): readonly string[] {
  switch (family) {
    case 'chat':
    case 'reasoning':
      return ['openai'];
    case 'image-all':
    case 'image-official':
    case 'dall-e-3':
      return ['image-generation'];
    case 'sora':
    case 'veo':
    case 'grok-video':
    case 'jimeng-video':
      return ['video'];
    case 'speech':
    case 'transcription':
      return ['audio'];
    case 'midjourney':
      return ['midjourney'];
  }
}

/** The model of that name if it is of one of the families; throws the gateway's 503 for an unknown one, 400 for one that this route does not serve. */
export function requireModel(id: string, families: readonly ModelFamily[]): PracticeModel {
  const model = MODELS.find((each) => each.id === id);
  if (!model) throw modelNotFound(id);
  if (families.includes(model.family)) return model;
  throw new GatewayError({
    status: 400,
    message: `The model '${id}' is not supported by this endpoint.`,
    type: 'invalid_request_error',
    parameter: 'model',
    code: 'unsupported_model',
  });
}
