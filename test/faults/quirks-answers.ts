import { expect } from 'vitest';
import {
  asks,
  done,
  failed,
  film,
  kling,
  midjourney,
  openai,
  page,
  picture,
  type Quirk,
  refused,
  suspended,
  talk,
} from './quirk.ts';

const cloudflare = { type: 'about:blank', title: 'A timeout occurred', status: 524, detail: 'origin' };
const noted = (ended: { attempts: readonly { error?: unknown }[] }): unknown => ended.attempts[0]?.error;

/** Section 1.2: the nine shapes of errors. */
export const envelopes: readonly Quirk[] = [
  {
    id: '1.2/1',
    what: 'OpenAI-style relay, with the request id at the end of the message',
    nodes: picture,
    faults: [refused(400, openai('bad size (request id: 2026abc)', 'invalid_size'))],
    outcome: failed('gateway.rejected', /bad size/),
    check: (ended) =>
      expect(noted(ended)).toMatchObject({
        details: { status: 400, requestId: expect.any(String), code: 'invalid_size' },
      }),
  },
  {
    id: '1.2/2',
    what: 'the Claude route',
    nodes: talk,
    faults: [refused(400, { type: 'error', error: { type: 'invalid_request_error', message: 'too long' } })],
    outcome: failed('gateway.rejected', /too long/),
  },
  {
    id: '1.2/3',
    what: 'task routes, flat, with a code in words',
    nodes: film,
    faults: [refused(400, { code: 'invalid_request', message: 'no such size', data: null })],
    outcome: failed('gateway.rejected', /no such size/),
  },
  {
    id: '1.2/4',
    what: 'Midjourney’s refusal with HTTP 200',
    nodes: midjourney,
    faults: [refused(200, { code: 24, description: 'banned', properties: { bannedWord: 'x' } })],
    outcome: failed('gateway.refused-content', /banned/),
  },
  {
    id: '1.2/4',
    what: 'a failure of the gateway on a Midjourney route',
    nodes: midjourney,
    faults: [refused(400, { description: 'no account', type: 'upstream_error', code: 4 })],
    outcome: failed('gateway.rejected', /no account/),
  },
  {
    id: '1.2/4',
    what: 'Midjourney saturated: 429 and code 30',
    nodes: midjourney,
    faults: [refused(429, { description: '负载已饱和', type: 'upstream_error', code: 30 }, { times: 2 })],
    outcome: done(2),
  },
  {
    id: '1.2/5',
    what: 'Kling’s number that is not 0',
    nodes: kling,
    faults: [refused(200, { code: 1201, message: 'duration is wrong', request_id: 'r1' })],
    outcome: failed('gateway.rejected', /duration is wrong/),
    check: (ended) => expect(noted(ended)).toMatchObject({ details: { requestId: expect.any(String), code: '1201' } }),
  },
  ...(
    [
      [1002, 'rate limit', done(1)],
      [1004, 'auth', suspended(/refused the key/)],
      [1008, 'insufficient balance', suspended(/used up/)],
      [1026, 'sensitive', failed('gateway.refused-content', /sensitive/)],
      [2013, 'bad params', failed('gateway.rejected', /bad params/)],
      [2049, 'invalid key', suspended(/refused the key/)],
    ] as const
  ).map(
    ([code, message, outcome]): Quirk => ({
      id: '1.2/6',
      what: `MiniMax’s ${code} with HTTP 200`,
      nodes: film,
      faults: [refused(200, { base_resp: { status_code: code, status_msg: message } }, { times: 1 })],
      outcome,
    }),
  ),
  {
    id: '1.2/7',
    what: 'management: success false with HTTP 200',
    nodes: film,
    faults: [refused(200, { success: false, message: '该功能已关闭' })],
    outcome: failed('gateway.rejected', /该功能已关闭/),
  },
  {
    id: '1.2/8',
    what: 'billing routes answer 200 with an error: the balance is unknown, not 0',
    nodes: talk,
    faults: [
      { kind: 'status', status: 404, body: JSON.stringify(openai('Invalid URL')), match: { path: '/api/usage' } },
      { kind: 'status', status: 200, body: JSON.stringify(openai('no')), match: { path: '/v1/dashboard' } },
    ],
    outcome: done(),
    check: async (_, world) => {
      expect(await world.gateway.balance(AbortSignal.timeout(5000))).toBeUndefined();
    },
  },
  { id: '1.2/9', what: 'an HTML page of the edge', nodes: picture, faults: [refused(502, page)], outcome: asks(0) },
  { id: '1.2/9', what: 'an empty body of the edge', nodes: picture, faults: [refused(500, '')], outcome: asks(0) },
  {
    id: '1.2/9',
    what: 'Cloudflare’s problem JSON',
    nodes: picture,
    faults: [refused(524, cloudflare)],
    outcome: asks(0),
  },
];

/** Section 1.3: what each HTTP status means. */
export const statuses: readonly Quirk[] = [
  {
    id: '1.3/400',
    what: 'bad_response_body',
    nodes: picture,
    faults: [refused(400, openai('x', 'bad_response_body'))],
    outcome: failed('gateway.rejected', /./),
  },
  ...['sensitive_words_detected', 'prompt_blocked'].map(
    (code): Quirk => ({
      id: '1.3/400',
      what: code,
      nodes: picture,
      faults: [refused(400, openai('x', code))],
      outcome: failed('gateway.refused-content', /refused the content/),
    }),
  ),
  {
    id: '1.3/401',
    what: 'a bad key suspends the run once, and it goes on when that is mended',
    nodes: [
      ['n', 'chat', { prompt: 'hi' }],
      ['m', 'chat', { prompt: 'ho' }],
    ],
    faults: [refused(401, openai('无效的令牌'))],
    outcome: { ...suspended(/refused the key/), attempts: ['rejected', 'rejected'] },
    check: async (ended, world, practice) => {
      await practice.reset();
      const mended = await world.resume(ended);
      expect(mended.state.phase.state).toBe('done');
      expect((await practice.log()).created.jobs).toBe(2);
    },
  },
  {
    id: '1.3/401',
    what: 'the quota of the key is gone',
    nodes: talk,
    faults: [refused(401, openai('该令牌额度已用尽'))],
    outcome: suspended(/used up/),
  },
  ...['insufficient_user_quota', 'pre_consume_token_quota_failed', 'quota_not_enough'].map(
    (code): Quirk => ({
      id: '1.3/403',
      what: code,
      nodes: talk,
      faults: [refused(403, openai('x', code))],
      outcome: suspended(/used up/),
    }),
  ),
  ...['该令牌无权访问模型 gpt-5.2', '您的 IP 不在令牌允许访问的列表中', '用户已被封禁', '分组 vip 已被禁用'].map(
    (message): Quirk => ({
      id: '1.3/403',
      what: message,
      nodes: talk,
      faults: [refused(403, openai(message))],
      outcome: failed('gateway.rejected', new RegExp(message.slice(0, 6))),
    }),
  ),
  {
    id: '1.3/404',
    what: 'an absent route below /v1',
    nodes: picture,
    faults: [refused(404, openai('Invalid URL (POST /v1/images/generations)', '', 'invalid_request_error'))],
    outcome: failed('gateway.no-route', /has no POST \/v1\/images\/generations/),
  },
  {
    id: '1.3/200+html',
    what: 'the console page for an absent route elsewhere',
    nodes: midjourney,
    faults: [{ kind: 'html-200', match: { method: 'POST' } }],
    outcome: failed('gateway.no-route', /has no POST \/mj\/submit\/imagine/),
  },
  {
    id: '1.3/413',
    what: 'a body that is too large',
    nodes: picture,
    faults: [refused(413, page)],
    outcome: failed('gateway.rejected', /larger than the gateway takes/),
  },
  ...[
    ['saturated upstream', openai('当前分组上游负载已饱和，请稍后再试')],
    ['the limit of a user', openai('您已达到请求数限制：1分钟内最多请求10次')],
    ['the limit of an address, with an empty body', ''],
  ].map(
    ([what, body]): Quirk => ({
      id: '1.3/429',
      what: String(what),
      nodes: talk,
      faults: [refused(429, body, { times: 3 })],
      outcome: done(3),
    }),
  ),
  {
    id: '1.3/500',
    what: 'the gateway’s own do_request_failed: said, never sent again by itself',
    nodes: picture,
    faults: [refused(500, openai('请求上游地址失败', 'do_request_failed'))],
    outcome: failed('gateway.rejected', /请求上游地址失败/),
  },
  {
    id: '1.3/501',
    what: 'api_not_implemented',
    nodes: picture,
    faults: [refused(501, openai('x', 'api_not_implemented'))],
    outcome: failed('gateway.no-route', /has no POST/),
  },
  {
    id: '1.3/503',
    what: 'no channel for a while',
    nodes: talk,
    faults: [refused(503, openai('当前分组 default 下对于模型 gpt-5.2 无可用渠道', 'model_not_found'), { times: 2 })],
    outcome: done(2),
  },
  {
    id: '1.3/503',
    what: 'no channel at all: tried for a minute, then said',
    nodes: talk,
    faults: [refused(503, openai('x', 'get_channel_failed'))],
    outcome: {
      ...failed('gateway.no-channel', /no channel for the model gpt-5\.2/),
      attempts: Array(4).fill('rejected'),
    },
  },
  ...[502, 504, 520, 521, 522, 523, 524, 525, 526].map(
    (status): Quirk => ({
      id: '1.3/5xx',
      what: `${status}, whatever it says`,
      nodes: picture,
      faults: [refused(status, status % 2 === 0 ? page : openai('upstream'))],
      outcome: asks(0, new RegExp(`HTTP ${status}.*may have been billed`)),
    }),
  ),
  {
    id: '1.3/no Retry-After',
    what: 'without Retry-After the program waits on its own, longer and longer',
    nodes: talk,
    faults: [refused(429, '', { times: 4 })],
    outcome: done(4),
    check: (ended, world) => {
      const waited = world.clock.now() - Date.parse(ended.state.startedAt);
      expect(waited).toBe((2 + 4 + 8 + 16) * 1000);
    },
  },
  {
    id: '1.3/no Retry-After',
    what: 'and obeys the header where an edge sends it',
    nodes: talk,
    faults: [refused(429, '', { times: 1, headers: { 'Retry-After': '90' } })],
    outcome: done(1),
    check: (ended, world) => {
      expect(world.clock.now() - Date.parse(ended.state.startedAt)).toBe(90_000);
    },
  },
];
