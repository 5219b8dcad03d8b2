import type { TokenChange } from '#core/services/connection-views';

/** What the form shows of a key. */
interface Token {
  readonly name: string;
  readonly unlimited: boolean;
  readonly available?: number | undefined;
  readonly expires?: string | undefined;
  readonly models: readonly string[];
}
type TokenWish = Extract<TokenChange, { kind: 'create' }>['wish'];

/** What stands in the form of a key of the account. */
export interface TokenForm {
  readonly name: string;
  /** US dollars; empty: without a limit. */
  readonly limit: string;
  /** A day; empty: for ever. */
  readonly expires: string;
  /** Models with commas between them; empty: all. */
  readonly models: string;
}

/** The form as it is opened for a key, or for a new one. */
export function formOf(token: Token | undefined): TokenForm {
  return {
    name: token?.name ?? '',
    limit: token === undefined || token.unlimited ? '' : String(token.available ?? ''),
    expires: token?.expires?.slice(0, 10) ?? '',
    models: token?.models.join(', ') ?? '',
  };
}

/**
 * What is sent of a form. What was not touched is left out: the money that is left may be less by now, and the hour of the
 * end is not shown.
 */
export function wishOf(form: TokenForm, token: Token | undefined): TokenWish {
  const before = formOf(token);
  const isSet = (field: keyof TokenForm): boolean => token === undefined || form[field] !== before[field];
  const models = form.models
    .split(',')
    .map((model) => model.trim())
    .filter((model) => model !== '');
  return {
    name: form.name.trim(),
    ...(isSet('limit') && { limit: form.limit.trim() === '' ? null : Number(form.limit) }),
    ...(isSet('expires') && { expires: form.expires === '' ? null : form.expires }),
    ...(isSet('models') && { models }),
  };
}
