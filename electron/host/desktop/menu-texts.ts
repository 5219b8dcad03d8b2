/** The words of the menu and of the few questions that the system asks for us, English and Chinese side by side. */
const texts = {
  file: ['File', '文件'],
  new: ['New Workflow', '新建工作流'],
  open: ['Open…', '打开…'],
  openRecent: ['Open Recent', '最近打开'],
  save: ['Save', '保存'],
  saveAs: ['Save As…', '另存为…'],
  closeTab: ['Close Workflow', '关闭工作流'],
  settings: ['Settings…', '设置…'],
  quit: ['Quit Patchbay', '退出 Patchbay'],
  edit: ['Edit', '编辑'],
  undo: ['Undo', '撤销'],
  redo: ['Redo', '重做'],
  cut: ['Cut', '剪切'],
  copy: ['Copy', '复制'],
  paste: ['Paste', '粘贴'],
  selectAll: ['Select All', '全选'],
  run: ['Run', '运行'],
  plan: ['Run…', '运行…'],
  cancel: ['Cancel Run', '取消运行'],
  view: ['View', '视图'],
  palette: ['Command Palette…', '命令面板…'],
  zoomIn: ['Enlarge Everything', '放大界面'],
  zoomOut: ['Shrink Everything', '缩小界面'],
  actualSize: ['Normal Size', '正常大小'],
  fullScreen: ['Full Screen', '全屏'],
  developer: ['Developer Tools', '开发者工具'],
  window: ['Window', '窗口'],
  minimize: ['Minimize', '最小化'],
  close: ['Close Window', '关闭窗口'],
  front: ['Bring All to Front', '前置全部窗口'],
  about: ['About Patchbay', '关于 Patchbay'],
  hide: ['Hide Patchbay', '隐藏 Patchbay'],
  hideOthers: ['Hide Others', '隐藏其他'],
  showAll: ['Show All', '全部显示'],
  services: ['Services', '服务'],
  help: ['Help', '帮助'],
  shortcuts: ['Keyboard Shortcuts', '键盘快捷键'],
  notOpened: ['The file could not be opened', '无法打开文件'],
  notStarted: ['Patchbay cannot start', 'Patchbay 无法启动'],
  waiting: ['Patchbay is waiting for answers that may have been paid for.', 'Patchbay 正在等待可能已经计费的回复。'],
  waitingMore: [
    'It closes by itself when they are here. Runs go on when Patchbay is started again.',
    '收到回复后会自动关闭。再次启动 Patchbay 时,运行会继续。',
  ],
  quitNow: ['Quit without waiting', '不等待,直接退出'],
  crashed: ['The screen stopped again and again. Runs go on.', '界面多次停止响应,运行不受影响。'],
  reload: ['Load the screen again', '重新加载界面'],
} as const;

export type MenuText = keyof typeof texts;
export type Language = 'en' | 'zh-CN';

/** Gives a text in the language of the user. */
export function menuText(language: Language): (key: MenuText) => string {
  return (key) => texts[key][language === 'zh-CN' ? 1 : 0];
}
