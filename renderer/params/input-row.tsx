import { ArrowUp, X } from 'lucide-react';
import type { WorkflowEdge } from '#core/graph/document';
import type { PortFacts } from '../canvas/facts.ts';
import { removeElements } from '../document/edits.ts';
import { moveEdge } from '../document/wiring.ts';
import { localText, t } from '../i18n/index.ts';
import { nodeName } from '../panels/node-name.ts';
import { editDocument } from '../store/documents.ts';
import { revealNode } from '../store/view.ts';
import { IconButton } from '../ui/icon-button.tsx';

interface InputRowProps {
  readonly draft: string;
  readonly port: PortFacts;
  readonly edges: readonly WorkflowEdge[];
}

/** An input that is wired: where it comes from, in which order, and the way to unplug it. */
export function InputRow({ draft, port, edges }: InputRowProps) {
  const names = edges.map((edge) => nodeName(draft, edge.from.node));
  return (
    <div className="param" data-field={port.name}>
      <div className="param-head">
        <span className="param-label">{localText(port.label)}</span>
        <span className="param-source">
          {edges.length === 0
            ? port.required
              ? t('param.wireOnly')
              : t('param.optional')
            : `${t('param.from', { nodes: names.join(', ') })}${edges.length > 1 ? ` · ${t('param.inOrder')}` : ''}`}
        </span>
      </div>
      {edges.length === 0 ? null : (
        <ol className="wire-list">
          {edges.map((edge, index) => (
            <li key={edge.id}>
              <button type="button" onClick={() => revealNode(draft, edge.from.node)}>
                {names[index]}
              </button>
              {index === 0 ? null : (
                <IconButton
                  small
                  label={t('param.up', { name: names[index] ?? '' })}
                  onClick={() =>
                    editDocument(draft, 'edit.reorder', moveEdge(edge.id, edges[index - 1]?.id ?? edge.id))
                  }
                >
                  <ArrowUp size={13} />
                </IconButton>
              )}
              <IconButton
                small
                label={t('param.disconnect', { name: names[index] ?? '' })}
                onClick={() => editDocument(draft, 'edit.delete', removeElements({ edges: new Set([edge.id]) }))}
              >
                <X size={13} />
              </IconButton>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
