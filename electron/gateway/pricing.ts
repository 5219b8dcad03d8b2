import type { PriceRange, PriceTable } from '#core/gateway/contract';
import type { Json } from '#core/value/value';

/** A ratio of 1 means 2 US dollars for a million prompt tokens. */
const tokensPerUnit = 500_000;
/** Written tokens when nothing limits them. */
const usualMaxTokens = 4096;

interface ModelPrice {
  readonly perCall: boolean;
  /** US dollars for a call, or the ratio of prompt tokens. */
  readonly price: number;
  readonly completionRatio: number;
  readonly groups: readonly string[];
}

type Fields = { readonly [key: string]: Json };

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/**
 * Reads `/api/pricing`. What it does not tell, or tells in a way that nobody knows, stays unknown: unknown is not free.
 * Source: PROTOCOL 13.3.
 */
export function readPrices(json: Json): PriceTable {
  const models = new Map<string, ModelPrice>();
  const fields = isFields(json) ? json : {};
  for (const row of Array.isArray(fields['data']) ? fields['data'] : []) {
    if (!isFields(row) || typeof row['model_name'] !== 'string') continue;
    const price = priceOfRow(row);
    if (price !== undefined) models.set(row['model_name'], price);
  }
  const ratios = groupRatios(fields);
  return {
    priceOf(model, params, promptCharacters) {
      const price = models.get(model);
      const range = price === undefined ? undefined : ratioRange(price.groups, ratios);
      if (price === undefined || range === undefined) return undefined;
      const [from, to] = price.perCall ? callPrice(price, params) : tokenPrice(price, params, promptCharacters);
      return { from: from * range.from, to: to * range.to };
    },
    costOf(model, { input, output }) {
      const price = models.get(model);
      const range = price === undefined || price.perCall ? undefined : ratioRange(price.groups, ratios);
      if (price === undefined || range === undefined) return undefined;
      const plain = ((input + output * price.completionRatio) * price.price) / tokensPerUnit;
      return { from: plain * range.from, to: plain * range.to };
    },
    groupsOf: (listed) => groupsWith(listed, models, ratios),
  };
}

/** A site does not tell a key its group, but lists only the models that the group has. */
function groupsWith(
  listed: readonly string[],
  models: ReadonlyMap<string, ModelPrice>,
  ratios: ReadonlyMap<string, number>,
): ReturnType<PriceTable['groupsOf']> {
  const has = (group: string, id: string): boolean => {
    const groups = models.get(id)?.groups ?? [];
    return groups.length === 0 || groups.includes('all') || groups.includes(group);
  };
  const priced = listed.filter((id) => models.has(id));
  const fitting = priced.length === 0 ? [] : [...ratios].filter(([group]) => priced.every((id) => has(group, id)));
  const hidden = [...models.keys()].filter((id) => !fitting.some(([group]) => has(group, id)));
  return {
    groups: fitting.map(([name, ratio]) => ({ name, ratio })),
    hidden: fitting.length === 0 ? 0 : hidden.length,
  };
}

/** What one model costs in US dollars: by the call, or for a million tokens in and out; from and to by group. */
export interface PriceRow {
  readonly model: string;
  readonly perCall?: PriceRange;
  readonly perMillionIn?: PriceRange;
  readonly perMillionOut?: PriceRange;
}

/** The prices for people, by model; what the gateway does not tell is not among them. */
export function listPrices(json: Json): PriceRow[] {
  const fields = isFields(json) ? json : {};
  const ratios = groupRatios(fields);
  return (Array.isArray(fields['data']) ? fields['data'] : []).flatMap((row): PriceRow[] => {
    if (!isFields(row) || typeof row['model_name'] !== 'string') return [];
    const price = priceOfRow(row);
    const range = price === undefined ? undefined : ratioRange(price.groups, ratios);
    if (price === undefined || range === undefined) return [];
    const times = (amount: number): PriceRange => ({ from: amount * range.from, to: amount * range.to });
    const model = row['model_name'];
    if (price.perCall) return [{ model, perCall: times(price.price) }];
    const million = (price.price * 1_000_000) / tokensPerUnit;
    return [{ model, perMillionIn: times(million), perMillionOut: times(million * price.completionRatio) }];
  });
}

/** Nothing is known. */
export const unknownPrices: PriceTable = {
  priceOf: () => undefined,
  costOf: () => undefined,
  groupsOf: () => ({ groups: [], hidden: 0 }),
};

function priceOfRow(row: Fields): ModelPrice | undefined {
  const perCall = row['quota_type'] === 1;
  if (!perCall && row['quota_type'] !== 0) return undefined;
  const price = numberOf(row[perCall ? 'model_price' : 'model_ratio']);
  if (price === undefined) return undefined;
  const listed = row['enable_groups'] ?? row['enable_group'];
  const groups = (Array.isArray(listed) ? listed : [listed]).filter(
    (group): group is string => typeof group === 'string',
  );
  return { perCall, price, completionRatio: numberOf(row['completion_ratio']) ?? 1, groups };
}

/** The ratios of the groups that the account may use, by group; of all groups when that is not told. */
function groupRatios(fields: Fields): ReadonlyMap<string, number> {
  const all = isFields(fields['group_ratio']) ? fields['group_ratio'] : {};
  const usable = isFields(fields['usable_group']) ? fields['usable_group'] : undefined;
  const ratios = new Map<string, number>();
  for (const [group, value] of Object.entries(all)) {
    const ratio = numberOf(value);
    if (ratio !== undefined && (usable === undefined || Object.hasOwn(usable, group))) ratios.set(group, ratio);
  }
  return ratios;
}

/** Which group the key has is not told, so any that has the model may be meant. */
function ratioRange(groups: readonly string[], ratios: ReadonlyMap<string, number>): PriceRange | undefined {
  const everyGroup = groups.length === 0 || groups.includes('all');
  const fitting = [...ratios].filter(([group]) => everyGroup || groups.includes(group)).map(([, ratio]) => ratio);
  // A site without groups at all charges the plain price.
  if (fitting.length === 0) return ratios.size === 0 ? { from: 1, to: 1 } : undefined;
  return { from: Math.min(...fitting), to: Math.max(...fitting) };
}

/** What larger pictures and longer videos cost more, where the gateways have such ratios. */
const sizeRatios: Readonly<Record<string, number>> = { '1792x1024': 1.666667, '1024x1792': 1.666667 };

function callPrice(price: ModelPrice, params: Readonly<Record<string, Json>>): readonly [number, number] {
  const count = Math.max(1, numberOf(params['n']) ?? 1);
  const seconds = Math.max(1, numberOf(params['seconds']) ?? 1);
  const size = params['size'];
  const ratio = typeof size === 'string' ? (sizeRatios[size] ?? 1) : 1;
  const plain = price.price * count;
  // Whether a site counts size and seconds depends on its settings.
  return [plain, plain * ratio * seconds];
}

function tokenPrice(
  price: ModelPrice,
  params: Readonly<Record<string, Json>>,
  promptCharacters: number,
): readonly [number, number] {
  const perToken = price.price / tokensPerUnit;
  const written = numberOf(params['max_tokens']) ?? usualMaxTokens;
  const count = Math.max(1, numberOf(params['n']) ?? 1);
  // From four characters a token (English) to two tokens a character (rare scripts), and a few tokens of framing.
  const least = promptCharacters / 4;
  const most = promptCharacters * 2 + 16;
  return [least * perToken, (most + written * price.completionRatio * count) * perToken];
}
