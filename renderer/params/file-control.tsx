import { X } from 'lucide-react';
import { type DragEvent, useMemo, useRef } from 'react';
import { type FileRef, fileRefSchema } from '#core/node/param';
import { api } from '../api.ts';
import { MediaGrid } from '../canvas/cards/media.tsx';
import { useFiles } from '../canvas/cards/use-files.ts';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import type { ControlProps } from './controls.tsx';

/** A file: chosen, dropped, shown and removed. */
export function FileControl({ id, label, field, draft }: ControlProps<'file'> & { readonly draft: string }) {
  const input = useRef<HTMLInputElement>(null);
  const { value } = field;
  const files = useMemo(() => {
    const parsed = fileRefSchema.safeParse(value);
    return parsed.success ? [parsed.data as FileRef] : [];
  }, [value]);
  const [file] = files;
  const [media] = useFiles(draft, files);
  const take = (chosen: File | undefined): void => {
    if (chosen === undefined) return;
    attempt(async () => {
      const imported = await api().importFile(chosen, chosen.name);
      const { artifact, path } = imported.file;
      field.begin();
      field.set({
        ...(artifact !== undefined && { artifact }),
        ...(path !== undefined && { path }),
        name: chosen.name,
      });
    });
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    take(event.dataTransfer.files[0]);
  };
  return (
    <section className="file-control" aria-label={label} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      {media === undefined ? null : <MediaGrid media={[media]} title={file?.name ?? label} />}
      <div className="file-row">
        <span>{file === undefined ? t('file.drop') : (file.name ?? file.path ?? file.artifact)}</span>
        <Button id={id} size="small" onClick={() => input.current?.click()}>
          {file === undefined ? t('file.choose') : t('file.replace')}
        </Button>
        {file === undefined ? null : (
          <IconButton
            small
            label={t('file.remove')}
            onClick={() => {
              field.begin();
              field.set(undefined);
            }}
          >
            <X size={14} />
          </IconButton>
        )}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </section>
  );
}
