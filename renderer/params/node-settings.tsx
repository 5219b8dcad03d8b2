import { Shuffle } from 'lucide-react';
import type { NodeMode } from '#core/graph/document';
import type { NodeFacts } from '../canvas/facts.ts';
import { togglePin } from '../canvas/node-switches.ts';
import { setNodeField } from '../document/edits.ts';
import { t } from '../i18n/index.ts';
import { editDocument } from '../store/documents.ts';
import { registry } from '../store/registry.ts';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';

interface NodeSettingsProps {
  readonly draft: string;
  readonly facts: NodeFacts;
}

/** What every node has: mode, how lists go together, variation, pinned results. */
export function NodeSettings({ draft, facts }: NodeSettingsProps) {
  const isCall = registry.node(facts.type)?.work.kind === 'call';
  const { id } = facts;
  return (
    <div className="inspector-part inspector-settings">
      <div className="param">
        <div className="param-head">
          <span className="param-label">{t('inspector.mode')}</span>
        </div>
        <Segmented<NodeMode>
          label={t('inspector.mode')}
          value={facts.mode}
          options={(['active', 'bypassed', 'muted'] as const).map((value) => ({
            value,
            label: t(`inspector.mode.${value}`),
          }))}
          onChange={(mode) => editDocument(draft, 'edit.mode', setNodeField(id, 'mode', mode))}
        />
        {facts.mode === 'active' ? null : <p className="param-help">{t('inspector.mode.help')}</p>}
      </div>
      {facts.inputs.length > 1 ? (
        <div className="param">
          <div className="param-head">
            <span className="param-label">{t('inspector.map')}</span>
          </div>
          <Segmented<'zip' | 'cross'>
            label={t('inspector.map')}
            value={facts.map}
            options={(['zip', 'cross'] as const).map((value) => ({ value, label: t(`inspector.map.${value}`) }))}
            onChange={(map) =>
              editDocument(draft, 'edit.map', setNodeField(id, 'map', map === 'zip' ? undefined : map))
            }
          />
        </div>
      ) : null}
      {isCall ? (
        <div className="param">
          <div className="param-head">
            <span className="param-label">{t('inspector.variation')}</span>
            <span className="param-source">{facts.variation}</span>
            <Button
              size="small"
              icon={<Shuffle size={12} aria-hidden />}
              title={t('inspector.variation.help')}
              onClick={() => editDocument(draft, 'edit.variation', setNodeField(id, 'variation', facts.variation + 1))}
            >
              {t('inspector.variation.next')}
            </Button>
          </div>
        </div>
      ) : null}
      {facts.pinned ? (
        <div className="param pinned-note">
          <p>{t('inspector.pinned')}</p>
          <Button size="small" onClick={() => togglePin(draft)}>
            {t('inspector.unpin')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
