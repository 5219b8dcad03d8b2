/** What the bundler puts in place: the contents of files by their paths. */
interface ImportMeta {
  glob(pattern: string, options: { query: '?raw' | '?inline'; import: 'default'; eager: true }): Record<string, string>;
}
