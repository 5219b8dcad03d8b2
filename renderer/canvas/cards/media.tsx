import { FileText, ImageOff, Play } from 'lucide-react';
import { useState } from 'react';
import type { MediaValue } from '#core/value/value';
import { api } from '../../api.ts';
import { t } from '../../i18n/index.ts';
import { openViewer } from '../../panels/viewer-state.ts';
import { AudioPlayer } from './audio-player.tsx';

interface MediaProps {
  readonly media: readonly MediaValue[];
  readonly title: string;
}

/** How many results a card shows; the rest is a number. */
const mostShown = 4;

/** What a node made, as large as the card is wide: one alone, several in a grid, the rest as a number. */
export function MediaGrid({ media, title }: MediaProps) {
  const sounds = media.filter((item) => item.kind === 'audio');
  if (sounds.length === media.length) {
    return (
      <div className="sounds">
        {sounds.slice(0, mostShown).map((item, index) => (
          <AudioPlayer key={item.artifact ?? item.url ?? index} media={item} title={title} />
        ))}
        {sounds.length > mostShown ? (
          <p className="faint">{t('node.more', { count: sounds.length - mostShown })}</p>
        ) : null}
      </div>
    );
  }
  const shown = media.slice(0, mostShown);
  const [first] = shown;
  if (shown.length === 1 && first !== undefined)
    return <Tile media={first} all={media} index={0} title={title} single />;
  return (
    <div className="media-grid" data-count={shown.length}>
      {shown.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may be there twice.
        <div key={`${item.artifact ?? item.url ?? ''}-${index}`} className="media-cell">
          <Tile media={item} all={media} index={index} title={title} />
          {index === mostShown - 1 && media.length > mostShown ? (
            <span className="media-more">+{media.length - mostShown}</span>
          ) : null}
        </div>
      ))}
    </div>
  );
}

interface TileProps {
  readonly media: MediaValue;
  readonly all: readonly MediaValue[];
  readonly index: number;
  readonly title: string;
  readonly single?: boolean;
}

function openLarge(all: readonly MediaValue[], index: number, title: string): void {
  const results = all.map((media, place) => ({
    key: `${media.artifact ?? media.url ?? ''}-${place}`,
    node: '',
    port: '',
    item: all.length > 1 ? [place] : [],
    content: { kind: 'media', media } as const,
    name: title,
  }));
  openViewer(results, index);
}

function Tile({ media, all, index, title, single = false }: TileProps) {
  const [isLost, setLost] = useState(false);
  const ratio =
    single && media.width !== undefined && media.height !== undefined ? media.width / media.height : undefined;
  // Very tall and very wide pictures are cut, so that a card stays a card.
  const style = ratio === undefined ? {} : { aspectRatio: String(Math.min(2.4, Math.max(0.8, ratio))) };
  if (media.artifact === undefined || isLost) {
    return (
      <div className="media lost" style={style}>
        <ImageOff size={16} aria-hidden />
        <span>{t('node.notHere')}</span>
      </div>
    );
  }
  if (media.kind === 'video') return <Film media={media} title={title} style={style} onLost={() => setLost(true)} />;
  if (media.kind !== 'image') {
    return (
      <button type="button" className="media document" onClick={() => openLarge(all, index, title)}>
        <FileText size={18} aria-hidden />
        <span>{media.name ?? t('media.document')}</span>
      </button>
    );
  }
  return (
    <img
      className="media"
      style={style}
      src={api().links.thumbnail(media.artifact, media.mime, single ? 512 : 256)}
      alt={t('media.picture', { title })}
      decoding="async"
      draggable={false}
      onError={() => setLost(true)}
      onDoubleClick={(event) => {
        event.stopPropagation();
        openLarge(all, index, title);
      }}
    />
  );
}

interface FilmProps {
  readonly media: MediaValue;
  readonly title: string;
  readonly style: { readonly aspectRatio?: string };
  readonly onLost: () => void;
}

/** A film shows its first picture; a click gives it its controls. */
function Film({ media, title, style, onLost }: FilmProps) {
  const [isPlaying, setPlaying] = useState(false);
  if (media.artifact === undefined) return null;
  return (
    <div className="media film" style={style}>
      {/* biome-ignore lint/a11y/useMediaCaption: what a model made has no captions. */}
      <video
        src={`${api().links.original(media.artifact, media.mime)}#t=0.1`}
        preload="metadata"
        playsInline
        controls={isPlaying}
        className={isPlaying ? 'nodrag nowheel' : ''}
        aria-label={t('media.play', { title })}
        onError={onLost}
      />
      {isPlaying ? null : (
        <button
          type="button"
          className="play nodrag"
          aria-label={t('media.play', { title })}
          onClick={(event) => {
            setPlaying(true);
            const film = event.currentTarget.parentElement?.querySelector('video');
            film?.play().catch(() => setPlaying(false));
          }}
        >
          <Play size={18} fill="currentColor" aria-hidden />
        </button>
      )}
    </div>
  );
}
