/** 回头看: the decisions about one review, and the domain as the doors see it. */
import { settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { deadline, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { orderInspection } from '../inspection/inspection.effects';
import { registerPenaltyClue } from '../penalty/penalty.effects';
import { dueAlarm, outcomeOf, tell as tellTitled } from '../serving/serving';
import { lookBackFacts } from './lookBack.facts';
import { Keep, type LookBack, type LookBackItem, Nothing, Reassign } from './lookBack.schema';
import { lookBacks } from './lookBack.store';
import { lookBackWorkflow } from './lookBack.workflow';

const tell = (
  { no, county }: Pick<LookBack, 'no' | 'county'>,
  people: readonly string[],
  purpose: `lookBack.${string}`,
  more: Parameters<typeof tellTitled>[3] = {},
): Effect[] => tellTitled({ no: `${no ?? UNNUMBERED} · 回头看`, county }, people, purpose, more);

const outcome = outcomeOf<LookBack>('lookBack', ({ status, dueAt }) =>
  status === 'ordered' ? [{ id: 'overdue', at: dueAt }] : [],
);

interface Named {
  id: string;
  name: string;
}
/** The signed-off item as it stands. */
export interface ReviewFacts {
  item: LookBackItem;
  enterprise: string | null;
  partyName: string;
  county: LookBack['county'];
  officers: Named[];
}

/** A new review with its check; the officers of the item go, or whom the head of the county sends. */
export function orderReview(id: string, round: string, context: Context, facts: ReviewFacts): Outcome<LookBack> {
  const { now } = context;
  const { item, enterprise, partyName, county, officers } = facts;
  const { dueAt } = deadline({ from: now, ...policy().lookBack.answer });
  const inspection = `${id}-v`;
  const team = officers.map((one) => one.id);
  const document: LookBack = {
    ...{ _id: id, version: 0, no: null, status: 'ordered', round, item, enterprise, partyName, county },
    ...{ team, officers, inspection, dueAt, orderedAt: now, result: null, clue: null, alarms: [], wakeAt: null },
  };
  const visit = orderInspection({
    ...{ inspection, checkType: 'CASE', enterprise, siteName: partyName, county, plannedOn: shanghaiDay(now) },
    ...{ dueOn: shanghaiDay(dueAt), officers: team.length >= 2 ? team.slice(0, 8) : null },
    trigger: { kind: 'RECHECK', id, no: item.no, text: '销号后回头看' },
    instruction: '核对销号时的整改情况是否保持，有没有反弹。',
  });
  return {
    ...outcome(document, 'ordered', {}, [visit, ...tell(document, team, 'lookBack.review', { dueAt })]),
    number: 'HT',
  };
}

/** Whether the check was made; its site record and the evidence of it. */
export interface AnswerFacts {
  done: boolean;
  siteRecord: string | null;
  evidence: string[];
  uscc: string | null;
  heads: string[];
}

function answered(
  review: LookBack,
  step: 'keep' | 'relapse',
  { note, photos }: Keep,
  context: Context,
  { done }: AnswerFacts,
) {
  const status = advance(lookBackWorkflow, step, review, context);
  if (!done)
    throw new DomainError('NOT_NOW', '这次回头看的现场检查笔录还没有提交，请先在检查任务里完成并提交笔录。', {});
  return { ...review, status, result: { at: context.now, by: context.actor.id, note, photos } };
}

const keep = (review: LookBack, input: Keep, context: Context, facts: AnswerFacts): Outcome<LookBack> =>
  outcome(answered(review, 'keep', input, context, facts), 'kept', { note: input.note }, [settle({})]);

/** 发现反弹: a new clue with the evidence; a site record that found a violation has registered it already. */
function relapse(review: LookBack, input: Keep, context: Context, facts: AnswerFacts): Outcome<LookBack> {
  const document = answered(review, 'relapse', input, context, facts);
  const clue = facts.siteRecord ? `site-${facts.siteRecord}` : `relapse-${review._id}`;
  const { _id, no, enterprise, partyName, county, team } = review;
  return outcome({ ...document, clue }, 'relapsed', { note: input.note, case: clue }, [
    settle({}),
    registerPenaltyClue({
      ...{ penalty: clue, source: { kind: 'FOLLOW_UP', id: _id, no }, enterprise, county },
      party: { kind: 'ORGANISATION', name: partyName, uscc: facts.uscc },
      facts: `回头看发现反弹：${input.note}`,
      evidence: [...new Set([...input.photos, ...facts.evidence])].slice(0, 500),
      ...{ officers: team, registeredBy: context.actor.id },
    }),
    ...tell(document, facts.heads, 'lookBack.relapsed'),
  ]);
}

function reassign(
  review: LookBack,
  { first, second }: Reassign,
  context: Context,
  { candidates }: { candidates: Named[] },
): Outcome<LookBack> {
  advance(lookBackWorkflow, 'reassign', review, context);
  const officers = [first, second].flatMap((id) => candidates.find((one) => one.id === id) ?? []);
  if (first === second || officers.length < 2)
    throw new DomainError('INVALID_INPUT', '请选择两名不同的持证执法人员。', { fields: [{ field: 'second' }] });
  const changed = { ...review, officers, team: officers.map(({ id }) => id) };
  return outcome(changed, 'reassigned', { officers: officers.map(({ name }) => name) }, [
    settle({ as: 'cancelled' }),
    ...tell(changed, changed.team, 'lookBack.review', { dueAt: review.dueAt }),
  ]);
}

function wake(review: LookBack, _input: unknown, context: Context, { heads }: AnswerFacts): Outcome<LookBack> {
  advance(lookBackWorkflow, 'wake', review, context);
  const { id } = dueAlarm([{ id: 'overdue', at: review.dueAt }], review.alarms, context);
  const told = { ...review, alarms: [...review.alarms, id] };
  return outcome(told, 'overdue', {}, tell(told, [...review.team, ...heads], 'lookBack.overdue'));
}

export const lookBackDomain: Domain<LookBack> = {
  store: lookBacks,
  workflow: lookBackWorkflow,
  commands: {
    keep: command(Keep, keep),
    relapse: command(Keep, relapse),
    reassign: command(Reassign, reassign),
    wake: command(Nothing, wake),
  },
  facts: lookBackFacts,
};
