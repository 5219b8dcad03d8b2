import { z } from 'zod';
import { countJob, type Gateway } from '../../gateway.ts';
import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { check } from '../../http/check.ts';
import { invalidRequest } from '../../http/errors.ts';
import { jsonBody, type PracticeRequest } from '../../http/request.ts';
import { perCall } from '../../model.ts';
import { remixVideo } from '../../routes/openai-videos.ts';
import type { PracticeSystem } from '../system.ts';

const character = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\//, 'expected a public URL')
    .optional(),
  from_task: z.string().optional(),
  timestamps: z.string().regex(/^\d+(\.\d+)?,\d+(\.\d+)?$/, 'expected "1,3"'),
});
const remix = z.strictObject({ prompt: z.string().min(1), size: z.string().optional() });

/** What Sora has beside films: characters, and remixes of a film (PROTOCOL 8.1, 8.2). */
export const system: PracticeSystem = {
  models: [perCall('sora-characters', 0.01, 'sora-characters', 'video')],
  routes: (gateway) => [
    { method: 'POST', path: '/sora/v1/characters', handle: (request) => createCharacter(gateway, request) },
    {
      method: 'POST',
      path: '/v1/videos/:id/remix',
      handle: (request) => remixVideo(gateway, request, check(remix, jsonBody(request))),
    },
  ],
};

function createCharacter(gateway: Gateway, request: PracticeRequest): Answer {
  const order = check(character, jsonBody(request));
  if ((order.url === undefined) === (order.from_task === undefined)) {
    throw invalidRequest('exactly one of url and from_task is required', 'url');
  }
  const [from = 0, to = 0] = order.timestamps.split(',').map(Number);
  if (to - from < 1 || to - from > 3) throw invalidRequest('timestamps must span 1 to 3 seconds', 'timestamps');
  countJob(request);
  const name = `practice.${gateway.newId().slice(0, 8)}`;
  return jsonAnswer({
    id: `ch_${gateway.newId()}`,
    username: name,
    permalink: `https://sora.chatgpt.com/profile/${name}`,
    profile_picture_url: '',
  });
}
