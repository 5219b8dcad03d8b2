import { useState } from 'react';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { documentName, saveAs } from '../store/document-actions.ts';
import { useDocuments } from '../store/documents.ts';
import { chooseFolder, useSession } from '../store/session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { type SurfaceProps, useEntered } from '../ui/fetched.tsx';
import { TextField } from '../ui/text-field.tsx';
import { FolderPicker } from './folder-picker.tsx';

/** The folder of a file, whichever system wrote its path. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')));
}

/** Another name for a document, and another folder when that is wished. */
export function SaveAsDialog({ onClose, typed, isEntered }: SurfaceProps) {
  const draft = useDocuments((state) => state.active);
  const path = useDocuments((state) => (draft === undefined ? undefined : state.documents[draft]?.path));
  const usual = useSession((state) => state.settings.workflows);
  const isDesktop = useSession((state) => state.host === 'desktop');
  const [name, setName] = useState(typed !== '' || draft === undefined ? typed : documentName(draft));
  const [folder, setFolder] = useState<{ path: string; usable: boolean } | undefined>(undefined);
  const [isChoosing, setChoosing] = useState(false);
  const [isTaken, setTaken] = useState(false);
  const save = (): void => {
    if (draft === undefined || name.trim() === '' || folder?.usable === false) return;
    attempt(async () => {
      const outcome = await saveAs(draft, name.trim(), folder?.path);
      if (outcome === 'saved') onClose();
      setTaken(outcome === 'conflict');
    });
  };
  useEntered(isEntered, save);
  if (draft === undefined) return null;
  const shown = folder?.path ?? (path === undefined ? usual : folderOf(path));
  const isUsable = folder?.usable ?? true;
  const change = (): void => {
    if (!isDesktop) {
      setChoosing(!isChoosing);
      return;
    }
    attempt(async () => {
      const chosen = await chooseFolder();
      if (chosen !== undefined) setFolder({ path: chosen, usable: true });
    });
  };
  return (
    <Dialog title={t('command.document.save-as')} onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={t('documents.name')}
          value={name}
          data-first-field
          // What is typed replaces the present name, as it does when it was typed before the dialog was there.
          onFocus={(event) => {
            if (typed === '') event.currentTarget.select();
          }}
          onChange={(next) => {
            setName(next);
            setTaken(false);
          }}
          problem={isTaken ? t('documents.name-taken') : undefined}
        />
        <div className="flex min-h-0 flex-col gap-1">
          <span className="text-dim">{t('folder.label')}</span>
          <div className="flex items-center gap-2">
            <span className="selectable min-w-0 flex-1 truncate font-mono text-small" title={shown}>
              {shown}
            </span>
            <Button size="small" aria-expanded={isDesktop ? undefined : isChoosing} onClick={change}>
              {t('folder.change')}
            </Button>
          </div>
          {isChoosing ? (
            <div className="flex h-64 flex-col">
              <FolderPicker start={shown === '' ? undefined : shown} onFolder={setFolder} />
            </div>
          ) : null}
          {isUsable ? null : <p className="text-small text-bad">{t('folder.not-usable')}</p>}
        </div>
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" tone="primary" disabled={name.trim() === '' || !isUsable}>
            {t('command.document.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
