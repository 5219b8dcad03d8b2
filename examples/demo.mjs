// Runs the teaser from its saved file to real files: a practice gateway as a process of its own, and the command.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = path.join(root, 'out', 'patchbay.js');
const output = path.join(root, 'demo-output');
const started = Date.now();

const practice = spawn(process.execPath, [command, 'practice', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
const home = await mkdtemp(path.join(tmpdir(), 'patchbay-demo-'));
try {
  const ready = await new Promise((resolve, reject) => {
    createInterface({ input: practice.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    practice.once('exit', () => reject(new Error('the practice gateway did not start')));
  });
  console.log(`The practice gateway answers at ${ready.url} (a process of its own: no key, no cost).`);
  console.log('Running examples/teaser.patchbay …\n');
  const run = spawn(
    process.execPath,
    [command, 'run', path.join(root, 'examples', 'teaser.patchbay'), '--out', output],
    {
      // What it prints as data are paths in a home folder that is gone after the demo; the copies in --out stay.
      stdio: ['inherit', 'ignore', 'inherit'],
      env: {
        ...process.env,
        PATCHBAY_HOME: home,
        PATCHBAY_BASE_URL: ready.url,
        PATCHBAY_UPLOAD_URL: ready.uploadUrl,
        PATCHBAY_API_KEY: 'sk-practice',
        PATCHBAY_POLL_MS: '500',
      },
    },
  );
  process.exitCode = await new Promise((resolve) => {
    run.once('exit', (code) => resolve(code ?? 1));
  });
  if (process.exitCode === 0) {
    console.log(`\nDone in ${((Date.now() - started) / 1000).toFixed(1)} s. The results lie in ${output}:`);
    for (const name of (await readdir(output)).sort()) {
      const { size } = await stat(path.join(output, name));
      const amount = size < 10_240 ? `${size} B ` : `${(size / 1024).toFixed(0)} kB`;
      console.log(`  ${name.padEnd(24)} ${amount.padStart(10)}`);
    }
  }
} finally {
  practice.kill();
  await rm(home, { recursive: true, force: true });
}
