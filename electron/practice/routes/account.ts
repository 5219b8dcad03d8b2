import type { Gateway } from '../gateway.ts';
import { jsonAnswer } from '../http/answer.ts';
import type { Route } from '../http/router.ts';
import type { PracticeModel } from '../model.ts';
import { MODELS } from '../models.ts';
import { systems } from '../systems/index.ts';
import { managementRoutes } from './management.ts';

const CREATED = 1_767_225_600;

/** Models, prices, balance and status (PROTOCOL 13). The balance is invented; it falls by the invented prices. */
export function accountRoutes(gateway: Gateway): Route[] {
  const models = [...MODELS, ...systems.flatMap((system) => system.models)];
  const expires = { expires_at: 0, access_until: 0 };
  const spent = () => spentOn(gateway, models);
  return [
    ...managementRoutes(),
    {
      method: 'GET',
      path: '/v1/models',
      handle: () => jsonAnswer({ object: 'list', data: models.map(listed), success: true }),
    },
    {
      method: 'GET',
      path: '/api/pricing',
      handle: () =>
        jsonAnswer({
          success: true,
          data: models.map(priced),
          group_ratio: { default: 1 },
          usable_group: { default: 'default' },
          vendors: [{ id: 1, name: 'Practice' }],
          supported_endpoint: {},
          auto_groups: [],
        }),
    },
    {
      method: 'GET',
      path: '/api/usage/token/',
      handle: () =>
        jsonAnswer({
          code: true,
          message: 'ok',
          data: {
            object: 'token_usage',
            name: 'practice',
            total_granted: 50_000_000,
            total_used: Math.round(spent() * 500_000),
            total_available: 50_000_000 - Math.round(spent() * 500_000),
            unlimited_quota: false,
            model_limits: {},
            model_limits_enabled: false,
            expires_at: expires.expires_at,
          },
        }),
    },
    {
      method: 'GET',
      path: '/v1/dashboard/billing/subscription',
      handle: () =>
        jsonAnswer({
          object: 'billing_subscription',
          has_payment_method: true,
          soft_limit_usd: 100,
          hard_limit_usd: 100,
          system_hard_limit_usd: 100,
          access_until: expires.access_until,
        }),
    },
    {
      method: 'GET',
      path: '/v1/dashboard/billing/usage',
      handle: () => jsonAnswer({ object: 'list', total_usage: Math.round(spent() * 10_000) / 100 }),
    },
    {
      method: 'GET',
      path: '/api/status',
      handle: () =>
        jsonAnswer({
          success: true,
          message: '',
          data: {
            system_name: 'Patchbay practice gateway',
            version: 'practice',
            quota_per_unit: 500_000,
            price: 7.3,
            display_in_currency: true,
            quota_display_type: 'USD',
            server_address: gateway.addresses.gateway,
          },
        }),
    },
  ];
}

/** A token model counts as a thousand tokens read for each call. */
const usualTokens = 1000;

/** What all jobs so far would have cost, in US dollars. */
function spentOn(gateway: Gateway, models: readonly PracticeModel[]): number {
  const prices = new Map(models.map(({ id, price }) => [id, price]));
  return gateway.log.entries().reduce((sum, { model, jobs }) => {
    const price = model === undefined ? undefined : prices.get(model);
    if (price === undefined) return sum;
    return sum + jobs * ('perCall' in price ? price.perCall : (price.ratio * usualTokens) / 500_000);
  }, 0);
}

function listed(model: PracticeModel): Record<string, unknown> {
  return {
    id: model.id,
    object: 'model',
    created: CREATED,
    owned_by: 'practice',
    supported_endpoint_types: model.endpoints,
  };
}

function priced(model: PracticeModel): Record<string, unknown> {
  const { price } = model;
  const perCall = 'perCall' in price;
  return {
    model_name: model.id,
    description: 'practice price, nothing is charged',
    vendor_id: 1,
    quota_type: perCall ? 1 : 0,
    model_ratio: perCall ? 0 : price.ratio,
    model_price: perCall ? price.perCall : 0,
    completion_ratio: perCall ? 0 : price.completionRatio,
    enable_groups: ['default'],
    supported_endpoint_types: model.endpoints,
  };
}
