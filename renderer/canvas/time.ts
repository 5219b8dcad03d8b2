/** `2:14`, `1:02:05`: how long something takes while it takes. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const part = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${part(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${part(minutes % 60)}:${part(whole % 60)}`;
}

/** `41 s`, `3:40 min`: how long something took. */
export function formatDuration(seconds: number, language: string): string {
  const isChinese = language === 'zh-CN';
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} ${isChinese ? '秒' : 's'}`;
  if (seconds < 60) return `${Math.round(seconds)} ${isChinese ? '秒' : 's'}`;
  return seconds < 3600 ? `${formatClock(seconds)} ${isChinese ? '分' : 'min'}` : formatClock(seconds);
}

/** A moment as people say it: `14:02` today, else with its day. */
export function formatMoment(at: string, now: number, language: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const isToday = new Date(now === 0 ? Date.now() : now).toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(date);
}
