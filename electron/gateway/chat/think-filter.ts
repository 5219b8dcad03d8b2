const open = '<think>';
const close = '</think>';

/**
 * Parts a text that comes in pieces into the thoughts in a `<think>` block at its very start and the text after it. A
 * block further on is part of the text: somebody may have asked about the tag.
 */
export class ThinkFilter {
  private state: 'start' | 'thinking' | 'after' | 'text' = 'start';
  private held = '';

  /** Takes a piece; gives what is now known to be text and what to be thoughts. */
  push(piece: string): { text: string; thoughts: string } {
    this.held += piece;
    let thoughts = '';
    if (this.state === 'start') {
      const trimmed = this.held.trimStart();
      if (trimmed.length < open.length && open.startsWith(trimmed)) return { text: '', thoughts };
      this.state = trimmed.startsWith(open) ? 'thinking' : 'text';
      if (this.state === 'thinking') this.held = trimmed.slice(open.length);
    }
    if (this.state === 'thinking') {
      const end = this.held.indexOf(close);
      if (end < 0) {
        // The last characters may be the beginning of the closing tag.
        const safe = Math.max(0, this.held.length - close.length + 1);
        thoughts = this.held.slice(0, safe);
        this.held = this.held.slice(safe);
        return { text: '', thoughts };
      }
      thoughts = this.held.slice(0, end);
      this.held = this.held.slice(end + close.length);
      this.state = 'after';
    }
    if (this.state === 'after') {
      this.held = this.held.trimStart();
      if (this.held !== '') this.state = 'text';
    }
    const text = this.held;
    this.held = '';
    return { text, thoughts };
  }

  /** What was held back when no more comes. */
  end(): { text: string; thoughts: string } {
    const rest = this.held;
    this.held = '';
    return this.state === 'thinking' ? { text: '', thoughts: rest } : { text: rest, thoughts: '' };
  }
}

/** Parts a whole text. */
export function splitThoughts(whole: string): { text: string; thoughts: string } {
  const filter = new ThinkFilter();
  const first = filter.push(whole);
  const last = filter.end();
  return { text: first.text + last.text, thoughts: first.thoughts + last.thoughts };
}
