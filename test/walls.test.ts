import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-walls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** The output of a command that may fail. */
async function output(command: string, args: string[]): Promise<string> {
  const bin = path.join(root, 'node_modules', '.bin', command);
  try {
    const { stdout, stderr } = await promisify(execFile)(bin, args, { cwd: folder });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

const refused = [
  ['core/a.ts', '../electron/store/home.ts'],
  ['core/b.ts', 'node:fs'],
  ['core/c.ts', 'undici'],
  ['core/graph/d.ts', '#nodes/index'],
  ['core/graph/e.ts', '#electron/store/home'],
  ['nodes/text/f.ts', '#electron/store/home'],
  ['nodes/text/g.ts', 'node:fs'],
  ['nodes/text/h.ts', '../../renderer/api.ts'],
  ['electron/store/i.ts', '../../renderer/api.ts'],
  ['electron/executor/j.ts', '../gateway/client.ts'],
  ['electron/executor/k.ts', 'electron'],
  ['electron/executor/l.ts', '#electron/store/home'],
  ['renderer/panels/t.ts', '#electron/store/home'],
  ['renderer/u.ts', 'node:fs'],
  ['electron/store/w.ts', 'electron'],
  ['electron/host/services/x.ts', 'electron'],
  ['electron/practice/routes/y.ts', 'electron'],
  ['electron/host/desktop/z.ts', '../../../renderer/api.ts'],
  ['renderer/aa.ts', 'electron'],
  ['test/host/ab.ts', 'electron'],
  ['electron/practice/m.ts', '../gateway/client.ts'],
  ['electron/practice/routes/n.ts', '#core/errors'],
] as const;

const allowed = [
  ['core/graph/o.ts', '../errors.ts'],
  ['core/p.ts', 'zod'],
  ['nodes/text/q.ts', '#core/errors'],
  ['electron/executor/r.ts', '#core/gateway/contract'],
  ['electron/store/s.ts', 'node:fs'],
  ['electron/host/desktop/ac.ts', 'electron'],
  ['electron/host/desktop/ad.ts', '../services/services.ts'],
  ['renderer/panels/v.ts', '#core/errors'],
] as const;

describe('the walls between the parts', () => {
  it('are kept by the linter', async () => {
    cpSync(path.join(root, 'biome.json'), path.join(folder, 'biome.json'));
    for (const [file, target] of [...refused, ...allowed]) write(file, `import '${target}';\n`);
    const report = await output('biome', [
      'lint',
      '--vcs-enabled=false',
      '--only=style/noRestrictedImports',
      '--max-diagnostics=none',
      '.',
    ]);
    const found = new Set(
      [...report.matchAll(/^(\S+\.ts):\d+:\d+ lint\/style\/noRestrictedImports/gm)].map((match) => match[1]),
    );
    expect([...found].sort()).toEqual(refused.map(([file]) => file).sort());
  });

  it('are kept by the compiler', async () => {
    const copy = path.join(folder, 'project');
    for (const part of ['core', 'tsconfig.base.json', 'package.json']) {
      cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    write('project/electron/secret.ts', 'export const secret = 1;\n');
    write('project/core/reaches.ts', "export { secret } from '../electron/secret.ts';\n");
    write('project/core/needs-node.ts', 'export const home = process.env;\n');
    const report = await output('tsc', ['-p', path.join(copy, 'core'), '--noEmit']);
    expect(report).toMatch(/reaches\.ts.*error TS6059|secret\.ts' is not under 'rootDir'/);
    expect(report).toMatch(/needs-node\.ts.*error TS2\d\d\d.*process/);
  });
});
