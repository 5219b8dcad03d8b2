import { dialog, app as electron } from 'electron';
import { toAppError } from '#core/errors';
import { hintIn, inLanguage, messageIn } from '#core/text';
import { defaultHome } from '../../store/home.ts';
import { startDesktop } from './desktop.ts';
import { becomeOnly } from './instance.ts';
import { menuText } from './menu-texts.ts';
import { registerSchemes } from './schemes.ts';

/** Everything before the first `await` happens before the program is ready, as it must. */
async function start(): Promise<void> {
  registerSchemes();
  electron.setAppUserModelId('app.patchbay.desktop');
  const instance = becomeOnly(defaultHome());
  if (instance === undefined) return electron.quit();
  await electron.whenReady();
  const desktop = await startDesktop(instance.files);
  instance.onOpen((opened) => {
    if (opened.length === 0) desktop.show();
    // A file that cannot be opened is said by the window itself.
    for (const file of opened) desktop.open(file).catch(() => undefined);
  });
}

/** A home folder that cannot be opened, for example. */
function refuse(error: unknown): void {
  const language = electron.getLocale().toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  const { info } = toAppError(error);
  const sentences = [messageIn(info), hintIn(info)].flatMap((text) =>
    text === undefined ? [] : [inLanguage(text, language)],
  );
  dialog.showErrorBox(menuText(language)('notStarted'), sentences.join('\n'));
  electron.exit(1);
}

start().catch(refuse);
