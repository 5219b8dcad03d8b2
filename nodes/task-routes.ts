import type { Mapping, RecipeSource } from '#core/recipe/schema';
import type { LocalText } from '#core/text';

type Step = NonNullable<RecipeSource['task']>['query'];

/** How a system is asked for a task, wherever the task was made. */
export interface TaskRoute {
  readonly title: LocalText;
  readonly gives: 'video' | 'image' | 'audio' | 'text' | 'json';
  readonly query: Step;
  readonly retrieve?: Step;
  readonly words?: NonNullable<RecipeSource['task']>['words'];
  readonly stillRunning?: string[];
  /** Where results are beside the usual places. */
  readonly urls?: string[];
  readonly upstream?: RecipeSource['upstream'];
}

const get = (path: string): Step => ({ method: 'GET', path });
const id: Mapping = { param: 'id' };
const route = (
  title: LocalText,
  gives: TaskRoute['gives'],
  path: string,
  more: Partial<TaskRoute> = {},
): TaskRoute => ({
  title,
  gives,
  query: get(path),
  ...more,
});
const same = (name: string): LocalText => ({ en: name, zh: name });

const file: Step = {
  method: 'GET',
  path: '/minimax/v1/files/retrieve',
  values: {
    file_id: { answer: ['file_id', 'data.file_id', 'data.data.file_id', 'data.fail_reason'] },
  },
  query: { file_id: { param: 'file_id' } },
};

const klingVideos = [
  ['text2video', { en: 'text to video', zh: '文生视频' }],
  ['image2video', { en: 'picture to video', zh: '图生视频' }],
  ['multi-image2video', { en: 'several pictures to video', zh: '多图生视频' }],
  ['omni-video', { en: 'omni video', zh: 'Omni 视频' }],
  ['video-extend', { en: 'extended video', zh: '视频延长' }],
  ['effects', { en: 'effects', zh: '特效' }],
  ['motion-control', { en: 'motion control', zh: '动作控制' }],
  ['advanced-lip-sync', { en: 'lip-sync', zh: '对口型' }],
  ['avatar/image2video', { en: 'avatar', zh: '数字人' }],
] as const;
const klingImages = [
  ['generations', { en: 'pictures', zh: '图像生成' }],
  ['omni-image', { en: 'omni pictures', zh: 'Omni 图像' }],
  ['multi-image2image', { en: 'several pictures to one', zh: '多图生图' }],
  ['editing/expand', { en: 'expanded pictures', zh: '扩图' }],
  ['kolors-virtual-try-on', { en: 'virtual try-on', zh: '虚拟试穿' }],
] as const;
const klingSounds = [
  ['audio/text-to-audio', { en: 'text to sound', zh: '文生音效' }],
  ['audio/video-to-audio', { en: 'video to sound', zh: '视频生音效' }],
] as const;

function kling(
  list: readonly (readonly [string, LocalText])[],
  folder: string,
  gives: TaskRoute['gives'],
  urls: string[],
): Record<string, TaskRoute> {
  return Object.fromEntries(
    list.map(([name, title]) => [
      `kling ${folder}${name}`,
      route({ en: `Kling: ${title.en}`, zh: `可灵：${title.zh}` }, gives, `/kling/v1/${folder}${name}/{id}`, { urls }),
    ]),
  );
}

/** Every way in which gateways are asked for tasks, by a name that stands in saved files. Source: PROTOCOL 14. */
export const taskRoutes: Readonly<Record<string, TaskRoute>> = {
  'unified video': {
    title: { en: 'Unified video (Sora, Veo, Grok, Jimeng …)', zh: '统一视频接口（Sora、Veo、Grok、即梦等）' },
    gives: 'video',
    query: { method: 'GET', path: '/v1/video/query', query: { id } },
    urls: ['video_url', 'detail.generations[*].url'],
  },
  'openai video': route(
    { en: 'OpenAI video (/v1/videos)', zh: 'OpenAI 视频（/v1/videos）' },
    'video',
    '/v1/videos/{id}',
    {
      retrieve: { method: 'GET', path: '/v1/videos/{id}/content', answer: 'binary' },
    },
  ),
  'video generations': route(
    { en: 'Video generations (/v1/video/generations)', zh: '视频生成（/v1/video/generations）' },
    'video',
    '/v1/video/generations/{id}',
    { urls: ['data.result_url', 'url', 'data.fail_reason'] },
  ),
  'v2 videos': route({ en: 'Videos, version 2', zh: '视频 v2 接口' }, 'video', '/v2/videos/generations/{id}'),
  midjourney: route(same('Midjourney'), 'image', '/mj/task/{id}/fetch', {
    words: { MODAL: 'done' },
    urls: ['imageUrl', 'videoUrl', 'videoUrls[*].url'],
  }),
  'midjourney seed': route({ en: 'Midjourney: seed', zh: 'Midjourney：种子' }, 'json', '/mj/task/{id}/image-seed'),
  'midjourney list': {
    title: { en: 'Midjourney (by list)', zh: 'Midjourney（列表查询）' },
    gives: 'image',
    query: { method: 'POST', path: '/mj/task/list-by-condition', json: { object: { ids: { list: [id] } } } },
    urls: ['[0].imageUrl'],
  },
  suno: route({ en: 'Suno music', zh: 'Suno 音乐' }, 'audio', '/suno/fetch/{id}', { urls: ['data.data[*].audio_url'] }),
  'suno list': {
    title: { en: 'Suno music (by list)', zh: 'Suno 音乐（列表查询）' },
    gives: 'audio',
    query: { method: 'POST', path: '/suno/fetch', json: { object: { ids: { list: [id] } } } },
    urls: ['data[0].data[*].audio_url'],
  },
  'suno lyrics': route({ en: 'Suno lyrics', zh: 'Suno 歌词' }, 'text', '/suno/fetch/{id}'),
  'suno wav': route({ en: 'Suno: WAV of a clip', zh: 'Suno：片段 WAV' }, 'audio', '/suno/act/wav/{id}', {
    urls: ['wav_file_url', 'data.wav_file_url', 'wav_url'],
  }),
  luma: route(same('Luma'), 'video', '/luma/generations/{id}', {
    urls: ['video.download_url', 'video.url', 'artifact.video.url'],
  }),
  'luma list': {
    title: { en: 'Luma (by list)', zh: 'Luma（列表查询）' },
    gives: 'video',
    query: { method: 'POST', path: '/luma/tasks', json: { object: { ids: { list: [id] } } } },
    urls: ['[0].video.download_url', '[0].video.url', '[0].artifact.video.url'],
  },
  runway: route(same('Runway'), 'video', '/runwayml/v1/tasks/{id}', { urls: ['output[*]'] }),
  minimax: {
    title: { en: 'MiniMax Hailuo video', zh: 'MiniMax 海螺视频' },
    gives: 'video',
    query: { method: 'GET', path: '/minimax/v1/query/video_generation', query: { task_id: id } },
    retrieve: file,
    urls: ['data.data.file.download_url', 'file.download_url'],
  },
  'minimax speech': {
    title: { en: 'MiniMax long speech', zh: 'MiniMax 长文本语音' },
    gives: 'audio',
    query: { method: 'GET', path: '/minimax/v1/query/t2a_async_query_v2', query: { task_id: id } },
    retrieve: file,
    urls: ['data.data.file.download_url', 'file.download_url'],
  },
  seedance: route(
    { en: 'Seedance (Doubao video)', zh: 'Seedance（豆包视频）' },
    'video',
    '/volc/v1/contents/generations/tasks/{id}',
    {
      urls: ['content.video_url'],
    },
  ),
  wan: route({ en: 'Wan (Bailian)', zh: '通义万相（百炼）' }, 'video', '/alibailian/api/v1/tasks/{id}', {
    words: { UNKNOWN: 'failed' },
    urls: ['output.video_url', 'output.results[*].url'],
  }),
  tencent: route({ en: 'Tencent', zh: '腾讯云点播' }, 'video', '/tencent-vod/v1/query/{id}', {
    urls: ['Response.AigcVideoTask.Output.FileInfos[*].FileUrl', 'Response.AigcImageTask.Output.FileInfos[*].FileUrl'],
  }),
  vidu: route(same('Vidu'), 'video', '/ent/v2/tasks/{id}/creations', { urls: ['creations[*].url'] }),
  jimeng: route({ en: 'Jimeng video', zh: '即梦视频' }, 'video', '/jimeng/fetch/{id}', {
    urls: ['data.video_url', 'video_url'],
  }),
  fal: route(same('fal'), 'image', '/fal-ai/auto/requests/{id}', {
    stillRunning: ['still in progress'],
    urls: ['images[*].url', 'image.url', 'video.url', 'audio.url'],
    upstream: [{ from: 'https://queue.fal.run', to: '/' }],
  }),
  replicate: route(same('Replicate'), 'image', '/replicate/v1/predictions/{id}', {
    urls: ['output', 'output[*]'],
    upstream: [{ from: 'https://api.replicate.com', to: '/replicate' }],
  }),
  ...kling(klingVideos, 'videos/', 'video', ['data.task_result.videos[*].url']),
  ...kling(klingImages, 'images/', 'image', ['data.task_result.images[*].url']),
  ...kling(klingSounds, '', 'audio', ['data.task_result.audios[*].url_mp3', 'data.task_result.audios[*].url_wav']),
  'kling general/custom-voices': route(
    { en: 'Kling: voice of one’s own', zh: '可灵：自定义音色' },
    'json',
    '/kling/v1/general/custom-voices/{id}',
  ),
};
