/** 起草、批准: the part of planner and leader. The target itself is never among what is decided here, only the names of its box. Pure. */
import { settle } from '../assignment/assignment.effects';
import { shanghaiDay, momentWords } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { checkTimes, settled, standDown, tell } from './common';
import {
  ABORT_REASONS,
  type AbortFlying,
  type ApproveFlying,
  type DraftFlying,
  type FlyingInspection,
  type Postpone,
} from './flying.schema';
import { flyingWorkflow } from './flying.workflow';
import { standing } from './team';
import { alert, answerBy } from './common';

/** Looked up before a draft is written: the box that holds its target, and who the people are. */
export interface DraftFacts {
  box: string;
  plannerName: string;
  leaderName: string;
  deputyName: string | null;
}

/** Forget boxes that were replaced, with their keys. What is just being written is never among them. */
export const forget = (...boxes: (string | null)[]): Effect[] => {
  const refs = boxes.filter((box) => box !== null);
  return refs.length > 0 ? [{ kind: 'flying.sweep', data: { refs } }] : [];
};

/** Place and equipment from the list. @throws DomainError INVALID_INPUT */
export function chosen({ point, kit }: Pick<DraftFlying, 'point' | 'kit'>) {
  const { points, kits } = policy().flying;
  const found = points.find(({ name }) => name === point);
  if (!found) throw new DomainError('INVALID_INPUT', '请从列表里选择集合地点。');
  if (!kits.includes(kit)) throw new DomainError('INVALID_INPUT', '请从列表里选择携带装备。');
  return { point: found, kit };
}

function drafted(input: DraftFlying, facts: DraftFacts, planner: string) {
  const { leader, deputy, assembleAt, revealAt, hours, k } = input;
  return {
    ...{ plannerName: facts.plannerName, leader, leaderName: facts.leaderName, deputy, deputyName: facts.deputyName },
    ...{ knowing: [planner, leader], unlockers: [planner, leader, ...(deputy ? [deputy] : [])] },
    ...{ box: facts.box, ...chosen(input), assembleAt, revealAt, hours, k },
  };
}

const asked = (flying: Pick<FlyingInspection, 'no' | 'leader'>) => tell(flying, flying.leader, 'flying.approve');

/** 起草: for `create`. The leader is asked to read and approve; nobody else hears of it. */
export function draftFlying(
  id: string,
  input: DraftFlying,
  { actor, now }: Context,
  facts: DraftFacts,
): Outcome<FlyingInspection> {
  checkTimes(input, now);
  const document: FlyingInspection = {
    ...{ _id: id, version: 0, status: 'draft', no: null, planner: actor.id },
    ...drafted(input, facts, actor.id),
    ...{ drawBox: null, packBox: null, sealedAt: null, commitment: null },
    ...{ draws: 0, drawHash: null, members: [], crew: [], captain: null, departedAt: null, unlocks: [] },
    ...{ revealed: null, target: null, inspection: null, onSite: null, result: null, ended: null },
    ...{ lateToldAt: null, wakeAt: null },
  };
  return { document, event: { type: 'flying.drafted' }, effects: [asked(document)], number: 'FX' };
}

/** 修改: a new box; the old one is swept away. */
export function reviseFlying(
  flying: FlyingInspection,
  input: DraftFlying,
  context: Context,
  facts: DraftFacts,
): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'revise', flying, context);
  checkTimes(input, context.now);
  const document: FlyingInspection = { ...flying, status, ...drafted(input, facts, flying.planner) };
  const moved = document.leader === flying.leader ? [] : [settle({ purposes: ['flying.approve'] }), asked(document)];
  return { document, event: { type: 'flying.revised' }, effects: [...moved, ...forget(flying.box)] };
}

/** The commitment to what is in the box now, and the box in which the phones carry the files along. */
export interface ApprovalFacts {
  hash: string;
  packBox: string;
}

/** 批准并封存: what was read is what is approved, and its commitment is published from this moment. */
export function approveFlying(
  flying: FlyingInspection,
  { seen }: ApproveFlying,
  context: Context,
  { hash, packBox }: ApprovalFacts,
): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'approve', flying, context);
  if (seen !== hash)
    throw new DomainError('NOT_NOW', '策划人刚刚修改过内容，请重新查看后再批准。', { step: '批准并封存' });
  const document = settled({
    ...{ ...flying, status, packBox, sealedAt: context.now },
    commitment: { day: shanghaiDay(context.now), hash },
  });
  return {
    document,
    event: { type: 'flying.sealed', data: { hash } },
    effects: [settle({ purposes: ['flying.approve'] })],
  };
}

/** 改时间: everybody in the team is asked anew. */
export function postponeFlying(flying: FlyingInspection, input: Postpone, context: Context): Outcome<FlyingInspection> {
  advance(flyingWorkflow, 'postpone', flying, context);
  const { now } = context;
  checkTimes(input, now);
  const by = answerBy(input, now);
  const members = flying.members.map((member) =>
    member.state === 'left'
      ? member
      : { ...member, state: 'asked' as const, askedAt: now, answerBy: by, arrivedAt: null },
  );
  const document = settled({
    ...{ ...flying, ...input, members, lateToldAt: null, departedAt: null, unlocks: [] },
  });
  const again = standing(document).map((member) => alert(document, member));
  return {
    document,
    event: { type: 'flying.postponed', data: { assembleAt: momentWords(input.assembleAt) } },
    effects: [settle({ as: 'cancelled', purposes: ['flying.assemble', 'flying.late', 'flying.unlock'] }), ...again],
  };
}

/** 取消: before the reveal only. The target stays sealed for good, and the reason is one of a list. */
export function abortFlying(
  flying: FlyingInspection,
  { reason }: AbortFlying,
  context: Context,
): Outcome<FlyingInspection> {
  const status = advance(flyingWorkflow, 'abort', flying, context);
  const gone = standing(flying).map(({ person }) => standDown(flying, person));
  const document = settled({
    ...{ ...flying, status },
    ended: { at: context.now, by: context.actor.id, reason: ABORT_REASONS[reason] },
  });
  return {
    document: { ...document, crew: [], captain: null },
    event: { type: 'flying.aborted', data: { reason: ABORT_REASONS[reason] } },
    effects: [settle({ as: 'cancelled' }), ...gone],
  };
}
