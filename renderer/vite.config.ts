import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Names the files of the first screen in the page: they are then fetched all at once, and not one after the other as
 * each tells of the next.
 */
function fetchAtOnce(): Plugin {
  return {
    name: 'fetch-at-once',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = Object.values(bundle ?? {}).flatMap((file) =>
          file.type === 'chunk' && file.name === 'screen' ? file : [],
        );
        const scripts = new Set(files.flatMap(({ fileName, imports }) => [fileName, ...imports]));
        const styles = new Set(files.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        const named = (file: string): boolean => html.includes(file);
        return [
          ...[...scripts].filter((file) => !named(file)).map((file) => link('modulepreload', file)),
          ...[...styles].filter((file) => !named(file)).map((file) => link('stylesheet', file)),
        ];
      },
    },
  };
}

function link(rel: string, file: string) {
  return { tag: 'link', attrs: { rel, crossorigin: true, href: `./${file}` }, injectTo: 'head' } as const;
}

/** Builds the screen: static files that both hosts serve, with nothing from outside. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [react(), tailwindcss(), fetchAtOnce()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What asks the main process at once, and all that the first screen has: one file each.
          groups: [
            {
              name: 'begin',
              test: /\/renderer\/(?:api|store\/early-theme)\.ts$|preload-helper/,
              priority: 2,
            },
            { name: 'screen', test: /\/renderer\/screen\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
});
