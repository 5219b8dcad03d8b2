import type { Gateway } from '../gateway.ts';
import type { Route } from '../http/router.ts';
import type { PracticeModel } from '../model.ts';

/** A vendor's own routes below the gateway, with the models that they serve. */
export interface PracticeSystem {
  readonly models: readonly PracticeModel[];
  readonly routes: (gateway: Gateway) => Route[];
}
