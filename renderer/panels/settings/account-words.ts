import { t } from '../../i18n/index.ts';
import { formatMoney } from '../words.ts';

/** Of what the gateway may keep to itself. */
export function amount(value: number | undefined): string {
  return value === undefined ? t('account.unknown') : formatMoney(value);
}

export function day(time: string | undefined): string {
  return time === undefined ? t('account.for-ever') : time.slice(0, 10);
}

export function models(list: readonly string[]): string {
  return list.length === 0 ? t('account.all') : list.join(', ');
}
