import { AppError } from '#core/errors';

/**
 * This process lets go of the home folder, so what it did for somebody goes on in the process that owns it next. Nobody
 * sees it as an error.
 */
export class HomeLeft extends AppError {
  constructor() {
    super('home.busy', 'The home folder is being handed over to another process.', {
      hint: 'Try again in a moment.',
      retryable: true,
    });
  }
}
