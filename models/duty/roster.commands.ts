/** What drafting, previewing, publishing and foreseeing decide about a roster plan. Pure; the planning itself is done beforehand (roster.facts.ts). */
import { assign, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { z } from 'zod';
import { type Named } from './onDuty';
import { periodWords } from './roster.outline';
import { type Load, type PlannedShift, type Problem } from './planner';
import {
  type DraftRoster,
  Forecast,
  PreviewRoster,
  PublishAnyway,
  PublishRoster,
  ReviseRoster,
  type RosterPlan,
  RosterWritten,
  WithdrawRoster,
} from './roster.schema';
import { rosterWorkflow } from './roster.workflow';

const SHOWN_PROBLEMS = 200;

const titleOf = (plan: Pick<RosterPlan, 'from' | 'to'>) => `值班表 · ${periodWords(plan)}`;

const EMPTY = {
  ...{ pools: [], shifts: [], loads: [], problems: [], problemCount: 0, kept: [], deviations: [], written: 0 },
  ...{ previewedAt: null, publishedAt: null, publishedByName: null, forecast: null },
} satisfies Partial<RosterPlan>;

/** A new plan, still empty. `by` is who drafts it, with the name that lists show. */
export function draftRoster(input: DraftRoster, by: Named): Outcome<RosterPlan> {
  const { id, from, to, included, excluded, pattern = policy().duty.pattern } = input;
  const document: RosterPlan = {
    ...{ _id: id, version: 0, status: 'drafted', source: 'pattern', from, to, pattern, included, excluded },
    ...{ draftedBy: by.id, draftedByName: by.name, ...EMPTY },
  };
  return { document, event: { type: 'roster.drafted', data: { from, to } } };
}

/** A plan that a spreadsheet brought, ready to be published. */
export function importRoster(
  { id, from, to }: Pick<DraftRoster, 'id' | 'from' | 'to'>,
  { shifts, loads, problems, kept }: Previewed,
  { now }: Context,
  by: Named,
): Outcome<RosterPlan> {
  const { document } = draftRoster({ id, from, to, included: [], excluded: [] }, by);
  const imported: RosterPlan = {
    ...document,
    ...{ status: 'previewed', source: 'import', previewedAt: now },
    ...shown({ shifts, loads, problems, kept }),
  };
  return { document: imported, event: { type: 'roster.imported', data: { from, to, shifts: shifts.length } } };
}

/** What a preview is made of. */
export interface Previewed {
  shifts: PlannedShift[];
  loads: Load[];
  problems: (Omit<Problem, 'kind'> & { kind: Problem['kind'] | 'rule' })[];
  kept: { id: string; status: string }[];
}

const shown = ({ shifts, loads, problems, kept }: Previewed) => ({
  ...{ shifts, loads, kept },
  problems: problems.slice(0, SHOWN_PROBLEMS),
  problemCount: problems.filter(({ kind }) => kind !== 'calendar').length,
});

export function reviseRoster(plan: RosterPlan, input: ReviseRoster, context: Context): Outcome<RosterPlan> {
  const status = advance(rosterWorkflow, 'revise', plan, context);
  const { from, to } = input;
  return {
    document: { ...plan, ...EMPTY, forecast: plan.forecast, ...input, status },
    event: { type: 'roster.revised', data: { from, to } },
  };
}

export interface PreviewFacts extends Previewed {
  /** Version of the plan that was planned from; another one means that somebody changed it meanwhile. */
  version: number;
  pools: RosterPlan['pools'];
}

export function previewRoster(
  plan: RosterPlan,
  _input: unknown,
  context: Context,
  facts: PreviewFacts,
): Outcome<RosterPlan> {
  const status = advance(rosterWorkflow, 'preview', plan, context);
  if (facts.version !== plan.version)
    throw new DomainError('STALE_DOCUMENT', '这份值班表刚被别人修改，请刷新后重新预览。', { id: plan._id });
  const document = { ...plan, status, pools: facts.pools, ...shown(facts), previewedAt: context.now };
  const data = { shifts: facts.shifts.length, problems: document.problemCount, kept: facts.kept.length };
  return { document, event: { type: 'roster.previewed', data } };
}

/** Whatever has come in the way since the preview; looked up and checked just before publishing. */
export interface PublishFacts {
  broken: string[];
  by: Named;
}

const writeMonth = (month: string): Effect => ({ kind: 'roster.publish', lane: `publish:${month}`, data: { month } });

const publish = (step: 'publish' | 'publishAnyway') =>
  function publishRoster(
    plan: RosterPlan,
    input: { reason?: string },
    context: Context,
    { broken, by }: PublishFacts,
  ): Outcome<RosterPlan> {
    const status = advance(rosterWorkflow, step, plan, context);
    if (broken.length > 0)
      throw new DomainError(
        'NOT_NOW',
        `预览之后情况有变：${broken.slice(0, 3).join('；')}${broken.length > 3 ? `等${broken.length}处` : ''}。请重新预览后再发布。`,
        { id: plan._id },
      );
    const months = [...new Set(plan.shifts.map(({ day }) => day.slice(0, 7)))];
    return {
      document: { ...plan, status, publishedAt: context.now, publishedByName: by.name },
      event: {
        type: 'roster.published',
        data: { shifts: plan.shifts.length, problems: plan.problemCount, reason: input.reason ?? null },
      },
      effects: [...months.map(writeMonth), settle({ purposes: ['roster.missing'] })],
    };
  };

export function withdrawRoster(plan: RosterPlan, _input: unknown, context: Context): Outcome<RosterPlan> {
  const status = advance(rosterWorkflow, 'withdraw', plan, context);
  return { document: { ...plan, status }, event: { type: 'roster.withdrawn' }, effects: [settle({ as: 'cancelled' })] };
}

export function rosterWritten(
  plan: RosterPlan,
  { written, deviations }: RosterWritten,
  context: Context,
): Outcome<RosterPlan> {
  const status = advance(rosterWorkflow, 'written', plan, context);
  const document = {
    ...plan,
    status,
    written: plan.written + written,
    deviations: [...plan.deviations, ...deviations].slice(0, 500),
  };
  return { document, event: { type: 'roster.written', data: { written, deviations: deviations.length } } };
}

/** `leader` null when nobody leads: the desk shows the forecast all the same. */
export const ForeseeRoster = z.strictObject({ forecast: Forecast });
export interface ForeseeFacts {
  leader: Named | null;
}

/** 缺口预报: kept on the plan, and told to the duty leader in one card; the card of the day before is closed. */
export function foreseeRoster(
  plan: RosterPlan,
  { forecast }: z.infer<typeof ForeseeRoster>,
  context: Context,
  { leader }: ForeseeFacts,
): Outcome<RosterPlan> {
  const status = advance(rosterWorkflow, 'foresee', plan, context);
  const purpose = plan.status === 'published' ? 'roster.gaps' : 'roster.missing';
  const tell = leader && (forecast.gaps.length > 0 || purpose === 'roster.missing');
  return {
    document: { ...plan, status, forecast },
    event: { type: 'roster.foreseen', data: { ...forecast.counts } },
    effects: [
      settle({ purposes: ['roster.gaps', 'roster.missing'] }),
      ...(tell ? [assign({ person: leader.id, purpose, title: titleOf(plan), ladder: false })] : []),
    ],
  };
}

/** Every command behind its schema. The names are those of the workflow's steps. */
export const rosterCommands = {
  revise: command(ReviseRoster, reviseRoster),
  preview: command(PreviewRoster, previewRoster),
  publish: command(PublishRoster, publish('publish')),
  publishAnyway: command(PublishAnyway, publish('publishAnyway')),
  withdraw: command(WithdrawRoster, withdrawRoster),
  written: command(RosterWritten, rosterWritten),
  foresee: command(ForeseeRoster, foreseeRoster),
};
