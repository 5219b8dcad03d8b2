import { ChevronLeft, ChevronRight, Download, FileText, FolderOpen, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { api } from '../api.ts';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { useSession } from '../store/session.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { type Showcase, showLarge, useCanvas } from './canvas-store.ts';

/** Results as large as the window, one at a time. */
export function ShowcaseDialog() {
  const showcase = useCanvas((state) => state.showcase);
  if (showcase === undefined) return null;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && showLarge(undefined)}>
      <Dialog.Portal>
        <Dialog.Overlay className="showcase-shade" />
        <Dialog.Content
          className="showcase"
          aria-describedby={undefined}
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') step(showcase, -1);
            if (event.key === 'ArrowRight') step(showcase, 1);
          }}
        >
          <Stage showcase={showcase} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function step(showcase: Showcase, by: number): void {
  const count = showcase.items.length;
  showLarge({ ...showcase, index: (showcase.index + by + count) % count });
}

function Stage({ showcase }: { readonly showcase: Showcase }) {
  const host = useSession((state) => state.host);
  const item = showcase.items[showcase.index];
  if (item === undefined) return null;
  const address = api().links.original(item.artifact, item.mime);
  const count = showcase.items.length;
  return (
    <>
      <header>
        <Dialog.Title>{item.name}</Dialog.Title>
        {count > 1 ? <span className="faint">{t('media.count', { index: showcase.index + 1, count })}</span> : null}
        <span className="grow" />
        <a className="showcase-link" href={address} download={item.name} aria-label={t('media.saveAs')} title={t('media.saveAs')}>
          <Download size={16} aria-hidden />
        </a>
        {host === 'desktop' ? (
          <IconButton
            label={t('media.reveal')}
            onClick={() =>
              attempt(async () => {
                await api().call('artifact.reveal', { artifact: item.artifact });
              })
            }
          >
            <FolderOpen size={16} />
          </IconButton>
        ) : null}
        <IconButton label={t('media.close')} onClick={() => showLarge(undefined)}>
          <X size={16} />
        </IconButton>
      </header>
      <div className="showcase-stage">
        {count > 1 ? (
          <IconButton label={t('media.previous')} onClick={() => step(showcase, -1)}>
            <ChevronLeft size={22} />
          </IconButton>
        ) : null}
        <Large kind={item.kind} address={address} name={item.name} />
        {count > 1 ? (
          <IconButton label={t('media.next')} onClick={() => step(showcase, 1)}>
            <ChevronRight size={22} />
          </IconButton>
        ) : null}
      </div>
    </>
  );
}

function Large({ kind, address, name }: { readonly kind: string; readonly address: string; readonly name: string }) {
  if (kind === 'image') return <img src={address} alt={t('media.picture', { title: name })} />;
  // biome-ignore lint/a11y/useMediaCaption: what a model made has no captions.
  if (kind === 'video') return <video src={address} controls autoPlay aria-label={name} />;
  // biome-ignore lint/a11y/useMediaCaption: what a model made has no captions.
  if (kind === 'audio') return <audio src={address} controls aria-label={name} />;
  return (
    <p className="showcase-document">
      <FileText size={40} aria-hidden />
      {name}
    </p>
  );
}
