const storageKey = 'patchbay.theme';

/** The theme that was shown last, else the system's: the page must not flash in the other one while it begins. */
export function showEarlyTheme(): void {
  let remembered: string | null = null;
  try {
    remembered = localStorage.getItem(storageKey);
  } catch {
    // Without a storage the system decides.
  }
  const isDark = remembered === null ? matchMedia('(prefers-color-scheme: dark)').matches : remembered === 'dark';
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}

export function rememberTheme(theme: 'dark' | 'light'): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // The next start then begins in the system's theme.
  }
}
