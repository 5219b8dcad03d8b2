import { FileText, FolderOpen, Music, Play } from 'lucide-react';
import { formatItem } from '#core/run/address';
import type { MediaValue } from '#core/value/value';
import { api } from '../api.ts';
import { t } from '../i18n/index.ts';
import type { Result } from './results.ts';
import { useResultText } from './stored-text.ts';
import { formatDuration } from './words.ts';

interface ResultTileProps {
  readonly result: Result;
  readonly name: string;
  readonly onOpen: () => void;
}

/** A result in small: a picture is that picture, a text its first lines. */
export function ResultTile({ result, name, onOpen }: ResultTileProps) {
  const item = formatItem(result.item);
  const { content } = result;
  return (
    <button
      type="button"
      onClick={onOpen}
      title={t(content.kind === 'file' ? 'node.showFile' : 'results.view', {
        name: item === '' ? name : `${name} ${item}`,
        file: name,
      })}
      className="group flex w-full cursor-default flex-col overflow-hidden rounded-md border border-line bg-card text-left hover:border-faint"
    >
      <span className="flex h-24 w-full items-center justify-center overflow-hidden bg-bg">
        <Thumb result={result} />
      </span>
      <span className="flex h-7 w-full items-center justify-between gap-2 px-2 text-small">
        <span className="truncate">{name}</span>
        <span className="shrink-0 text-faint">{content.kind === 'file' ? '' : item}</span>
      </span>
    </button>
  );
}

function Thumb({ result }: { readonly result: Result }) {
  const { content } = result;
  if (content.kind === 'media') return <MediaThumb media={content.media} />;
  if (content.kind === 'file') return <FolderOpen size={26} className="text-dim" aria-hidden />;
  return <TextThumb result={result} />;
}

/** Pixels of the longer side; the same for all tiles, so that thumbnails are shared. */
const side = 320;

function MediaThumb({ media }: { readonly media: MediaValue }) {
  const { artifact, mime, duration } = media;
  const length = duration === undefined ? '' : formatDuration(duration * 1000);
  if (artifact !== undefined && media.kind === 'image') {
    return (
      <img
        src={api().links.thumbnail(artifact, mime, side)}
        alt=""
        loading="lazy"
        decoding="async"
        className="size-full object-cover"
      />
    );
  }
  if (artifact !== undefined && media.kind === 'video') {
    return (
      <span className="relative size-full">
        <video
          src={`${api().links.original(artifact, mime)}#t=0.1`}
          preload="metadata"
          muted
          className="size-full object-cover"
        />
        <span className="absolute inset-0 m-auto flex size-8 items-center justify-center rounded-full bg-[#000a] text-[#fff]">
          <Play size={14} fill="currentColor" aria-hidden />
        </span>
        <TimeMark text={length} />
      </span>
    );
  }
  const Icon = media.kind === 'audio' ? Music : FileText;
  return (
    <span className="relative flex size-full items-center justify-center text-t-audio">
      <Icon size={26} aria-hidden />
      <TimeMark text={length} />
    </span>
  );
}

function TimeMark({ text }: { readonly text: string }) {
  if (text === '') return null;
  return <span className="absolute right-1 bottom-1 rounded-sm bg-[#000a] px-1 text-tiny text-[#fff]">{text}</span>;
}

function TextThumb({ result }: { readonly result: Result }) {
  const text = useResultText(result.content);
  return (
    <span className="size-full p-2">
      <span className="line-clamp-5 text-small leading-4 text-dim">{text?.slice(0, 400) ?? t('ui.loading')}</span>
    </span>
  );
}
