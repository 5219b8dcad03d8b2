/**
 * What the gateway's own words mean. Their texts are Chinese or English and often an upstream's raw body, so they are
 * judged by code first and by keyword after. Source: PROTOCOL 1.2, 1.3, 7 and 18.19.
 */
export type Meaning = 'key' | 'balance' | 'limit' | 'channel' | 'route' | 'content' | 'task-gone' | 'model-denied';

const byCode: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['insufficient_user_quota', 'balance'],
  ['pre_consume_token_quota_failed', 'balance'],
  ['quota_not_enough', 'balance'],
  ['insufficient_quota', 'balance'],
  ['billing_hard_limit_reached', 'balance'],
  ['billing_not_active', 'balance'],
  ['model_not_found', 'channel'],
  ['get_channel_failed', 'channel'],
  ['no_available_channel', 'channel'],
  ['sensitive_words_detected', 'content'],
  ['prompt_blocked', 'content'],
  ['content_policy_violation', 'content'],
  ['content_filter', 'content'],
  ['moderation_blocked', 'content'],
  ['invalid_api_key', 'key'],
  ['rate_limit_exceeded', 'limit'],
  ['task_not_exist', 'task-gone'],
  ['task_not_found', 'task-gone'],
  ['api_not_implemented', 'route'],
]);

const byShape: Readonly<Record<string, ReadonlyMap<string, Meaning>>> = {
  minimax: new Map<string, Meaning>([
    ['1002', 'limit'],
    ['1004', 'key'],
    ['1008', 'balance'],
    ['1026', 'content'],
    ['1027', 'content'],
    ['2049', 'key'],
  ]),
  midjourney: new Map<string, Meaning>([
    ['3', 'task-gone'],
    ['23', 'limit'],
    ['24', 'content'],
    ['30', 'limit'],
  ]),
};

const byWord: readonly (readonly [Meaning, RegExp])[] = [
  [
    'balance',
    /额度已用尽|额度不足|余额不足|预扣费|欠费|insufficient.{0,20}(?:quota|balance|credit)|quota.{0,30}(?:exhaust|not enough|used up)/i,
  ],
  ['channel', /无可用渠道|无可用的?渠道|no available channel|no channel/i],
  ['route', /^Invalid URL \(/i],
  [
    'content',
    /敏感|违规|违反.{0,12}(?:政策|规定|准则)|不合规|审核(?:不|未)通过|sensitive (?:word|content)|content[ _-]?polic|safety (?:system|polic|filter)|banned (?:word|prompt)|moderation|violat\w* .{0,40}(?:polic|guideline|term)|copyright|real[ -]person|prohibited content/i,
  ],
  ['limit', /饱和|请求数限制|请求过于频繁|频率限制|rate.?limit|too many requests|saturated|overloaded/i],
  ['key', /无效的令牌|令牌(?:已过期|状态不可用|已被禁用|不存在)|invalid (?:api key|token)|incorrect api key/i],
  ['task-gone', /任务不存在|task.{0,8}not (?:found|exist)/i],
  [
    'model-denied',
    /无权(?:限)?(?:访问|使用).{0,12}模型|该令牌无权|not (?:allowed|permitted) .{0,20}model|model .{0,40}not (?:allowed|permitted)/i,
  ],
];

/** The meaning of an error's code, or of its words when the code says nothing; undefined when neither does. */
export function meaningOf(shape: string, code: string | undefined, text: string): Meaning | undefined {
  if (code !== undefined) {
    const known = byShape[shape]?.get(code) ?? byCode.get(code.toLowerCase());
    if (known !== undefined) return known;
  }
  return byWord.find(([, pattern]) => pattern.test(text))?.[0];
}
