import { useView } from '../store/view.ts';
import { ContextMenu } from '../ui/context-menu.tsx';
import { fetched } from '../ui/fetched.tsx';
import { closeViewer, useViewer } from './viewer-state.ts';

const commands = fetched(async () => (await import('../commands/palette.tsx')).CommandPalette);
const help = fetched(async () => (await import('../commands/help.tsx')).HelpDialog);
const settings = fetched(async () => (await import('./settings/settings-dialog.tsx')).SettingsDialog);
const open = fetched(async () => (await import('./open-dialog.tsx')).OpenDialog);
const saveAs = fetched(async () => (await import('./save-as-dialog.tsx')).SaveAsDialog);
const importing = fetched(async () => (await import('./import-dialog.tsx')).ImportDialog);
const viewer = fetched(async () => (await import('./viewer.tsx')).Viewer);

const close = (): void => useView.setState({ overlay: undefined });

/** Fetches what people open by a key and type into at once. */
export function prefetchOverlays(): void {
  for (const surface of [commands, open, saveAs]) surface.prefetch();
}

/** Whatever is open above the window. */
export function Overlays() {
  const overlay = useView((state) => state.overlay);
  const isViewing = useViewer((state) => state.results.length > 0);
  return (
    <>
      {overlay === 'commands' ? <commands.Surface onClose={close} /> : null}
      {overlay === 'help' ? <help.Surface onClose={close} /> : null}
      {overlay === 'settings' ? <settings.Surface onClose={close} /> : null}
      {overlay === 'open' ? <open.Surface onClose={close} /> : null}
      {overlay === 'save-as' ? <saveAs.Surface onClose={close} /> : null}
      {overlay === 'import' ? <importing.Surface onClose={close} /> : null}
      {isViewing ? <viewer.Surface onClose={closeViewer} /> : null}
      <ContextMenu />
    </>
  );
}
