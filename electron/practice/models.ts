import { GatewayError, modelNotFound } from './http/errors.ts';
import { type PracticeModel, perCall, perToken } from './model.ts';

const image = (id: string, price: number, family: string) => perCall(id, price, family, 'image-generation');

const imageModels: readonly PracticeModel[] = [
  image('dall-e-2', 0.02, 'dall-e-2'),
  image('flux-kontext-pro', 0.04, 'flux'),
  image('flux-kontext-max', 0.08, 'flux'),
  image('flux-pro', 0.05, 'flux'),
  image('flux-dev', 0.025, 'flux'),
  image('flux-schnell', 0.003, 'flux'),
  image('doubao-seedream-3-0-t2i-250415', 0.035, 'seedream-3'),
  image('doubao-seededit-3-0-i2i-250628', 0.04, 'seededit'),
  image('doubao-seedream-4-0-250828', 0.03, 'seedream-4'),
  image('doubao-seedream-4-5-251128', 0.04, 'seedream-4'),
  image('jimeng-4.0', 0.03, 'jimeng-image'),
  image('jimeng-4.5', 0.04, 'jimeng-image'),
  image('qwen-image', 0.03, 'qwen-image'),
  image('qwen-image-edit-2509', 0.03, 'qwen-image-edit'),
  image('grok-4-image', 0.07, 'grok-image'),
  image('grok-imagine', 0.05, 'grok-image'),
  image('nano-banana', 0.04, 'banana-image'),
  image('nano-banana-2', 0.08, 'banana-image'),
  image('nano-banana-hd', 0.1, 'banana-image'),
  image('gemini-2.5-flash-image', 0.04, 'gemini-image'),
  image('gemini-3-pro-image-preview', 0.13, 'gemini-image'),
  image('gpt-4o-image-vip', 0.06, 'image-chat'),
  image('gpt-4o-image', 0.04, 'image-chat'),
  image('sora_image', 0.04, 'image-chat'),
];

const veoFilms: readonly PracticeModel[] = [
  ...['3.1-pro', '3.1-4k', '3.1-pro-4k', '3.1-components', '3', '3-fast', '3-frames', '3-fast-frames', '3-pro'],
  ...['3-pro-frames', '2', '2-fast', '2-fast-frames', '2-fast-components', '2-pro', '2-pro-components'],
].map((version) => perCall(`veo${version}`, 0.4, 'veo', 'video'));

/** The models behind the routes that all gateways of this kind share, in the order in which they are listed. */
export const MODELS: readonly PracticeModel[] = [
  perToken('gpt-5.2', 0.875, 8, 'chat', 'openai'),
  perToken('gpt-5.1', 0.625, 8, 'chat', 'openai'),
  perToken('gpt-5', 0.625, 8, 'chat', 'openai'),
  perToken('gpt-5-mini', 0.125, 8, 'chat', 'openai'),
  perToken('gpt-4.1-2025-04-14', 1, 4, 'chat', 'openai'),
  perToken('gpt-4o', 1.25, 4, 'chat', 'openai'),
  perToken('gpt-4o-mini', 0.075, 4, 'chat', 'openai'),
  perToken('claude-sonnet-4-5-20250929', 1.5, 5, 'chat', 'openai'),
  perToken('claude-haiku-4-5-20251001', 0.5, 5, 'chat', 'openai'),
  perToken('gemini-2.5-flash', 0.15, 8.33, 'chat', 'openai'),
  perToken('gemini-2.5-pro', 0.625, 8, 'chat', 'openai'),
  perToken('gemini-3-pro-preview', 1, 6, 'chat', 'openai'),
  perToken('deepseek-v3.2', 0.14, 1.5, 'chat', 'openai'),
  perToken('qwen-turbo', 0.02, 2.5, 'chat', 'openai'),
  perToken('glm-4', 0.35, 1, 'chat', 'openai'),
  perToken('MiniMax-M2.1', 0.15, 4, 'chat', 'openai'),
  perToken('deepseek-reasoner', 0.14, 1.5, 'reasoning', 'openai'),
  perToken('o3', 1, 4, 'reasoning', 'openai'),
  perToken('o3-pro', 10, 4, 'responses-only', 'openai'),
  perToken('gpt-5-codex', 0.625, 8, 'responses-only', 'openai'),
  perToken('gpt-5.1-codex', 0.625, 8, 'responses-only', 'openai'),
  perToken('gpt-4o-search-preview', 1.25, 4, 'chat-search', 'openai'),
  perToken('gpt-4o-audio-preview', 1.25, 4, 'chat-audio', 'openai'),
  perToken('gpt-3.5-turbo-instruct', 0.75, 1.33, 'completion', 'openai'),
  perToken('deepseek-ocr', 0.1, 1, 'ocr', 'openai'),
  perToken('gemini-2.5-flash-preview-tts', 0.25, 20, 'gemini-speech', 'audio'),
  perToken('gemini-2.5-pro-preview-tts', 0.5, 20, 'gemini-speech', 'audio'),
  perCall('gpt-image-1-all', 0.05, 'image-all', 'image-generation'),
  perCall('gpt-image-1.5-all', 0.06, 'image-all', 'image-generation'),
  perToken('gpt-image-1', 2.5, 8, 'image-official', 'image-generation'),
  perToken('gpt-image-1-mini', 1, 4, 'image-official', 'image-generation'),
  perToken('gpt-image-1.5', 2.5, 6.4, 'image-official', 'image-generation'),
  perToken('gpt-image-2', 2.5, 6.4, 'image-official-2', 'image-generation'),
  perCall('dall-e-3', 0.04, 'dall-e-3', 'image-generation'),
  ...imageModels,
  perCall('sora-2', 0.15, 'sora', 'video'),
  perCall('sora-2-all', 0.12, 'sora', 'video'),
  perCall('sora-2-pro', 0.8, 'sora', 'video'),
  perCall('sora-2-pro-all', 0.7, 'sora', 'video'),
  perCall('veo3.1', 0.7, 'veo', 'video'),
  perCall('veo3.1-fast', 0.25, 'veo', 'video'),
  ...veoFilms,
  perCall('grok-video-3', 0.2, 'grok-video', 'video'),
  perCall('jimeng-video-3.0', 0.3, 'jimeng-video', 'video'),
  perToken('tts-1', 7.5, 1, 'speech', 'audio'),
  perToken('tts-1-hd', 15, 1, 'speech', 'audio'),
  perToken('gpt-4o-mini-tts', 0.3, 20, 'speech', 'audio'),
  perCall('whisper-1', 0.006, 'transcription', 'audio'),
  perToken('gpt-4o-transcribe', 1.25, 4, 'transcription', 'audio'),
  perToken('gpt-4o-mini-transcribe', 0.625, 4, 'transcription', 'audio'),
  perToken('text-embedding-3-small', 0.01, 1, 'embedding', 'embeddings'),
  perToken('text-embedding-3-large', 0.065, 1, 'embedding', 'embeddings'),
  perToken('text-embedding-ada-002', 0.05, 1, 'embedding', 'embeddings'),
  perToken('qwen3-rerank', 0.05, 1, 'rerank', 'jina-rerank'),
  perToken('omni-moderation-latest', 0.01, 1, 'moderation', 'openai'),
  perToken('text-moderation-latest', 0.01, 1, 'moderation', 'openai'),
  perCall('mj_imagine', 0.1, 'midjourney', 'midjourney'),
  perCall('mj_upscale', 0.05, 'midjourney', 'midjourney'),
  perCall('mj_variation', 0.1, 'midjourney', 'midjourney'),
  perCall('mj_reroll', 0.1, 'midjourney', 'midjourney'),
  perCall('mj_zoom', 0.1, 'midjourney', 'midjourney'),
  perCall('mj_pan', 0.1, 'midjourney', 'midjourney'),
  ...['mj_blend', 'mj_edits', 'mj_inpaint', 'mj_video', 'swap_face'].map((id) =>
    perCall(id, 0.1, 'midjourney', 'midjourney'),
  ),
  ...['mj_describe', 'mj_shorten'].map((id) => perCall(id, 0.03, 'midjourney', 'midjourney')),
  perCall('mj_modal', 0.1, 'midjourney', 'midjourney'),
];

/** The model of that name if it is of one of the families; throws the gateway's 503 for an unknown one, 400 for one that this route does not serve. */
export function requireModel(id: string, families: readonly string[]): PracticeModel {
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
