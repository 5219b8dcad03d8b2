import { type FamilyDialects, familyDialectsSchema, modelFamilies } from '#core/node/dialects';
import { localText, t } from '../../i18n/index.ts';
import { registry } from '../../store/registry.ts';
import { Select, type SelectOption } from '../../ui/select.tsx';

interface DialectChoicesProps {
  readonly chosen: FamilyDialects;
  readonly onChange: (chosen: FamilyDialects) => void;
}

/** How a connection wants the models of each family called where a node leaves it open. */
export function DialectChoices({ chosen, onChange }: DialectChoicesProps) {
  const own = registry.node('chat')?.params['dialect'];
  const options: readonly SelectOption[] =
    own?.type === 'choice'
      ? own.options.map(({ value, label }) => ({
          value: String(value),
          label: label === undefined ? String(value) : localText(label),
        }))
      : [];
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-semibold">{t('connection.dialects')}</legend>
      <p className="text-small text-dim">{t('connection.dialects.help')}</p>
      <div className="grid grid-cols-2 gap-3">
        {modelFamilies.map((family) => (
          <div key={family} className="flex flex-col gap-1">
            <span className="text-small text-dim" aria-hidden>
              {t(`connection.dialects.${family}`)}
            </span>
            <Select
              label={t(`connection.dialects.${family}`)}
              value={chosen[family] ?? 'auto'}
              options={options}
              onChange={(dialect) => {
                const { [family]: _before, ...others } = chosen;
                onChange(dialect === 'auto' ? others : familyDialectsSchema.parse({ ...others, [family]: dialect }));
              }}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
