import { Command } from 'cmdk';
import { type ComponentProps, useEffect, useRef } from 'react';

/**
 * The field of a search, which names the option that Enter would choose. The library names it too, but while the list
 * shrinks under what is typed it keeps naming one that is gone, and a screen reader then reads nothing.
 */
export function SearchInput(props: ComponentProps<typeof Command.Input>) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const root = input.current?.closest('[cmdk-root]');
    if (root === null || root === undefined) return;
    const tell = (): void => {
      const option = root.querySelector('[cmdk-item][aria-selected="true"]');
      for (const element of root.querySelectorAll('[cmdk-input], [cmdk-list]')) {
        if (option === null) element.removeAttribute('aria-activedescendant');
        else if (element.getAttribute('aria-activedescendant') !== option.id)
          element.setAttribute('aria-activedescendant', option.id);
      }
    };
    const observer = new MutationObserver(tell);
    const attributeFilter = ['aria-selected', 'aria-activedescendant'];
    observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter });
    tell();
    return () => observer.disconnect();
  }, []);
  return <Command.Input ref={input} {...props} />;
}
