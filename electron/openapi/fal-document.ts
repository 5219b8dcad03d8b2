import type { Json } from '#core/value/value';
import { isRecord } from './documents.ts';

/**
 * A document that fal publishes of a model, for the gateway: of the addresses of a request only its result is of use, and
 * that one is asked for without the model's name. Other documents come back as they are.
 *
 * Source: PROTOCOL 6.2; fal's queue documents have `/{model}/requests/{request_id}`, with `/status` and `/cancel` below it.
 */
export function forGateway(root: Record<string, Json>): Record<string, Json> {
  const { paths, servers } = root;
  if (!isRecord(paths) || !isOfFal(servers)) return root;
  const kept = Object.entries(paths).flatMap(([path, item]): [string, Json][] => {
    const [model = '', request] = path.split('/requests/');
    if (request === undefined) return [[model, item]];
    return request.includes('/') ? [] : [[`/fal-ai/auto/requests/${request}`, item]];
  });
  return { ...root, servers: [], paths: Object.fromEntries(kept) };
}

function isOfFal(servers: Json | undefined): boolean {
  const [server] = Array.isArray(servers) ? servers : [];
  const url = isRecord(server) ? server['url'] : undefined;
  return typeof url === 'string' && URL.canParse(url) && /(?:^|\.)fal\.run$/.test(new URL(url).hostname);
}
