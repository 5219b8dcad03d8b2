/** One function of a category: the nodes for it, the recipes behind them, and a file that shows it at work. */
export interface RowFunction {
  readonly title: string;
  /** Node types; none: a command of the terminal. */
  readonly nodes: readonly string[];
  readonly recipes: readonly string[];
  /** An example, or a test; left out when `test/practice/recipes.test.ts` runs the recipes from the first to the last. */
  readonly shown?: string;
}

const made = (title: string, nodes: string, recipes: string, shown?: string): RowFunction => ({
  title,
  nodes: nodes.split(' ').filter((one) => one !== ''),
  recipes: recipes.split(' ').filter((one) => one !== ''),
  ...(shown !== undefined && { shown }),
});

const followUps = 'test/practice/follow-ups.test.ts';
const dialects = 'test/gateway/dialects.test.ts';
const chats = 'openai/chat openai/responses anthropic/messages google/generate-content';

/** The categories of the gateway with every function that has a node or a command. */
export const rows: Readonly<Record<string, readonly RowFunction[]>> = {
  images: [
    made(
      'GPT Image, with references and edits by a mask',
      'image image-edit',
      'openai/images openai/images-all openai/image-edit',
    ),
    made('DALL·E', 'image', 'openai/dall-e-2 openai/dall-e-3'),
    made('Flux, Kontext with several pictures', 'image', 'flux/flux replicate/flux-multi fal/kontext'),
    made(
      'Seedream, sets of pictures, Seededit',
      'image',
      'bytedance/seedream-3 bytedance/seedream-4 bytedance/seededit',
    ),
    made('Jimeng', 'image', 'jimeng/image'),
    made(
      'Ideogram 3: make and remix, edit, reframe, background',
      'image image-edit image-expand image-background',
      'ideogram/generate ideogram/edit ideogram/reframe ideogram/replace-background',
    ),
    made(
      'Ideogram before: make and remix, edit, enlarge, describe',
      'image image-edit image-upscale image-describe',
      'ideogram/legacy ideogram/legacy-edit ideogram/upscale ideogram/describe',
    ),
    made('Gemini and Nano Banana, make and edit', 'image', 'google/gemini-image google/nano-banana'),
    made('Imagen', 'image', 'replicate/imagen'),
    made('Qwen, make and edit', 'image', 'qwen/image qwen/image-edit'),
    made('Grok', 'image', 'xai/grok-image'),
    made('Recraft, SVG too', 'image', 'replicate/recraft'),
    made('Kling, Vidu, Tencent', 'image', 'kling/image vidu/image tencent/image'),
    made('Pictures in a chat', 'image', 'openai/image-in-chat'),
  ],
  video: [
    made('Sora, unified and in OpenAI’s format', 'video', 'video/sora-unified video/sora-pro-unified sora/videos'),
    made('Sora: remix', 'video-remix', 'sora/remix', followUps),
    made('Sora: characters', 'video-character', 'sora/characters'),
    made('Veo, first and last picture, references', 'video', 'video/veo-unified'),
    made('Jimeng', 'video', 'video/jimeng-unified jimeng/video jimeng/official-video'),
    made('MiniMax Hailuo', 'video', 'minimax/video'),
    made('Seedance', 'video', 'seedance/video'),
    made('Wan', 'video', 'wan/video'),
    made('Vidu: text, picture, two pictures, references', 'video', 'vidu/video'),
    made('Luma', 'video', 'luma/video'),
    made('Luma: extend', 'video-extend', 'luma/extend', followUps),
    made('Runway', 'video', 'runway/video'),
    made('Grok', 'video', 'video/grok-unified'),
    made('Tencent', 'video', 'tencent/video'),
    made('Films in a chat', 'video', 'openai/video-in-chat', followUps),
    made('The routes of new-api and its siblings', 'video', 'newapi/native-video newapi/sibling-video'),
  ],
  chat: [
    made('OpenAI chat, Responses, Claude, Gemini', 'chat', chats, 'test/gateway/chat-practice.test.ts'),
    made('Pictures, sound, films, documents', 'chat', chats, dialects),
    made('Thoughts apart, schema, seed, stream', 'chat', chats, dialects),
  ],
  functions: [
    made('Functions that a chat calls', 'chat function workflow-function', chats, 'ask-the-menu'),
    made('Search of the web in four ways, with sources', 'chat', chats, dialects),
    made('Reading of addresses, running of code', 'chat', 'google/generate-content openai/responses', dialects),
  ],
  tasks: [made('A task by its id, on every query route', 'task-by-id', '', 'collect-a-task')],
  'Replicate and fal': [
    made(
      'Flux on Replicate',
      'image image-edit',
      'replicate/flux-kontext replicate/flux-ultra replicate/flux-fill replicate/flux-lora',
    ),
    made(
      'Other models of Replicate',
      'image image-background video sound-effect',
      'replicate/ideogram replicate/diffusion replicate/remove-background replicate/minimax-video replicate/riffusion',
    ),
    made(
      'Pictures on fal',
      'image image-edit',
      'fal/flux fal/flux-lora fal/flux-inpaint fal/nano-banana fal/seedream fal/wan-image',
    ),
    made('Films on fal', 'video', 'fal/veo fal/kling'),
    made('Any other by its name', 'api-operation', '', 'test/cli/import-model.test.ts'),
  ],
  music: [
    made('Inspiration, custom', 'music', 'suno/music', 'song-from-an-idea'),
    made('Lyrics', 'lyrics', 'suno/lyrics', 'song-from-an-idea'),
    ...['extend', 'cover', 'infill', 'persona', 'concat', 'wav'].map((one) =>
      made(one, `music-${one}`, `suno/${one}`, followUps),
    ),
    made('A song of one’s own', 'music-upload', 'suno/upload'),
  ],
  Midjourney: [
    made('Imagine, relaxed, fast or turbo', 'midjourney', 'midjourney/imagine', 'midjourney-grid'),
    made('Buttons', 'midjourney-action', 'midjourney/action', 'midjourney-grid'),
    made('Change', 'midjourney-change', 'midjourney/change', followUps),
    made('Region and zoom', 'midjourney-window midjourney-modal', 'midjourney/window midjourney/modal', followUps),
    made('Seed', 'midjourney-seed', 'midjourney/seed', followUps),
    made('Blend', 'midjourney-blend', 'midjourney/blend'),
    made('Describe', 'image-describe', 'midjourney/describe'),
    made('Shorten', 'midjourney-shorten', 'midjourney/shorten'),
    made('Edits', 'midjourney-edit', 'midjourney/edits'),
    made('Video', 'midjourney-video', 'midjourney/video'),
    made('Face swap', 'face-swap', 'midjourney/face-swap'),
    made('Upload', 'midjourney-upload', 'midjourney/upload'),
    made('The grid in four', 'image-split', '', 'test/cli/split.test.ts'),
  ],
  audio: [
    made('Speech of OpenAI', 'tts', 'openai/speech', 'podcast-from-notes'),
    made('Speech of Gemini, MiniMax, Vidu', 'tts', 'google/speech minimax/speech vidu/speech'),
    made('Long speech', 'tts-long', 'minimax/speech-long'),
    made(
      'Transcription and translation, subtitles and times of words',
      'transcribe',
      'openai/transcription',
      'translate-and-dub',
    ),
    made('Chats that listen and speak', 'chat', 'openai/chat google/generate-content', dialects),
    made(
      'Voice: sample and clone',
      'voice-sample voice-clone',
      'minimax/voice-sample minimax/voice-clone',
      'test/gateway/sound-practice.test.ts',
    ),
    made('Voice: design', 'voice-design', 'minimax/voice-design'),
    made('Sounds', 'sound-effect', 'vidu/sound-effect'),
  ],
  Kling: [
    made('Films of text, of pictures, of both ends', 'video', 'kling/video', 'sound-for-a-clip'),
    made('Films of several pictures', 'video', 'kling/multi-image-video'),
    made('Omni films and pictures', 'video image', 'kling/omni-video kling/omni-image'),
    made('Extend', 'video-extend', 'kling/video-extend', followUps),
    made('Effects', 'video-effect', 'kling/effects'),
    made('Motion control', 'motion-control', 'kling/motion-control'),
    made('Avatar', 'avatar', 'kling/avatar'),
    made('Faces and lip-sync', 'identify-face lip-sync', 'kling/identify-face kling/lip-sync', followUps),
    made('Pictures of several pictures', 'image', 'kling/multi-image'),
    made('Expand', 'image-expand', 'kling/expand'),
    made('Try-on', 'try-on', 'kling/try-on'),
    made('Parts of a picture', 'image-parts', 'kling/image-recognize'),
    made('Sounds of text', 'sound-effect', 'kling/sound-effect'),
    made('Sounds of a film', 'video-sound', 'kling/video-sound', 'sound-for-a-clip'),
    made('Speech', 'tts', 'kling/speech'),
    made('Voice for films', 'film-voice', 'kling/custom-voice'),
  ],
  documents: [
    made(
      'PDF for Claude and Gemini, by link or file',
      'chat',
      'anthropic/messages google/generate-content',
      'read-a-document',
    ),
    made('File part, reading of pictures', 'chat', 'openai/chat', dialects),
  ],
  embeddings: [
    made('Embeddings, similarity, top-k', 'embed similarity top-k', 'openai/embeddings', 'find-in-notes'),
    made('Rerank', 'rerank', 'rerank/rerank'),
  ],
  system: [
    made('Moderation', 'moderate', 'openai/moderation', 'check-comments'),
    made('models', '', '', 'test/cli/output.test.ts'),
    made('account, prices, tokens', '', '', 'test/gateway/account.test.ts'),
  ],
  other: [
    made('Upload host', 'upload', 'upload/image', 'product-photo-to-clip'),
    made('Any route, asked at once or as a task', 'api-call', '', 'continue-a-text'),
    made('Any operation of a document', 'api-operation', '', 'test/openapi/import.test.ts'),
  ],
};
