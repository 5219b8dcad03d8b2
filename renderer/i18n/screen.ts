/** Texts of everything around the canvas. */
export const screenEn = {
  'app.name': 'Patchbay',
} as const;

export const screenZh: Readonly<Record<keyof typeof screenEn, string>> = {
  'app.name': 'Patchbay',
};
