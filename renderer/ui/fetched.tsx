import { type ComponentType, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { t } from '../i18n/index.ts';
import { notifyError } from '../store/view.ts';

export interface SurfaceProps {
  readonly onClose: () => void;
  /** What was typed while the surface was being fetched, for the field that has the focus in it. */
  readonly typed: string;
  /** Whether Enter was pressed after that. */
  readonly isEntered: boolean;
}

/** A surface above the window, and what fetches its code before anyone asks for it. */
interface Fetched {
  readonly Surface: ComponentType<Pick<SurfaceProps, 'onClose'>>;
  prefetch(): void;
}

/**
 * Makes a surface whose code does not belong to the first screen. Once fetched it is drawn at once; `React.lazy` would
 * hold it back for a moment in which keys go to what lies beneath. While it is being fetched a field of its own takes the
 * keys.
 */
export function fetched(load: () => Promise<ComponentType<SurfaceProps>>): Fetched {
  let Loaded: ComponentType<SurfaceProps> | undefined;
  let loading: Promise<void> | undefined;
  const fetch = (): Promise<void> => {
    loading ??= load().then(
      (component) => {
        Loaded = component;
      },
      (error) => {
        // The next one who opens it tries again.
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  function Surface({ onClose }: Pick<SurfaceProps, 'onClose'>) {
    const [typed, setTyped] = useState('');
    const [isEntered, setEntered] = useState(false);
    const [, setLoaded] = useState(Loaded !== undefined);
    useEffect(() => {
      if (Loaded !== undefined) return;
      fetch().then(
        () => setLoaded(true),
        (error) => {
          onClose();
          notifyError(error);
        },
      );
    }, [onClose]);
    if (Loaded !== undefined) return <Loaded onClose={onClose} typed={typed} isEntered={isEntered} />;
    const change = (text: string): void => {
      setTyped(text);
      setEntered(false);
    };
    return <KeyCatcher text={typed} onText={change} onEnter={() => setEntered(true)} onClose={onClose} />;
  }
  return { Surface, prefetch: () => void fetch().catch(() => undefined) };
}

/** Does once, when the surface is there, what Enter does in it: for who pressed it while the surface was being fetched. */
export function useEntered(isEntered: boolean, enter: () => void): void {
  const waiting = useRef(isEntered);
  useEffect(() => {
    if (!waiting.current) return;
    waiting.current = false;
    enter();
  });
}

interface KeyCatcherProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onEnter: () => void;
  readonly onClose: () => void;
}

function KeyCatcher({ text, onText, onEnter, onClose }: KeyCatcherProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    // The surface takes the focus from there, and gives it back.
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <input
      ref={field}
      aria-label={t('ui.loading')}
      className="sr-only"
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter') onEnter();
      }}
    />
  );
}
