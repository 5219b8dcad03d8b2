/** A model of the practice gateway with an invented price: USD per call, or ratios (1 = $2 per million prompt tokens). */
export interface PracticeModel {
  readonly id: string;
  /** Which set of parameters and which route it has. */
  readonly family: string;
  /** The endpoint types that new-api lists for it. */
  readonly endpoints: readonly string[];
  readonly price: { readonly perCall: number } | { readonly ratio: number; readonly completionRatio: number };
}

/** A model that is paid by the call. */
export function perCall(id: string, price: number, family: string, endpoint: string): PracticeModel {
  return { id, family, endpoints: [endpoint], price: { perCall: price } };
}

/** A model that is paid by the token. */
export function perToken(
  id: string,
  ratio: number,
  completionRatio: number,
  family: string,
  endpoint: string,
): PracticeModel {
  return { id, family, endpoints: [endpoint], price: { ratio, completionRatio } };
}
