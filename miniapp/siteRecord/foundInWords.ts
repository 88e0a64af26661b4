import { OPERATION_STATES, PRODUCTION_STATES } from '../../models/siteRecord/fields';
import { type SiteVisit } from './fieldVisit';

const wordsOf = (table: Readonly<Record<string, string>>, value: string | undefined) => (value ? table[value] : '');

/** 现场检查情况 as it follows from the answers given so far: offered to be taken over, then corrected. */
export function foundInWords({ state }: Pick<SiteVisit, 'state'>): string {
  const answers = state.asked.flatMap((key) => state.answers[key] ?? []);
  const findings = [...answers, ...state.findings].filter(
    ({ value, struck }) => !struck && (value.result === 'PROBLEM' || value.result === 'VIOLATION'),
  );
  const production = wordsOf(PRODUCTION_STATES, state.fields['production.state']?.value);
  const operation = wordsOf(OPERATION_STATES, state.fields['pollution.operation']?.value);
  const began = [production, operation && `治理设施${operation}`].filter(Boolean).join('，');
  const texts = findings.map(({ value }) => value.text.replace(/。?$/, '。')).join('');
  const checked = `按检查清单检查${answers.length}项，${findings.length > 0 ? `发现${findings.length}项问题：${texts}` : '未发现问题。'}`;
  return `${began ? `检查时该单位${began}。` : ''}${checked}`.slice(0, 1_500);
}
