import type { Issue } from '#core/issue';
import { localText, t } from '../i18n/index.ts';
import type { NodeFacts } from './facts.ts';

/** An issue in a few words, for the state line of its node. */
export function issueText(issue: Issue, facts: NodeFacts): string {
  const field = issue.place.field ?? '';
  const port = facts.inputs.find((input) => input.name === field);
  const param = Object.hasOwn(facts.paramDefinitions, field) ? facts.paramDefinitions[field] : undefined;
  const name = port !== undefined ? localText(port.label) : param !== undefined ? localText(param.label) : field;
  switch (issue.code) {
    case 'input.missing':
      return port === undefined && param?.type === 'file'
        ? t('issue.fileMissing')
        : t('issue.inputMissing', { port: name });
    case 'file.missing':
      return t('issue.fileMissing');
    case 'param.invalid':
    case 'field.invalid':
      return t('issue.paramInvalid', { param: name });
    case 'graph.cycle':
      return t('issue.cycle');
    case 'edge.type':
    case 'edge.broken':
      return t('issue.wire');
    case 'edge.second':
      return t('issue.second', { port: name });
    case 'name.duplicate':
      return t('issue.duplicateName');
    case 'model.unlisted':
      return t('model.unlisted');
    default:
      return t('issue.other');
  }
}
