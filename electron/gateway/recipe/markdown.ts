import type { MediaKind } from '#core/value/type';

/** An address in a markdown text, and whether it is shown as a picture. */
interface MarkdownLink {
  readonly url: string;
  readonly picture: boolean;
}

const link = /(!?)\[[^\]]*\]\(\s*<?((?:https?:\/\/|data:)[^\s)>]+)|(https?:\/\/[^\s"'<>()[\]`]+)/g;

/** All addresses in a markdown text, in order, each once: of pictures, of links, or bare. Links come before bare ones. */
export function markdownLinks(markdown: string): readonly MarkdownLink[] {
  const found = [...markdown.matchAll(link)].map(([, mark, inside, bare]) => ({
    url: inside ?? bare ?? '',
    picture: mark === '!',
    bare: inside === undefined,
  }));
  const sorted = [...found.filter(({ bare }) => !bare), ...found.filter(({ bare }) => bare)];
  const urls = new Set<string>();
  return sorted.filter(({ url }) => !urls.has(url) && urls.add(url)).map(({ url, picture }) => ({ url, picture }));
}

const extensions: Readonly<Record<MediaKind, RegExp>> = {
  image: /\.(?:png|jpe?g|webp|gif|avif|bmp|svg)$/i,
  video: /\.(?:mp4|mov|webm|m4v|mkv)$/i,
  audio: /\.(?:mp3|wav|m4a|aac|flac|ogg|opus)$/i,
  document: /\.(?:pdf|docx?|xlsx?|pptx?|txt|csv|json|zip|srt|vtt)$/i,
};

function looksLike(url: string, kind: MediaKind): boolean {
  const mime = /^data:([^;,]*)/.exec(url)?.[1];
  if (mime !== undefined) return kind === 'document' || mime.startsWith(`${kind}/`);
  return extensions[kind].test(url.replace(/[?#].*$/s, ''));
}

/**
 * The addresses of files of a kind in a text that a model wrote. Such texts hold a picture and a link to download the same
 * one, a preview beside the video, and progress: what is shown as a picture is taken for pictures, for all others what has
 * the right extension; without either, what has the extension of no other kind.
 */
export function filesInMarkdown(markdown: string, kind: MediaKind): readonly string[] {
  const links = markdownLinks(markdown);
  const shown = kind === 'image' ? links.filter(({ picture }) => picture) : [];
  const fitting = links.filter(({ url }) => looksLike(url, kind));
  const unknown = links.filter(
    ({ url }) => !Object.values(extensions).some((one) => one.test(url.replace(/[?#].*$/s, ''))),
  );
  return [shown, fitting, unknown].find((some) => some.length > 0)?.map(({ url }) => url) ?? [];
}
