import { build, type Plugin } from 'vite';

const mark = '?worker-source';

/**
 * `import source from './x.ts?worker-source'` is a module bundled as one script, for a thread that is started from its
 * text. So a thread needs no file of its own, whether the program lies in one file, in an archive or is a test.
 */
export function workerSource(): Plugin {
  return {
    name: 'worker-source',
    async load(id) {
      if (!id.endsWith(mark)) return null;
      const made = await build({
        configFile: false,
        logLevel: 'warn',
        assetsInclude: ['**/*.wasm'],
        ssr: { noExternal: true, target: 'node' },
        build: {
          ssr: id.slice(0, -mark.length),
          target: 'node20',
          write: false,
          minify: false,
          rollupOptions: { output: { format: 'cjs', codeSplitting: false } },
        },
      });
      const [result] = [made].flat();
      const [script, ...more] = result !== undefined && 'output' in result ? result.output : [];
      if (script?.type !== 'chunk' || more.length > 0) throw new Error(`${id} is not one script.`);
      return `export default ${JSON.stringify(script.code)};`;
    },
  };
}
