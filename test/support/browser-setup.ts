import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { findChromium, whyNoChromium } from './chromium.ts';

const aptGet = '/usr/bin/apt-get';

/**
 * Looks for a browser before the tests begin. Root on Debian gets one from Debian's packages. Elsewhere it is said loudly
 * what does not run, and where the tests are a gate (`CI=true`) a missing browser is an error. Gives what says it again at
 * the end, where it is read.
 */
export function setup(): (() => void) | undefined {
  if (findChromium() === undefined && mayInstall()) install();
  if (findChromium() !== undefined) return undefined;
  const reason = whyNoChromium();
  if (process.env['CI'] === 'true') throw new Error(`The tests of the screen cannot run: ${reason}.`);
  const sayIt = (): void => say(`NOT RUN: the tests of the screen in a browser (test/e2e), because ${reason}.`);
  sayIt();
  return sayIt;
}

/** Somebody who names a browser wants that one and no other. */
function mayInstall(): boolean {
  const isNamed = (process.env['CHROMIUM_PATH'] ?? '') !== '';
  return !isNamed && process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync(aptGet);
}

function install(): void {
  say('There is no Chromium here: it is installed from Debian’s packages, so that the tests of the screen can run.');
  const run = (...args: string[]): void => {
    execFileSync(aptGet, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  try {
    run('update', '-qq');
    run('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  } catch (error) {
    say(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function say(text: string): void {
  process.stderr.write(`\n${text}\n\n`);
}
