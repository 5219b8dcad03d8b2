import type { WorkflowDocument } from '#core/graph/document';
import { isJsonObject } from '#core/graph/format';
import type { Json } from '#core/value/value';

/** What nodes, frames and ports of the templates are called in Chinese. */
const titles: Readonly<Record<string, string>> = {
  'All captions': '全部说明',
  'All landscapes': '全部横图',
  'All pictures': '全部图片',
  'All portraits': '全部竖图',
  'All slogans': '全部广告语',
  Allergens: '过敏原',
  'Alt texts': '替代文本',
  Answer: '回答',
  Answers: '回答',
  'As data': '整理成数据',
  Ask: '提问',
  'Ask for a caption': '请求说明',
  'Ask for a choice': '请求评选',
  'Ask for a headline': '请求标题',
  'Ask for an answer': '请求回答',
  'Ask for questions': '请求提问',
  Audiences: '受众',
  Beginning: '开头',
  Board: '分镜板',
  Brief: '要求',
  'Buttons under the grid': '四宫格下的按钮',
  Caption: '说明',
  Captions: '说明',
  Choice: '评选结果',
  Clip: '短片',
  'Clip film': '短片画面',
  'Clip sound': '短片声音',
  'Collected by its id': '按编号取回',
  Comments: '评论',
  Completions: '补全',
  Covers: '封面',
  'Cut out': '抠图',
  'Cut-out': '抠出的商品',
  Data: '数据',
  Describe: '描述',
  Document: '文档',
  Drawing: '绘画提示',
  'Each comment': '逐条评论',
  'Enlarge the first': '放大第一张',
  'Every pair': '两两配对',
  Exchange: '一问一答',
  Film: '影片',
  Found: '找到的笔记',
  Frames: '画面',
  'From story to shots': '从故事到镜头',
  'Gist of each': '各段要点',
  Grid: '四宫格',
  'Grid of four': '四宫格',
  Guest: '嘉宾',
  Headline: '标题',
  Hello: '你好',
  Host: '主持人',
  'How close': '接近程度',
  Idea: '想法',
  'In its new place': '放进新场景',
  Interview: '采访',
  'Its id': '任务编号',
  Judged: '审核',
  Kinds: '所属类别',
  Landscapes: '横图',
  Language: '语言',
  Look: '风格',
  'Look up': '查询',
  Lyrics: '歌词',
  'Lyrics text': '歌词全文',
  'Made somewhere': '在别处生成',
  'Meaning of the notes': '笔记的含义',
  'Meaning of the question': '问题的含义',
  Motion: '动作',
  'New voice': '新配音',
  Notes: '笔记',
  'Notes used': '用到的笔记',
  'Once for each pair': '每对运行一次',
  'Once for each paragraph': '每段运行一次',
  'Once for each shot': '每个镜头运行一次',
  'Once for each text': '每段文本运行一次',
  'One by one': '逐条',
  'One page': '合成一页',
  'One picture for each style, in both sizes': '每种风格一张图片，两种尺寸',
  'One sheet': '汇总',
  Paragraphs: '段落',
  Photo: '照片',
  Picture: '图片',
  Pictures: '图片',
  Place: '新场景',
  Portraits: '竖图',
  'Product photo': '商品照片',
  Products: '产品',
  Question: '问题',
  Questions: '问题',
  Recording: '录音',
  Save: '保存',
  'Save the answers': '保存回答',
  'Save the questions': '保存问题',
  Scene: '场景',
  Script: '脚本',
  'Shot list': '镜头表',
  Shots: '镜头',
  Slogans: '广告语',
  Song: '歌曲',
  Songs: '两个版本',
  Sound: '声音',
  Sources: '来源',
  Stage: '布景',
  Still: '静帧',
  Story: '故事',
  Styles: '风格',
  Subject: '主题',
  Subtitles: '字幕',
  Summary: '摘要',
  Table: '表格',
  Text: '正文',
  'The closest': '最接近的',
  'The guest answers each question': '嘉宾逐题回答',
  'The host asks': '主持人提问',
  'The product in its scene': '场景中的商品',
  'The scene in motion': '让场景动起来',
  Together: '合并',
  Transcript: '文字稿',
  Translate: '翻译',
  Translated: '译文',
  Translation: '译文',
  Upload: '上传',
  Variations: '变体',
  'Vary the second': '第二张的变体',
  Voice: '配音',
  'Voice-over': '旁白',
  Waiter: '服务员',
  'What is said, in the other language': '所说的内容，换成另一种语言',
  'Whole text': '全文',
};

/** The notes of the templates, by what they say in English. */
const notes: Readonly<Record<string, string>> = {
  'All pictures are looked at in one question, which costs one call and keeps their order. For many pictures run it a dozen at a time.':
    '所有图片放在一次提问中查看，只需一次调用，并保持顺序。图片很多时，请每次运行十来张。',
  'Look at the grid first: run up to "Grid of four", then choose U1 to U4 and V1 to V4 in the buttons and run on. The grid is not bought again.':
    '先看四宫格：运行到“四宫格”，再在按钮中选择 U1 到 U4、V1 到 V4，然后继续运行。四宫格不会重复购买。',
  'The list of styles makes everything behind it run once per style. Pictures that exist already are not bought again.':
    '风格列表使后面的节点对每种风格各运行一次。已有的图片不会重复购买。',
  'The parts are saved beside the workflow, in the folder "results/podcast". Sorted by name they are the whole talk: question, answer, question, answer …':
    '各段保存在工作流旁的“results/podcast”文件夹中。按名称排序就是完整的对谈：问、答、问、答……',
  'The photo goes to the picture model only. "Upload" makes the finished still public, because a video model takes its pictures as links.':
    '照片只发送给图片模型。“上传”会公开完成的静帧，因为视频模型以链接方式读取图片。',
  'Paste your own text into "Text". An empty line starts a new paragraph, and every paragraph is summarised on its own, so the text may be as long as you like.':
    '把自己的文章粘贴到“正文”。空行表示新段落，每段单独概括，因此文章多长都可以。',
  '"Every pair" runs in all pairs instead of in step: two products and three audiences make six slogans.':
    '“两两配对”按所有组合运行，而不是逐项对应：两个产品和三类受众共六条广告语。',
  'Not happy with the shots? Change the brief and run up to "Shots" first: the pictures are what costs, and they wait.':
    '对镜头不满意？先修改“要求”并运行到“镜头”：花钱的是图片，它们会等着。',
  'Choose a recording of your own (mp3, wav, m4a …, up to 25 MB) and name any language that the voice can speak.':
    '请选择自己的录音（mp3、wav、m4a……，不超过 25 MB），并填写配音支持的任意语言。',
  'To sing your own words, write them into a prompt node and wire it to "Lyrics" of the song. Style and title are in the song\'s own form.':
    '想唱自己的歌词，可把它写进提示词节点，再连到歌曲节点的“歌词”。风格和标题在歌曲节点的表单中填写。',
  'The sound is made for the pictures that it sees, so it fits what happens in them. The clip must be 3 to 20 seconds long.':
    '声音是根据画面生成的，因此与画面内容吻合。短片时长须为 3 到 20 秒。',
  'Method, path, body and the place of the result are in the form of the API call. {{text}} in the body makes the input "text".':
    '方法、路径、请求体和结果所在位置都在“API 调用”的表单中。请求体里的 {{text}} 会生成名为 text 的输入。',
  'The node also says whether a text is flagged, and how sure the model is of each kind.':
    '该节点还会说明文本是否被标记，以及模型对每个类别的把握程度。',
  'Other models of Replicate and fal come in by importing their descriptions, and then have forms of their own.':
    '其他 Replicate 与 fal 模型可通过导入其说明来使用，导入后会有各自的表单。',
};

/** What is written on a template's nodes, frames and notes, in Chinese. What the nodes send to models stays as it is. */
export function inChinese(document: WorkflowDocument): WorkflowDocument {
  const each = (list: Json | undefined, change: (entry: { [key: string]: Json }) => Json): Json[] =>
    (Array.isArray(list) ? list : []).map((entry) => (isJsonObject(entry) ? change(entry) : entry));
  const named = (entry: { [key: string]: Json }, key: string, words: Readonly<Record<string, string>>) => {
    const held = entry[key];
    return typeof held === 'string' && Object.hasOwn(words, held) ? { ...entry, [key]: words[held] ?? held } : entry;
  };
  const isPort = ({ type }: { [key: string]: Json }): boolean => type === 'input' || type === 'output';
  return {
    ...document,
    nodes: each(document['nodes'], (node) => {
      const titled = named(node, 'title', titles);
      const { params } = titled;
      return isPort(node) && isJsonObject(params) ? { ...titled, params: named(params, 'name', titles) } : titled;
    }),
    frames: each(document['frames'], (frame) => named(frame, 'title', titles)),
    notes: each(document['notes'], (note) => named(note, 'text', notes)),
  };
}
