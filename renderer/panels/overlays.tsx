import { lazy, Suspense } from 'react';
import { useView } from '../store/view.ts';
import { ContextMenu } from '../ui/context-menu.tsx';
import { useViewer } from './viewer-state.ts';

// Surfaces that are seldom opened are fetched when they are.
const loadPalette = () => import('../commands/palette.tsx').then((module) => ({ default: module.CommandPalette }));
const CommandPalette = lazy(loadPalette);
const HelpDialog = lazy(() => import('../commands/help.tsx').then((module) => ({ default: module.HelpDialog })));
const SettingsDialog = lazy(() =>
  import('./settings/settings-dialog.tsx').then((module) => ({ default: module.SettingsDialog })),
);
const OpenDialog = lazy(() => import('./open-dialog.tsx').then((module) => ({ default: module.OpenDialog })));
const SaveAsDialog = lazy(() => import('./save-as-dialog.tsx').then((module) => ({ default: module.SaveAsDialog })));
const ImportDialog = lazy(() => import('./import-dialog.tsx').then((module) => ({ default: module.ImportDialog })));
const Viewer = lazy(() => import('./viewer.tsx').then((module) => ({ default: module.Viewer })));

const close = (): void => useView.setState({ overlay: undefined });

/** Fetches what people open by a key and type into at once, so that no letter is lost. */
export function prefetchOverlays(): void {
  loadPalette().catch(() => undefined);
}

/** Whatever is open above the window. */
export function Overlays() {
  const overlay = useView((state) => state.overlay);
  const isViewing = useViewer((state) => state.results.length > 0);
  return (
    <Suspense fallback={null}>
      {overlay === 'commands' ? <CommandPalette onClose={close} /> : null}
      {overlay === 'help' ? <HelpDialog onClose={close} /> : null}
      {overlay === 'settings' ? <SettingsDialog onClose={close} /> : null}
      {overlay === 'open' ? <OpenDialog onClose={close} /> : null}
      {overlay === 'save-as' ? <SaveAsDialog onClose={close} /> : null}
      {overlay === 'import' ? <ImportDialog onClose={close} /> : null}
      {isViewing ? <Viewer /> : null}
      <ContextMenu />
    </Suspense>
  );
}
