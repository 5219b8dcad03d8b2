import { z } from 'zod';
import { falModels } from '#electron/practice/systems/fal/models';

export const falModel = 'kling-video/v2.5-turbo/pro/text-to-video';

/** As fal publishes the queue of a model. */
export function publishedByFal(): Record<string, unknown> {
  const input = z.toJSONSchema(falModels[falModel]?.input ?? z.object({}), { unrepresentable: 'any' });
  const answer = (name: string) => ({
    200: { description: '', content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
  });
  const id = { name: 'request_id', in: 'path', required: true, schema: { type: 'string' } };
  const base = `/fal-ai/${falModel}`;
  return {
    openapi: '3.0.4',
    servers: [{ url: 'https://queue.fal.run' }],
    components: {
      schemas: {
        Input: input,
        Output: {
          type: 'object',
          properties: { video: { type: 'object', properties: { url: { type: 'string', format: 'uri' } } } },
        },
        QueueStatus: {
          type: 'object',
          properties: {
            status: { type: 'string', enum: ['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED'] },
            request_id: { type: 'string' },
            response_url: { type: 'string' },
            status_url: { type: 'string' },
            cancel_url: { type: 'string' },
          },
        },
      },
    },
    paths: {
      [base]: {
        post: {
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Input' } } } },
          responses: answer('QueueStatus'),
        },
      },
      [`${base}/requests/{request_id}/status`]: { get: { parameters: [id], responses: answer('QueueStatus') } },
      [`${base}/requests/{request_id}/cancel`]: { put: { parameters: [id], responses: answer('QueueStatus') } },
      [`${base}/requests/{request_id}`]: { get: { parameters: [id], responses: answer('Output') } },
    },
  };
}
