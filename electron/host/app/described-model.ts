import { AppError } from '#core/errors';
import { say } from '#core/text';
import type { GatewayClient } from '../../gateway/client.ts';
import { documentOfModel, modelNamePattern } from '../../openapi/described-model.ts';
import type { ApiText } from './own-recipes.ts';

const patience = 30_000;

/**
 * The document of a model of Replicate, made of the schema that the gateway passes on; importing it gives its form.
 * @throws AppError `usage.invalid`, `connection.*`, `gateway.*`
 */
export async function describeModel(gateway: Pick<GatewayClient, 'describe'>, name: string): Promise<ApiText> {
  const model = name.trim().replace(/^(?:replicate:|https?:\/\/replicate\.com\/)/, '');
  if (!modelNamePattern.test(model)) {
    throw new AppError('usage.invalid', say('“{name}” is no name of a model.', '“{name}”不是模型名称。', { name }), {
      hint: { en: 'Write it as owner/name, as Replicate does.', zh: '请按 Replicate 的写法填写：所有者/名称。' },
      place: { field: 'model' },
    });
  }
  const document = documentOfModel(model, await gateway.describe(model, AbortSignal.timeout(patience)));
  if (document !== undefined) return { name: `${model.replace('/', ' ')}.json`, text: JSON.stringify(document) };
  throw new AppError(
    'usage.invalid',
    say('The gateway does not describe {model}.', '网关未提供 {model} 的说明。', { model }),
    {
      hint: {
        en: 'Import its OpenAPI document as a file, or use a Replicate node with JSON.',
        zh: '请以文件导入其 OpenAPI 文档，或使用可填 JSON 的 Replicate 节点。',
      },
      place: { field: 'model' },
    },
  );
}
