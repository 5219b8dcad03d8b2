import type { NodeChange, useStoreApi } from '@xyflow/react';
import type { FlowEdge, FlowNode, FlowState } from './flow-elements.ts';

/**
 * Whenever a card is drawn, React Flow measures it and each of its handles in the page. Here the places of all ports are
 * data, so all that is looked at is how high its content made it. To be called before React Flow is drawn.
 */
export function watchSizes(store: ReturnType<typeof useStoreApi<FlowNode, FlowEdge>>): void {
  const updateNodeInternals: FlowState['updateNodeInternals'] = (updates) => {
    const { nodeLookup, triggerNodeChanges } = store.getState();
    const changes: NodeChange<FlowNode>[] = [];
    for (const { id, nodeElement } of updates.values()) {
      const measured = nodeLookup.get(id)?.measured;
      const { offsetWidth: width, offsetHeight: height } = nodeElement;
      if (measured === undefined || width === 0 || height === 0) continue;
      if (measured.width === width && measured.height === height) continue;
      changes.push({ id, type: 'dimensions', dimensions: { width, height } });
    }
    triggerNodeChanges(changes);
  };
  store.setState({ updateNodeInternals });
}
