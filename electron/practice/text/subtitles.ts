/** A piece of speech with its times in seconds. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const SENTENCES = /[^.!?。！？\n]+[.!?。！？]*/g;

/** Splits a text at its sentences and shares the time among them by their lengths. */
export function splitSegments(text: string, seconds: number, pieces = SENTENCES): Segment[] {
  const parts = (text.match(pieces) ?? [text]).map((part) => part.trim()).filter((part) => part !== '');
  const letters = parts.reduce((sum, part) => sum + part.length, 0) || 1;
  let start = 0;
  return parts.map((part) => {
    const end = start + (seconds * part.length) / letters;
    const segment = { start: round(start), end: round(end), text: part };
    start = end;
    return segment;
  });
}

/** SubRip subtitles. */
export function toSrt(segments: readonly Segment[]): string {
  const line = (segment: Segment, index: number) =>
    `${index + 1}\n${time(segment.start, ',')} --> ${time(segment.end, ',')}\n${segment.text}\n`;
  return `${segments.map(line).join('\n')}\n`;
}

/** WebVTT subtitles. */
export function toVtt(segments: readonly Segment[]): string {
  const line = (segment: Segment) => `${time(segment.start, '.')} --> ${time(segment.end, '.')}\n${segment.text}\n`;
  return `WEBVTT\n\n${segments.map(line).join('\n')}\n`;
}

function time(seconds: number, separator: string): string {
  const total = Math.round(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const whole = Math.floor(total / 1000);
  const clock = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return `${clock}${separator}${String(total % 1000).padStart(3, '0')}`;
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
