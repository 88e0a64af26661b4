/** 询问笔录 as the server keeps it: begun by the first events of a phone, filled by what phones bring. */
import { z } from 'zod';
import { settle } from '../assignment/assignment.effects';
import { type Domain } from '../core/domain';
import { create, read, type Stored } from '../core/journal';
import { advance, asClock, command, type Context, type Outcome } from '../core/workflow';
import { type Deriving, derived, type Merging, mergeEvents } from '../field/record';
import { type MayWrite, siteRecordFor } from '../siteRecord/siteRecord';
import { foldInterview } from './fold';
import { type Interview, interviewSeed, type InterviewState } from './interview.schema';
import { interviews } from './interview.store';
import { interviewWorkflow } from './interview.workflow';
import { interviewPagesToSign } from './pages';

export const interviewTitle = ({ seed }: Pick<Interview, 'seed'>): string =>
  [seed.no ?? '', '询问笔录', seed.enterpriseName.slice(0, 30)].filter(Boolean).join(' · ');

export const interviewDeriving: Deriving<Interview, InterviewState> = {
  word: 'interview',
  fold: foldInterview,
  pages: interviewPagesToSign,
  evidence: ({ evidence }) => evidence,
  summary: (_document, { interviewee, questions }) => ({
    interviewee: interviewee?.value.name ?? null,
    questions: questions.length,
  }),
  follows: () => [],
  title: interviewTitle,
};

const LockAlone = z.strictObject({
  reason: z.string({ error: '请填写单方锁定的原因' }).trim().min(2, '请填写单方锁定的原因').max(300, '原因最多300字'),
});

function merge(interview: Interview, input: Merging, context: Context): Outcome<Interview> {
  advance(interviewWorkflow, 'merge', interview, context);
  return mergeEvents(interviewDeriving, interview, input, context);
}

function lockAlone(interview: Interview, { reason }: z.infer<typeof LockAlone>, context: Context): Outcome<Interview> {
  advance(interviewWorkflow, 'lockAlone', interview, context);
  const { now: at, actor } = context;
  const { document } = derived(
    interviewDeriving,
    { ...interview, lockedAlone: { by: actor.id, reason, at }, lockedAt: at },
    at,
  );
  return { document, event: { type: 'interview.lockedAlone', data: { reason } }, effects: [settle({})] };
}

export const interviewDomain: Domain<Interview> = {
  store: interviews,
  workflow: interviewWorkflow,
  commands: {
    merge: command(
      z.custom<Merging>((value) => typeof value === 'object' && value !== null),
      merge,
    ),
    lockAlone: command(LockAlone, lockAlone),
  },
  facts: {},
};

/** Id of the site record that an interview belongs to; null when it is no such id. */
export const siteRecordOf = (id: string): string | null =>
  /^(.{1,80})-i[0-7][0-9A-HJKMNP-TV-Z]{25}$/.exec(id)?.[1] ?? null;

/** The interview with this id, begun when an officer first asks for it; null when there is no site record that they write. */
export async function interviewFor(id: string, now: Date, may: MayWrite): Promise<Stored<Interview> | null> {
  const standing = await read(interviews, id);
  if (standing) return standing;
  const siteRecord = siteRecordOf(id);
  const site = siteRecord ? await siteRecordFor(siteRecord, now, may) : null;
  if (!site || !siteRecord || !may(site)) return null;
  const seed = interviewSeed(site.seed, id);
  const document: Interview = {
    ...{ _id: id, version: 0, status: 'created', siteRecord, inspection: site.inspection, seed },
    ...{ county: site.county, enterprise: site.enterprise, enterpriseName: site.enterpriseName },
    ...{ officers: site.officers, field: [], heads: [], receipts: [], aside: [], flags: [], told: [] },
    ...{ lockedAlone: null, arrivedAt: null, endedAt: null, lockedAt: null, submitDueAt: null },
    ...{ interviewee: null, questions: 0 },
  };
  return create(interviews, { document, event: { type: 'interview.begun' } }, asClock(now, `begin:${id}`));
}
