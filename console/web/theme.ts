// Light, dark, or as the system says; remembered by this browser.
const THEME = 'spillway-theme';
const order = ['system', 'light', 'dark'] as const;
export type Theme = (typeof order)[number];

export const currentTheme = (): Theme =>
  order.find((theme) => theme === localStorage.getItem(THEME)) ?? 'system';

export function applyTheme(): void {
  const theme = currentTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function nextTheme(): Theme {
  const next = order[(order.indexOf(currentTheme()) + 1) % order.length] ?? 'system';
  localStorage.setItem(THEME, next);
  applyTheme();
  return next;
}
