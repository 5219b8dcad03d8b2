/** What the templates are called in Chinese, by id; their own files say it in English. */
export const templateTexts: Readonly<Record<string, { readonly name: string; readonly summary: string }>> = {
  hello: { name: '你好', summary: '一个提示词，一次对话：最小的工作流。' },
  'picture-variations': {
    name: '图片变体',
    summary: '同一主题的多种风格，每种风格各生成竖图和横图。在列表中增加一种风格，只会生成新的图片。',
  },
  'quick-reads': {
    name: '速读',
    summary: '长文变要点：每段概括成一句，合成一页，再配上标题。',
  },
  storyboard: {
    name: '分镜板',
    summary: '把故事写成六个镜头，每个镜头一张统一风格的画面和一句说明，开拍前先看一遍。',
  },
  teaser: {
    name: '灯塔预告片',
    summary: '从想法写出脚本，再由脚本生成画面、旁白和影片。换一个主题，再运行一次。',
  },
  'product-photo-to-clip': {
    name: '商品图变短片',
    summary: '把普通的商品照片放进场景，再变成适合商品页的竖屏短片。',
  },
  'translate-and-dub': {
    name: '翻译配音',
    summary: '把录音转成文字，翻译成另一种语言并重新配音，还会生成字幕。',
  },
  'podcast-from-notes': {
    name: '笔记变播客',
    summary: '把笔记变成两个人的对谈。问与答按顺序编号保存，依次播放即可。',
  },
  'ask-the-menu': {
    name: '菜单问答',
    summary: '会查资料的对话：模型以菜名调用函数，根据表格中的过敏原信息回答。',
  },
  'find-in-notes': {
    name: '笔记检索',
    summary: '按含义比较笔记与问题，再由对话根据最接近的几条笔记作答。',
  },
  'read-a-document': {
    name: '阅读文档',
    summary: '读取 PDF：给出摘要和所依据的原文，并把价格整理成数据。',
  },
  'alt-text': {
    name: '图片替代文本',
    summary: '为看不到图片的读者撰写替代文本，英文一份，另一种语言一份。',
  },
  'slogan-matrix': {
    name: '广告语矩阵',
    summary: '每个产品与每类受众两两配对，各写一句广告语，再选出最好的一句并说明理由。',
  },
  'midjourney-grid': {
    name: 'Midjourney 四宫格',
    summary: 'Midjourney 先画出四宫格：放大并保存第一张，再为第二张生成四个变体。',
  },
  'song-from-an-idea': {
    name: '一个想法变一首歌',
    summary: 'Suno 先写歌词，可先阅读修改，再演唱成两个版本，各配一张封面。',
  },
  'sound-for-a-clip': {
    name: '为短片配声音',
    summary: '可灵先生成无声短片，再根据画面配上音效与背景音乐。',
  },
  'product-cutout': {
    name: '商品抠图换景',
    summary: '用 Replicate 去掉商品照的背景，再由 fal 上的 Flux 放进新的场景。',
  },
  'continue-a-text': {
    name: '续写文本',
    summary: '用“API 调用”访问没有专门节点的接口：旧版补全接口，接着开头往下写。',
  },
  'check-comments': {
    name: '评论审核',
    summary: '在有人阅读之前，由审核模型逐条判断评论属于哪些类别。',
  },
  'collect-a-task': {
    name: '凭编号取回任务',
    summary: '生成一张图片，再仅凭任务编号取回一次；账户中在别处创建的任务也能这样取回。',
  },
};
