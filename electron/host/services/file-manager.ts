import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A program with its arguments; no shell reads them. */
interface Opener {
  readonly program: string;
  readonly args: readonly string[];
  /** It says that it failed also when it did not. */
  readonly isVague?: boolean;
  /** The arguments are quoted already, as only this program wants it. */
  readonly isQuoted?: boolean;
}

/** How the file managers of a system are asked to show a file, the better way first; none where nobody could see one. */
export function openersFor(
  file: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly Opener[] {
  if (platform === 'darwin') return [{ program: '/usr/bin/open', args: ['-R', file] }];
  if (platform === 'win32') {
    const program = path.win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'explorer.exe');
    // Explorer wants its quotes in the middle; no name of a file has one.
    return [{ program, args: [`/select,"${file}"`], isVague: true, isQuoted: true }];
  }
  const hasScreen = (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
  if (!hasScreen) return [];
  // A comma would end the item of the list.
  const uri = pathToFileURL(file).href.replaceAll(',', '%2C');
  const manager = 'org.freedesktop.FileManager1';
  return [
    {
      program: 'dbus-send',
      args: [
        ...['--session', '--print-reply', '--reply-timeout=4000', `--dest=${manager}`, '--type=method_call'],
        ...[`/${manager.replaceAll('.', '/')}`, `${manager}.ShowItems`, `array:string:${uri}`, 'string:'],
      ],
    },
    { program: 'xdg-open', args: [path.dirname(file)] },
  ];
}

/** Milliseconds after which a program that has not ended is taken to show the folder: some file managers stay. */
const stays = 5_000;

/** Shows a file in the file manager of this system; says whether there was one. It outlives this program. */
export async function showInFileManager(file: string): Promise<boolean> {
  for (const opener of openersFor(file, process.platform, process.env)) if (await start(opener)) return true;
  return false;
}

function start({ program, args, isVague, isQuoted }: Opener): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: 'ignore',
      detached: true,
      windowsVerbatimArguments: isQuoted === true,
    });
    child.unref();
    const timer = setTimeout(() => resolve(true), stays);
    const settle = (isShown: boolean): void => {
      clearTimeout(timer);
      resolve(isShown);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0 || isVague === true));
  });
}
