import { useState } from 'react';
import { attempt } from '../commands/registry.ts';
import { t } from '../i18n/index.ts';
import { documentName, saveAs } from '../store/document-actions.ts';
import { useDocuments } from '../store/documents.ts';
import { useSession } from '../store/session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Another name for a document; the folder stays. */
export function SaveAsDialog({ onClose }: { readonly onClose: () => void }) {
  const draft = useDocuments((state) => state.active);
  const folder = useSession((state) => state.settings.workflows);
  const [name, setName] = useState(draft === undefined ? '' : documentName(draft));
  const [isTaken, setTaken] = useState(false);
  if (draft === undefined) return null;
  return (
    <Dialog title={t('command.document.save-as')} onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          attempt(async () => {
            const outcome = await saveAs(draft, name.trim());
            if (outcome === 'saved') onClose();
            setTaken(outcome === 'conflict');
          });
        }}
      >
        <TextField
          label={t('documents.name')}
          value={name}
          autoFocus
          onChange={(next) => {
            setName(next);
            setTaken(false);
          }}
          help={folder === '' ? undefined : t('documents.save-folder', { folder })}
          problem={isTaken ? t('documents.name-taken') : undefined}
        />
        <div className="flex justify-end gap-2">
          <Button tone="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" tone="primary" disabled={name.trim() === ''}>
            {t('command.document.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
