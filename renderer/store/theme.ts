import type { Settings } from '#core/services/document-views';
import { rememberTheme } from './early-theme.ts';
import { useSession } from './session.ts';

export function shownTheme(theme: Settings['theme'], isDark: boolean): 'dark' | 'light' {
  return theme === 'system' ? (isDark ? 'dark' : 'light') : theme;
}

/** Keeps the page in the chosen theme, the system's one included. Returns what ends it. */
export function followTheme(): () => void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const theme = shownTheme(useSession.getState().settings.theme, system.matches);
    if (document.documentElement.dataset['theme'] !== theme) document.documentElement.dataset['theme'] = theme;
    rememberTheme(theme);
  };
  apply();
  system.addEventListener('change', apply);
  const end = useSession.subscribe((state, before) => {
    if (state.settings.theme !== before.settings.theme) apply();
  });
  return () => {
    system.removeEventListener('change', apply);
    end();
  };
}
