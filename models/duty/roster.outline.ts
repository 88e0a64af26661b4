/** How a roster plan reads, on the card as on the page. Runs in the browser. */
import { type Outline, type Tone } from '../core/face';
import { type RosterPlan, type RosterStatus, SOURCES, STATES } from './roster.schema';

/** 2026年12月1日至12月31日: what a plan is called. */
export function periodWords({ from, to }: Pick<RosterPlan, 'from' | 'to'>): string {
  const [year, month, day] = from.split('-').map(Number);
  const [lastYear, lastMonth, lastDay] = to.split('-').map(Number);
  return `${year}年${month}月${day}日至${lastYear === year ? '' : `${lastYear}年`}${lastMonth}月${lastDay}日`;
}

const TONES: Record<RosterStatus, Tone> = {
  drafted: 'orange',
  previewed: 'blue',
  published: 'green',
  withdrawn: 'grey',
};

function statusOf({ status, problemCount, written, shifts, forecast }: RosterPlan): string {
  if (status === 'published' && written < shifts.length) return `正在写入班次（${written}/${shifts.length}）`;
  if (status === 'previewed' && problemCount > 0) return `已预览，有 ${problemCount} 个问题`;
  const wrong = forecast ? forecast.gaps.filter(({ kind }) => kind !== 'unconfirmed').length : 0;
  return status === 'published' && wrong > 0 ? `已发布，近期有 ${wrong} 处缺口` : STATES[status];
}

const NOTES: Record<RosterStatus, string> = {
  drafted: '请打开值班表选好人选和班次，预览后发布。',
  previewed: '请核对预览，由带班领导或局领导发布。',
  published: '',
  withdrawn: '',
};

function foreseen({ forecast }: RosterPlan): string {
  if (!forecast || forecast.gaps.length === 0) return '';
  return forecast.gaps
    .slice(0, 6)
    .map(({ words }) => `- ${words}`)
    .join('\n');
}

/** The same words for everybody who may see it; names of colleagues on duty are no secret among them. */
export function outlineOfRoster(plan: RosterPlan): Outline {
  const { status, source, draftedByName, publishedByName, shifts, problemCount, kept, deviations } = plan;
  return {
    title: '值班表',
    number: periodWords(plan),
    status: statusOf(plan),
    tone: plan.problemCount > 0 && status === 'previewed' ? 'orange' : TONES[status],
    facts: [
      ['来源', SOURCES[source]],
      ['起草', draftedByName],
      ...(publishedByName ? [['发布', publishedByName] as [string, string]] : []),
      ...(shifts.length > 0 ? [['班次', `${shifts.length} 个`] as [string, string]] : []),
      ...(problemCount > 0 ? [['问题', `${problemCount} 个`] as [string, string]] : []),
      ...(kept.length > 0 ? [['保持不变', `${kept.length} 个已有班次`] as [string, string]] : []),
      ...(deviations.length > 0 ? [['与预览不同', `${deviations.length} 处`] as [string, string]] : []),
    ],
    note: [NOTES[status], foreseen(plan)].filter(Boolean).join('\n'),
    until: null,
  };
}
