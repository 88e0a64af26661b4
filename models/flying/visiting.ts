/** 现场: from the gate to the case. Pure. */
import { settle } from '../assignment/assignment.effects';
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { registerPenaltyClue } from '../penalty/penalty.effects';
import { settled, tell } from './common';
import { type FlyingInspection, type ReachSite, type ReportFlying } from './flying.schema';
import { flyingWorkflow } from './flying.workflow';
import { standing } from './team';

/** A clue holds no more pieces than this. */
const MOST = 500;

/** 到达现场. */
export function reachSite(flying: FlyingInspection, said: ReachSite, context: Context): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'reach', flying, context);
  return {
    document: settled({ ...flying, status, onSite: { at: context.now, ...said } }),
    event: { type: 'flying.onSite', data: { ...said } },
    effects: [settle({ purposes: ['flying.revealed'] })],
  };
}

/** Id of the clue that a violation becomes. */
export const clueOf = ({ _id }: Pick<FlyingInspection, '_id'>): string => `flying-${_id}`;

/** A violation is filed directly: the clue carries the hashes of what proves it. */
function clue(flying: FlyingInspection, context: Context): Effect[] {
  const { target, result } = flying;
  if (!target || !result) return [];
  const { items, evidence } = result;
  return [
    registerPenaltyClue({
      penalty: clueOf(flying),
      source: { kind: 'FLYING', id: flying._id, no: flying.no },
      enterprise: target.enterprise,
      party: { kind: 'ORGANISATION', name: target.name, uscc: target.uscc },
      county: target.county,
      facts: items.join('\n').slice(0, 2_000),
      actOn: shanghaiDay(flying.onSite?.at ?? context.now),
      evidence: [...evidence],
      officers: standing(flying).map(({ person }) => person),
      registeredBy: context.actor.id,
    }),
    { kind: 'flying.filed', lane: 'penalty.clue', data: {} },
  ];
}

/** What stands in the site record of the check, by hash. */
export interface ReportFacts {
  evidence: readonly string[];
}

/** 报告结果: a violation takes along what the team secured on site. @throws DomainError INVALID_INPUT (a violation that nothing proves) */
export function reportFlying(
  flying: FlyingInspection,
  { finding, items, photos }: ReportFlying,
  context: Context,
  onRecord: ReportFacts,
): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'report', flying, context);
  const evidence = [...new Set([...photos, ...(finding === 'VIOLATION' ? onRecord.evidence : [])])].slice(0, MOST);
  if (finding === 'VIOLATION' && evidence.length === 0)
    throw new DomainError('INVALID_INPUT', '涉嫌违法须有现场照片等证据，请先拍照再报告。', {
      fields: [{ field: 'photos' }],
    });
  const result = { at: context.now, by: context.actor.id, finding, items, evidence };
  const document = settled({ ...flying, status, result });
  const next = finding === 'VIOLATION' ? clue(document, context) : [tell(document, flying.planner, 'flying.report')];
  return {
    document,
    event: { type: 'flying.reported', data: { finding, items: items.length, evidence: evidence.length } },
    effects: [settle({ purposes: ['flying.revealed', 'flying.assemble'] }), ...next],
  };
}

/** 结案: nothing that has to be filed was found. */
export function closeFlying(flying: FlyingInspection, _input: unknown, context: Context): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'close', flying, context);
  return { document: settled({ ...flying, status }), event: { type: 'flying.closed' }, effects: [settle({})] };
}

/** The clue stands. */
export function flyingFiled(flying: FlyingInspection, _input: unknown, context: Context): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'filed', flying, context);
  return { document: settled({ ...flying, status }), event: { type: 'flying.filed' }, effects: [settle({})] };
}
