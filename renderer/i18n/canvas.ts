/** Texts of the canvas, its nodes, the palette and the inspector. */
export const canvasEn = {
  'canvas.empty': 'Drag a node here, or press Space.',
} as const;

export const canvasZh: Readonly<Record<keyof typeof canvasEn, string>> = {
  'canvas.empty': '把节点拖到这里，或按空格键。',
};
