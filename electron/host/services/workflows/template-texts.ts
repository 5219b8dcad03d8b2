/** What the templates are called in Chinese, by id; their own files say it in English. */
export const templateTexts: Readonly<Record<string, { readonly name: string; readonly summary: string }>> = {
  hello: { name: '你好', summary: '一个提示词，一次对话：最小的工作流。' },
  teaser: {
    name: '灯塔预告片',
    summary: '从想法写出脚本，再由脚本生成画面、旁白和影片。换一个主题，再运行一次。',
  },
};
