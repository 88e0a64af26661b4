/** What a site record keeps of what its events add up to, and what follows from it: the task is begun and finished, a violation becomes a clue. Pure. */
import { maskText } from '../core/masking';
import { type Effect } from '../core/workflow';
import { type Deriving } from '../field/record';
import { inspectionBegun, inspectionFinished } from '../inspection/inspection.effects';
import { registerPenaltyClue } from '../penalty/penalty.effects';
import { shanghaiDay } from '../core/calendar';
import { foldSiteRecord } from './fold';
import { sitePagesToSign } from './pages';
import { type SiteRecord } from './siteRecord.schema';
import { type SiteRecordState } from './state';

export const titleOf = ({ no, enterpriseName }: Pick<SiteRecord, 'no' | 'enterpriseName'>): string =>
  [no ?? '', '现场检查笔录', enterpriseName.slice(0, 30)].filter(Boolean).join(' · ');

function summary(document: SiteRecord, state: SiteRecordState): Partial<SiteRecord> {
  const all = [...Object.values(state.answers), ...state.findings].filter(({ struck }) => !struck);
  const count = (result: string) => all.filter(({ value }) => value.result === result).length;
  return {
    outcome: state.readings.length > 0 || state.refusals.length > 0 ? state.outcome : null,
    counts: {
      ...{ problems: count('PROBLEM'), violations: count('VIOLATION') },
      ...{ evidence: state.evidence.length, samples: state.samples.length },
    },
    recusal:
      document.recusal ??
      (state.recusal
        ? {
            ...{ reason: state.recusal.reason, askedAt: new Date(state.recusal.at) },
            ...{ approved: null, decidedBy: null, remark: '' },
          }
        : null),
  };
}

/** What was found against the law, in the officers' own words. */
function violationWords(state: SiteRecordState): string {
  const question = new Map(state.seed.checklist.map((item) => [item.key, item.question]));
  const answers = Object.entries(state.answers).flatMap(([key, { value, struck }]) =>
    value.result === 'VIOLATION' && !struck ? [`${question.get(key) ?? key}：${value.text}`] : [],
  );
  const findings = state.findings.flatMap(({ value, struck }) =>
    value.result === 'VIOLATION' && !struck ? [`${value.title}：${value.text}`] : [],
  );
  return maskText([...answers, ...findings].join('；')).slice(0, 2_000);
}

function clueOf(record: SiteRecord, state: SiteRecordState): Effect {
  return registerPenaltyClue({
    penalty: `site-${record._id}`,
    source: { kind: 'SITE_RECORD', id: record._id, no: record.no },
    enterprise: record.enterprise,
    party: {
      kind: 'ORGANISATION',
      name: state.fields['party.name']?.value || record.enterpriseName,
      uscc: state.fields['party.uscc']?.value || null,
    },
    county: record.county,
    facts: violationWords(state) || '现场检查发现涉嫌违法，详见现场检查笔录。',
    actOn: record.arrivedAt ? shanghaiDay(record.arrivedAt) : null,
    evidence: [...state.evidence].slice(0, 500),
    officers: record.officers,
  });
}

function follows(before: SiteRecord, after: SiteRecord, state: SiteRecordState): Effect[] {
  const { inspection, _id: siteRecord, arrivedAt, lockedAt } = after;
  const arrived = arrivedAt && !before.arrivedAt && !after.supplements;
  const locked = lockedAt && !before.lockedAt;
  return [
    ...(arrived ? [inspectionBegun(inspection, { siteRecord, at: arrivedAt })] : []),
    ...(locked && !after.supplements
      ? [inspectionFinished(inspection, { siteRecord, at: lockedAt, outcome: state.outcome })]
      : []),
    ...(locked && state.outcome === 'VIOLATION' ? [clueOf(after, state)] : []),
  ];
}

export const siteDeriving: Deriving<SiteRecord, SiteRecordState> = {
  word: 'siteRecord',
  fold: foldSiteRecord,
  pages: sitePagesToSign,
  evidence: ({ evidence }) => evidence,
  summary,
  follows,
  title: titleOf,
};
