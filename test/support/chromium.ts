import { existsSync } from 'node:fs';
import process from 'node:process';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The browser that `CHROMIUM_PATH` names, and only that when it is set; else the first one in the usual places. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  const places = named === undefined || named === '' ? usualPlaces : [named];
  return places.find((place) => existsSync(place));
}

/** Why `findChromium` found none, as the end of a sentence. */
export function whyNoChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  return named === undefined || named === ''
    ? 'there is no Chromium in the usual places; set CHROMIUM_PATH'
    : `CHROMIUM_PATH names ${named}, which is not there`;
}

export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
