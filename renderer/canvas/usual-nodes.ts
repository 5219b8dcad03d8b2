/** The node types that people take most; they stand first wherever several are offered. */
const first = ['prompt', 'chat', 'image', 'video', 'tts', 'transcribe', 'input', 'output', 'file', 'upload', 'save'];

/** Where a node type stands among those that are offered: the smaller, the earlier. */
export function usual(type: string): number {
  const index = first.indexOf(type);
  return index < 0 ? first.length : index;
}
