import { useMemo } from 'react';

interface DialogFocus {
  readonly onOpenAutoFocus: (event: Event) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/**
 * Where the focus goes when a dialog opens and closes. It goes to what is marked `data-first-field`, else to the dialog
 * itself: its title is read, and no button looks chosen or shows its tooltip. When it closes the focus goes back, unless
 * what was chosen in it has taken it. (Radix gives it back to the button that opened the dialog, and ours have none.)
 */
export function useDialogFocus(): DialogFocus {
  return useMemo(() => {
    let before: Element | null = null;
    return {
      onOpenAutoFocus: (event) => {
        before = document.activeElement;
        event.preventDefault();
        if (!(event.target instanceof HTMLElement)) return;
        (event.target.querySelector<HTMLElement>('[data-first-field]') ?? event.target).focus();
      },
      onCloseAutoFocus: (event) => {
        event.preventDefault();
        if (document.activeElement !== null && document.activeElement !== document.body) return;
        // A wire of the canvas is an element of SVG.
        if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
      },
    };
  }, []);
}
