import { AppError } from '#core/errors';

/**
 * This process lets go of the home folder, so what it did for somebody goes on in the process that owns it next. Nobody
 * sees it as an error.
 */
export class HomeLeft extends AppError {
  constructor() {
    const message = {
      en: 'The home folder is being handed over to another process.',
      zh: '数据文件夹正在移交给另一个进程。',
    };
    super('home.busy', message, { hint: { en: 'Try again in a moment.', zh: '请稍后再试。' }, retryable: true });
  }
}
