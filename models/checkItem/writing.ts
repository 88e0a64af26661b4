/** 起草、批准、停用: what is decided about one revision of an item. Pure: no database, no clock. */
import { assign, settle } from '../assignment/assignment.effects';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import {
  type AmendItem,
  type CheckItem,
  type ItemText,
  type RetireItem,
  type SendBack,
  type SupersedeItem,
  type WriteItem,
} from './checkItem.schema';
import { checkItemWorkflow } from './checkItem.workflow';
import { type Day } from './legalBasis';

interface Named {
  id: string;
  name: string;
}
/** Who decides about a proposal: leaders of the bureau. */
export interface LeaderFacts {
  leaders: Named[];
}
export interface ApproveFacts {
  approverName: string;
  /** Id of the revision in force until now; null for a new item. */
  before: string | null;
}

export const idOf = (key: string, revision: number): string => `${key}@${revision}`;
const titleOf = ({ _id, question }: Pick<CheckItem, '_id' | 'question'>) => `${_id} · ${question.slice(0, 30)}`;

const outcome = (
  document: CheckItem,
  type: string,
  data: Record<string, unknown> = {},
  effects: Effect[] = [],
): Outcome<CheckItem> => ({ document, event: { type: `checkItem.${type}`, data }, effects });

/** Only the text of an item, without its days. */
const textOf = ({ validFrom: _, ...text }: WriteItem): ItemText => text;

/**
 * A new item, or a new revision of one.
 *
 * @param revision one more than the highest that stands
 * @param given in force from this day at the earliest; default: the day on which it is approved
 */
export function draftItem(said: WriteItem, revision: number, drafter: Named, context: Context): Outcome<CheckItem> {
  const document: CheckItem = {
    ...textOf(said),
    ...{ _id: idOf(said.key, revision), version: 0, status: 'drafted', revision },
    ...{ validFrom: said.validFrom ?? shanghaiDay(context.now), validTo: null },
    ...{ drafter: drafter.id, drafterName: drafter.name, approver: null, approverName: null, decidedAt: null },
    reason: null,
  };
  return outcome(document, 'drafted', { revision });
}

/** 修改: what is not given stays as it is. */
export function amendItem(item: CheckItem, said: AmendItem, context: Context): Outcome<CheckItem> {
  const status = advance(checkItemWorkflow, 'amend', item, context);
  const { question, photos, hint, problem, violation } = said;
  const { PROBLEM, VIOLATION } = item.suggested;
  const document: CheckItem = {
    ...{ ...item, status, confirmed: false, question: question ?? item.question, hint: hint ?? item.hint },
    photos: photos === undefined ? item.photos : photos || null,
    suggested: { ...item.suggested, PROBLEM: problem ?? PROBLEM, VIOLATION: violation ?? VIOLATION },
  };
  return outcome(document, 'amended', { what: Object.keys(said) });
}

/** Who asks a leader; many at once ask only with the first. */
const asked = (item: CheckItem, { leaders }: LeaderFacts): Effect[] =>
  leaders
    .filter(({ id }) => id !== item.drafter)
    .slice(0, 1)
    .map(({ id }) => assign({ person: id, purpose: 'checkItem.approve', title: titleOf(item) }));

/** 提交批准. */
export function proposeItem(
  item: CheckItem,
  _input: unknown,
  context: Context,
  facts: LeaderFacts,
): Outcome<CheckItem> {
  const status = advance(checkItemWorkflow, 'propose', item, context);
  const document = { ...item, status, reason: null };
  return outcome(document, 'proposed', {}, [settle({ purposes: ['checkItem.returned'] }), ...asked(document, facts)]);
}

/** An item of the library that comes with the program, drafted and proposed in one act by the reviewer who takes it over. */
export function proposeFromLibrary(
  said: WriteItem,
  revision: number,
  drafter: Named,
  context: Context,
  facts: LeaderFacts | null,
): Outcome<CheckItem> {
  const { document } = draftItem(said, revision, drafter, context);
  const proposed: CheckItem = { ...document, status: 'proposed' };
  return outcome(proposed, 'proposed', { library: true }, facts ? asked(proposed, facts) : []);
}

/** 批准: never in force before the day of the approval; the revision before it ends on the day before. */
export function approveItem(
  item: CheckItem,
  _input: unknown,
  context: Context,
  { approverName, before }: ApproveFacts,
): Outcome<CheckItem> {
  const status = advance(checkItemWorkflow, 'approve', item, context);
  const today = shanghaiDay(context.now);
  const validFrom = item.validFrom > today ? item.validFrom : today;
  const document = {
    ...{ ...item, status, validFrom },
    ...{ approver: context.actor.id, approverName, decidedAt: context.now },
  };
  const over: Effect[] = before
    ? [{ kind: 'checkItem.supersede', data: { item: before, lastDay: addCalendarDays(validFrom, -1), by: item._id } }]
    : [];
  return outcome(document, 'approved', { validFrom }, [settle({}), ...over]);
}

/** 退回. */
export function sendBackItem(item: CheckItem, { reason }: SendBack, context: Context): Outcome<CheckItem> {
  const status = advance(checkItemWorkflow, 'sendBack', item, context);
  const document = { ...item, status, reason };
  return outcome(document, 'sentBack', { reason }, [
    settle({ purposes: ['checkItem.approve'] }),
    assign({ person: item.drafter, purpose: 'checkItem.returned', title: titleOf(item) }),
  ]);
}

/** 撤回. */
export function withdrawItem(item: CheckItem, _input: unknown, context: Context): Outcome<CheckItem> {
  const status = advance(checkItemWorkflow, 'withdraw', item, context);
  return outcome({ ...item, status }, 'withdrawn', {}, [settle({ as: 'cancelled' })]);
}

/** The last day must not lie in the past: what was asked yesterday was asked. */
export function retireItem(item: CheckItem, { lastDay, reason }: RetireItem, context: Context): Outcome<CheckItem> {
  const status = advance(checkItemWorkflow, 'retire', item, context);
  const earliest = addCalendarDays(shanghaiDay(context.now), -1);
  if (lastDay < earliest)
    throw new DomainError('INVALID_INPUT', '停用日期不能早于昨天，已经查过的不受影响，请重新选择。', {
      fields: [{ field: 'lastDay' }],
    });
  return outcome({ ...item, status, validTo: lastDay, reason }, 'retired', { lastDay, reason });
}

/** A newer revision has been approved. */
export function supersedeItem(item: CheckItem, { lastDay, by }: SupersedeItem, context: Context): Outcome<CheckItem> {
  const status = advance(checkItemWorkflow, 'supersede', item, context);
  const sooner: Day = item.validTo && item.validTo < lastDay ? item.validTo : lastDay;
  return outcome({ ...item, status, validTo: sooner }, 'superseded', { lastDay: sooner, by });
}
