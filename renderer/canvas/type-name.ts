import type { PortType } from '#core/value/type';
import { t } from '../i18n/index.ts';

/** A port type as people say it: *a picture*, *pictures*, *lists of pictures*. */
export function typeName(type: PortType): string {
  if (type.depth === 0) return t(`type.${type.base}`);
  const list = t(`type.list.${type.base}`);
  return type.depth === 1 ? list : t('type.lists', { type: list });
}
