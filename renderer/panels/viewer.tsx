import { ChevronLeft, ChevronRight, Copy, Download, FolderOpen, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { formatItem } from '#core/run/address';
import type { MediaValue } from '#core/value/value';
import { api } from '../api.ts';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../ui/button.tsx';
import { useDialogFocus } from '../ui/dialog-focus.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { copyResult, revealResult, saveResult } from './result-actions.ts';
import { useResultText } from './stored-text.ts';
import { closeViewer, type NamedResult, stepViewer, useViewer } from './viewer-state.ts';
import { formatBytes, formatDuration } from './words.ts';

/** A result in full size, with what can be done with it; ← and → show the others. */
export function Viewer() {
  const { results, index } = useViewer();
  const focus = useDialogFocus();
  const result = results[index];
  if (result === undefined) return null;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && closeViewer()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-bg" />
        <Dialog.Content
          aria-describedby={undefined}
          {...focus}
          className="fixed inset-0 z-50 flex flex-col outline-none"
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            const isMedia = event.target instanceof HTMLMediaElement;
            if (step === 0 || isMedia) return;
            event.preventDefault();
            stepViewer(step);
          }}
        >
          <ViewerHead result={result} index={index} count={results.length} />
          <div className="flex min-h-0 flex-1 items-center justify-center gap-2 px-3 pb-4">
            <IconButton label={t('viewer.previous')} keys="←" disabled={index === 0} onClick={() => stepViewer(-1)}>
              <ChevronLeft size={20} />
            </IconButton>
            <div className="flex h-full min-w-0 flex-1 items-center justify-center">
              <ViewerContent key={result.key} result={result} />
            </div>
            <IconButton
              label={t('viewer.next')}
              keys="→"
              disabled={index === results.length - 1}
              onClick={() => stepViewer(1)}
            >
              <ChevronRight size={20} />
            </IconButton>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Size, length and kind, as far as they are known. */
export function mediaFacts(media: MediaValue): string {
  const { width, height, duration, bytes, mime } = media;
  return [
    width !== undefined && height !== undefined ? `${width}×${height}` : '',
    duration === undefined ? '' : formatDuration(duration * 1000),
    mime === 'audio/mpeg' ? 'MP3' : (mime.split('/')[1]?.toUpperCase() ?? ''),
    bytes === undefined ? '' : formatBytes(bytes),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

interface ViewerHeadProps {
  readonly result: NamedResult;
  readonly index: number;
  readonly count: number;
}

function ViewerHead({ result, index, count }: ViewerHeadProps) {
  const { content } = result;
  const media = content.kind === 'media' ? content.media : undefined;
  const isFile = media?.artifact !== undefined;
  const text = useResultText(content);
  const item = formatItem(result.item);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 px-4">
      <Dialog.Title className="font-semibold">{item === '' ? result.name : `${result.name} ${item}`}</Dialog.Title>
      <span className="text-dim">{media === undefined ? '' : mediaFacts(media)}</span>
      <div className="flex-1" />
      <span className="pr-2 text-dim">{t('viewer.position', { index: index + 1, count })}</span>
      {text === undefined ? null : (
        <IconButton label={t('viewer.copy')} onClick={() => attempt(() => copyResult(result))}>
          <Copy size={16} />
        </IconButton>
      )}
      {isFile ? (
        <IconButton label={t('viewer.reveal')} onClick={() => attempt(() => revealResult(result))}>
          <FolderOpen size={16} />
        </IconButton>
      ) : null}
      {isFile || text !== undefined ? (
        <Button icon={<Download size={14} aria-hidden />} onClick={() => attempt(() => saveResult(result))}>
          {t('viewer.save')}
        </Button>
      ) : null}
      <IconButton label={t('ui.close')} keys="Esc" onClick={closeViewer}>
        <X size={16} />
      </IconButton>
    </header>
  );
}

function ViewerContent({ result }: { readonly result: NamedResult }) {
  const { content } = result;
  const text = useResultText(content);
  if (content.kind !== 'media') {
    return (
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className="selectable max-h-full w-full max-w-190 overflow-auto rounded-lg border border-line bg-panel p-5 leading-6 whitespace-pre-wrap"
      >
        {text ?? t('ui.loading')}
      </div>
    );
  }
  const { media } = content;
  const source = media.artifact === undefined ? undefined : api().links.original(media.artifact, media.mime);
  if (source === undefined) return <p className="text-dim">{t('viewer.no-file')}</p>;
  switch (media.kind) {
    case 'image':
      return <img src={source} alt={result.name} className="max-h-full max-w-full rounded-md object-contain" />;
    case 'video':
      return (
        // biome-ignore lint/a11y/useMediaCaption: a film that was just made has no captions
        <video src={source} controls autoPlay className="max-h-full max-w-full rounded-md" aria-label={result.name} />
      );
    case 'audio':
      return (
        // biome-ignore lint/a11y/useMediaCaption: a sound that was just made has no captions
        <audio src={source} controls autoPlay className="w-full max-w-150" aria-label={result.name} />
      );
    case 'document':
      return <p className="text-dim">{t('viewer.document')}</p>;
  }
}
