import { describe, expect, it } from 'vitest';
import { createDocument, viewDocument, type WorkflowDocument } from '#core/graph/document';
import { buildGraph, type Graph } from '#core/graph/graph';
import { listOf, single } from '#core/value/type';
import type { Json } from '#core/value/value';
import { createDefaultRegistry } from '#nodes/index';
import { flowingTypes } from '#renderer/canvas/wire-types.ts';
import {
  bestPort,
  fitOnEdge,
  fittingTypes,
  judgePort,
  judgePorts,
  portKey,
  typeOfOutput,
} from '#renderer/canvas/wiring.ts';
import { addNode, connect, newNode } from '#renderer/document/edits.ts';
import { insertOnEdge } from '#renderer/document/wiring.ts';

const registry = createDefaultRegistry();

type Wire = readonly [from: string, output: string, to: string, input: string];

function documentOf(nodes: Readonly<Record<string, Record<string, Json>>>, wires: readonly Wire[]): WorkflowDocument {
  const document = createDocument('wf', 'Test');
  for (const [name, params] of Object.entries(nodes)) {
    const [type = ''] = name.split('/');
    addNode(newNode(registry, name, type, { x: 0, y: 0 }, params))(document);
  }
  for (const [from, output, to, input] of wires) {
    connect({ node: from, port: output }, { node: to, port: input }, { replace: false })(document);
  }
  return document;
}

function graphOf(document: WorkflowDocument): Graph {
  return buildGraph(viewDocument(document).workflow, registry).graph;
}

const output = (node: string, port: string) => ({ node, port, side: 'output' as const });
const input = (node: string, port: string) => ({ node, port, side: 'input' as const });

describe('a wire that is being drawn', () => {
  const document = documentOf({ prompt: { text: 'x' }, chat: {}, 'chat/2': {}, image: {}, video: {}, tts: {} }, [
    ['prompt', 'text', 'chat', 'prompt'],
    ['chat', 'text', 'chat/2', 'prompt'],
    ['image', 'images', 'video', 'images'],
  ]);
  const graph = graphOf(document);

  it('fits ports of its type, also lists into single ports, which map', () => {
    const verdicts = judgePorts(graph, registry, output('image', 'images'));
    expect(verdicts.get(portKey({ node: 'chat', port: 'images' }, 'input'))).toEqual({ fits: true, replaces: false });
    const mapped = documentOf({ image: {}, upload: {} }, []);
    expect(judgePort(graphOf(mapped), registry, output('image', 'images'), { node: 'upload', port: 'file' }).fits).toBe(
      true,
    );
  });

  it('is refused with both types where no conversion leads', () => {
    const verdict = judgePort(graph, registry, output('video', 'video'), { node: 'tts', port: 'text' });
    expect(verdict).toEqual({
      fits: false,
      refusal: { why: 'type', from: single('video'), to: single('text') },
    });
  });

  it('is refused where it would close a circle, from either end', () => {
    const circle = { fits: false, refusal: { why: 'circle' } };
    expect(judgePort(graph, registry, output('chat/2', 'text'), { node: 'chat', port: 'system' })).toEqual(circle);
    expect(judgePort(graph, registry, input('chat', 'system'), { node: 'chat/2', port: 'text' })).toEqual(circle);
    expect(judgePort(graph, registry, output('chat', 'text'), { node: 'chat', port: 'system' })).toEqual({
      fits: false,
      refusal: { why: 'itself' },
    });
  });

  it('says when it takes the place of another one, and knows a wire that is there', () => {
    expect(judgePort(graph, registry, output('image', 'images'), { node: 'video', port: 'images' })).toMatchObject({
      refusal: { why: 'there' },
    });
    const other = documentOf({ prompt: {}, 'prompt/2': {}, chat: {} }, [['prompt', 'text', 'chat', 'prompt']]);
    expect(judgePort(graphOf(other), registry, output('prompt/2', 'text'), { node: 'chat', port: 'prompt' })).toEqual({
      fits: true,
      replaces: true,
    });
  });

  it('that is plugged elsewhere does not stand in its own way', () => {
    const edge = graph.incoming.get('chat/2')?.[0]?.id ?? '';
    const held = { ...output('chat', 'text'), edge };
    expect(judgePort(graph, registry, held, { node: 'chat/2', port: 'prompt' })).toEqual({
      fits: true,
      replaces: false,
    });
    // With the only wire from chat to chat/2 in the hand, the other direction is no circle.
    const back = { ...input('chat', 'system'), edge };
    expect(judgePort(graph, registry, back, { node: 'chat/2', port: 'text' }).fits).toBe(true);
  });
});

describe('node types that fit', () => {
  it('are offered with the port that takes the wire, the exact type first', () => {
    const fits = fittingTypes(registry, listOf('image'), 'output').map((fit) => `${fit.definition.type}.${fit.port}`);
    expect(fits).toContain('video.images');
    expect(fits).toContain('upload.file');
    expect(fits.indexOf('video.images')).toBeLessThan(fits.indexOf('output.value'));
    expect(fits.some((fit) => fit.startsWith('tts.'))).toBe(false);
  });

  it('are found for an input too', () => {
    const fits = fittingTypes(registry, single('audio'), 'input').map((fit) => fit.definition.type);
    expect(fits[0]).toBe('tts');
    expect(fits).not.toContain('image');
  });

  it('prefer a required port among equals', () => {
    const ports = { system: { type: 'text' }, prompt: { type: 'text', required: true } };
    expect(bestPort(ports, single('text'), 'output')?.port).toBe('prompt');
  });
});

describe('a node that is dropped on an edge', () => {
  const document = documentOf({ prompt: { text: 'x' }, chat: {}, image: {}, video: {} }, [
    ['prompt', 'text', 'chat', 'prompt'],
    ['image', 'images', 'video', 'images'],
  ]);
  const { workflow } = viewDocument(document);
  const [textEdge, imageEdge] = workflow.edges;
  const sit = (edge: typeof textEdge, type: string) =>
    edge === undefined ? undefined : fitOnEdge(graphOf(document), registry, edge, type);

  it('fits when it takes what comes and gives what is wanted', () => {
    expect(sit(textEdge, 'text-replace')).toEqual({ input: 'text', output: 'text' });
    expect(sit(imageEdge, 'upload')).toEqual({ input: 'file', output: 'url' });
    expect(sit(imageEdge, 'tts')).toBeUndefined();
    expect(sit(textEdge, 'save')).toBeUndefined();
  });

  it('is wired on both sides, in the order that the list had', () => {
    const ports = sit(imageEdge, 'upload');
    addNode(newNode(registry, 'u', 'upload', { x: 0, y: 0 }))(document);
    if (ports !== undefined && imageEdge !== undefined) insertOnEdge(imageEdge.id, 'u', ports)(document);
    const graph = graphOf(document);
    expect(graph.incoming.get('u')?.[0]).toMatchObject({ id: imageEdge?.id, from: { node: 'image' } });
    expect(graph.incoming.get('video')?.[0]).toMatchObject({ from: { node: 'u', port: 'url' } });
  });
});

describe('the types that flow', () => {
  it('follow mapping and open ports', () => {
    const document = documentOf({ 'text-split': { text: 'a\nb' }, image: {}, flatten: {}, output: {} }, [
      ['text-split', 'texts', 'image', 'prompt'],
      ['image', 'images', 'flatten', 'list'],
      ['flatten', 'list', 'output', 'value'],
    ]);
    const graph = graphOf(document);
    const types = flowingTypes(graph, registry);
    expect(types.get('image')).toMatchObject({ depth: 1, outputs: { images: listOf('image', 2) } });
    expect(types.get('flatten')?.outputs['list']).toEqual(listOf('image'));
    expect(types.get('output')?.inputs['value']).toEqual(listOf('image'));
    expect(typeOfOutput(graph, registry, { node: 'flatten', port: 'list' })?.base).toBe('image');
  });

  it('are known of nodes on a circle too', () => {
    const document = documentOf({ chat: {}, 'chat/2': {} }, [
      ['chat', 'text', 'chat/2', 'prompt'],
      ['chat/2', 'text', 'chat', 'prompt'],
    ]);
    expect(flowingTypes(graphOf(document), registry).get('chat')?.outputs['text']).toEqual(single('text'));
  });
});
