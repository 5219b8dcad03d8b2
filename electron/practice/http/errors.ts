import { type Answer, jsonAnswer } from './answer.ts';

/** The shapes of error bodies that the gateway's routes use (PROTOCOL 1.2); a vendor's own is a function that makes the body. */
export type ErrorShape = 'openai' | 'midjourney' | 'upload' | VendorShape;

/** Makes the body of an error in a vendor's own envelope. */
export type VendorShape = (error: ErrorFields, requestId: string) => unknown;

/** What an error says. */
export interface ErrorFields {
  readonly status: number;
  readonly message: string;
  /** `error.type` of the OpenAI envelope. */
  readonly type?: string;
  /** The field that is wrong. */
  readonly parameter?: string | null;
  readonly code?: string | number | null;
  readonly shape?: ErrorShape;
}

/** A refusal in the gateway's own words; routes throw it and the server turns it into an answer. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly fields: ErrorFields;

  constructor(fields: ErrorFields) {
    super(fields.message);
    this.fields = fields;
  }
}

/** A 400 that names the field, in OpenAI's envelope. */
export function invalidRequest(message: string, parameter: string | null, code = 'invalid_value'): GatewayError {
  return new GatewayError({ status: 400, message, type: 'invalid_request_error', parameter, code });
}

/** The 503 for a model that no channel of the key's group serves. */
export function modelNotFound(model: string): GatewayError {
  return new GatewayError({
    status: 503,
    message: `当前分组 default 下对于模型 ${model} 无可用渠道`,
    type: 'new_api_error',
    code: 'model_not_found',
  });
}

/** The answer for an error, in the envelope of its route; `requestId` ends the message, as new-api does it. */
export function errorAnswer(error: GatewayError, requestId: string): Answer {
  const { status, message, type, parameter, code, shape } = error.fields;
  if (typeof shape === 'function') return jsonAnswer(shape(error.fields, requestId), status);
  if (shape === 'midjourney')
    return jsonAnswer({ description: message, type: 'upstream_error', code: code ?? 4 }, status);
  if (shape === 'upload') return jsonAnswer({ error: message, code: code ?? 'UPLOAD_FAILED' }, status);
  return jsonAnswer(
    {
      error: {
        message: `${message} (request id: ${requestId})`,
        type: type ?? 'new_api_error',
        param: parameter ?? null,
        code: code ?? '',
      },
    },
    status,
  );
}
