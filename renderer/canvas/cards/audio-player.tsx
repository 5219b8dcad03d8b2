import { Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import type { MediaValue } from '#core/value/value';
import { api } from '../../api.ts';
import { t } from '../../i18n/index.ts';
import { formatClock } from '../time.ts';

/** A sound: one button, its position, its length. Nothing is fetched before it is played. */
export function AudioPlayer({ media, title }: { readonly media: MediaValue; readonly title: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [position, setPosition] = useState(0);
  const [length, setLength] = useState(media.duration);
  if (media.artifact === undefined) return null;
  const toggle = (): void => {
    const element = audio.current;
    if (element === null) return;
    if (isPlaying) element.pause();
    else element.play().catch(() => setPlaying(false));
  };
  return (
    <div className="audio nodrag">
      <button
        type="button"
        aria-label={isPlaying ? t('media.pause') : t('media.play', { title: media.name ?? title })}
        onClick={toggle}
      >
        {isPlaying ? (
          <Pause size={14} fill="currentColor" aria-hidden />
        ) : (
          <Play size={14} fill="currentColor" aria-hidden />
        )}
      </button>
      <input
        type="range"
        aria-label={t('media.position')}
        min={0}
        max={length ?? 1}
        step={0.1}
        value={position}
        style={{ '--part': `${(position / Math.max(0.1, length ?? 1)) * 100}%` } as React.CSSProperties}
        onChange={(event) => {
          const next = Number(event.target.value);
          setPosition(next);
          if (audio.current !== null) audio.current.currentTime = next;
        }}
      />
      <time>{formatClock(isPlaying || position > 0 ? position : (length ?? 0))}</time>
      {/* biome-ignore lint/a11y/useMediaCaption: what a model made has no captions. */}
      <audio
        ref={audio}
        src={api().links.original(media.artifact, media.mime)}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
        onDurationChange={(event) => {
          const { duration } = event.currentTarget;
          if (Number.isFinite(duration)) setLength(duration);
        }}
        onEnded={() => setPosition(0)}
      />
    </div>
  );
}
