import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import type { PortType } from '#core/value/type';
import { localText, t } from '../../i18n/index.ts';
import { cx } from '../../ui/cx.ts';
import { useCanvas } from '../canvas-store.ts';
import { colourOf, colourValue, type NodeFacts } from '../facts.ts';
import { portMiddle } from '../flow-elements.ts';
import { type DrawnPort, drawnPorts, type GhostPorts } from '../ghost-ports.ts';
import { typeName } from '../type-name.ts';
import { portKey } from '../wiring.ts';

interface PortsProps {
  readonly facts: NodeFacts;
  readonly ghosts: GhostPorts | undefined;
  /** What flows through, when the declared type leaves it open. */
  readonly flowing: string;
}

/** The ports at both edges of a card. */
export const Ports = memo(function Ports({ facts, ghosts, flowing }: PortsProps) {
  const { inputs, outputs } = drawnPorts(facts, ghosts);
  const actual = new Map(flowing.split('\n').map((line) => line.split('\t') as [string, string]));
  return (
    <>
      {inputs.map((port, index) => (
        <Port
          key={port.name}
          node={facts.id}
          port={port}
          side="input"
          top={portMiddle(index, facts.collapsed)}
          base={actual.get(`input ${port.name}`)}
        />
      ))}
      {outputs.map((port, index) => (
        <Port
          key={port.name}
          node={facts.id}
          port={port}
          side="output"
          top={portMiddle(index, facts.collapsed)}
          base={actual.get(`output ${port.name}`)}
        />
      ))}
    </>
  );
});

interface PortProps {
  readonly node: string;
  readonly port: DrawnPort;
  readonly side: 'input' | 'output';
  readonly top: number;
  readonly base: string | undefined;
}

function Port({ node, port, side, top, base }: PortProps) {
  const key = portKey({ node, port: port.name }, side);
  const verdict = useCanvas((state) => {
    const { wiring } = state;
    if (wiring === undefined) return 'calm';
    if (wiring.end.node === node && wiring.end.port === port.name && wiring.end.side === side) return 'held';
    return wiring.verdicts.get(key)?.fits === true ? 'fits' : 'refused';
  });
  const type: PortType =
    port.type.base === 'any' && base !== undefined ? { ...port.type, base: base as 'any' } : port.type;
  const label = localText(port.label);
  const text = t(side === 'input' ? 'node.ports.input' : 'node.ports.output', { port: label, type: typeName(type) });
  return (
    <Handle
      id={port.name}
      type={side === 'input' ? 'target' : 'source'}
      position={side === 'input' ? Position.Left : Position.Right}
      className={cx('port', side, type.depth > 0 && 'list', port.isGhost && 'ghost', verdict)}
      style={{ top, background: colourValue(colourOf(type.base)) }}
      role="img"
      aria-label={text}
    >
      <span className="port-name" aria-hidden>
        {label}
        <small>{typeName(type)}</small>
      </span>
    </Handle>
  );
}
