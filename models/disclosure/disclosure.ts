/** 处罚信息公开: the decisions. Source: 行政处罚法 第四十八条; 处罚办法 第六十一至六十六条. */
import { settle } from '../assignment/assignment.effects';
import { addCalendarMonths, deadline, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { policy } from '../core/policy';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { repairCredit, revokeCredit } from '../credit/credit.effects';
import { COMMITTEE_KINDS, PENALTY_KINDS } from '../law/law.schema';
import { peopleWithRole, personById } from '../people/people.store';
import { type Alarm, dueAlarm, morningOf, pending, tell, workingDayBefore } from '../serving/serving';
import {
  Annulled,
  type Disclosure,
  MarkFind,
  Nothing,
  Redraft,
  Release,
  RequestRepair,
  Withdraw,
  Withhold,
  WithReason,
} from './disclosure.schema';
import { disclosures } from './disclosure.store';
import { disclosureWorkflow } from './disclosure.workflow';
import { allowedIn, findsIn } from './preparing';
import { publicHash } from './publicText';

type Result = Outcome<Disclosure>;

/** Looked up before a step: the actor's name, who could release, and who stands above. */
export interface DisclosureFacts {
  name: string;
  reviewers: readonly string[];
  heads: readonly string[];
}

interface DisclosureAlarm extends Alarm {
  kind: 'remind' | 'due' | 'withdraw' | 'repair' | 'expire';
}
const after = (at: Date) => new Date(at.getTime() + 1);

/** What the clock does: remind, tell above when it is late, and end the display. */
export function alarmsOf({ status, dueAt, withdrawal, repair, displayUntil }: Disclosure): DisclosureAlarm[] {
  const day = shanghaiDay(dueAt);
  if (status === 'draft' || status === 'submitted')
    return [
      { id: `remind:${day}`, kind: 'remind', at: morningOf(workingDayBefore(day, policy().disclosure.remindWd)) },
      { id: `due:${day}`, kind: 'due', at: after(dueAt) },
    ];
  if (status === 'withdrawing' && withdrawal)
    return [{ id: `withdraw:${shanghaiDay(withdrawal.dueAt)}`, kind: 'withdraw', at: after(withdrawal.dueAt) }];
  if (status !== 'published') return [];
  return [
    ...(repair?.granted === null
      ? [{ id: `repair:${repair.askedAt.toISOString()}`, kind: 'repair' as const, at: after(repair.dueAt) }]
      : []),
    ...(displayUntil
      ? [{ id: `expire:${displayUntil.toISOString()}`, kind: 'expire' as const, at: after(displayUntil) }]
      : []),
  ];
}

export const outcome = (
  document: Disclosure,
  type: string,
  data: Record<string, unknown> = {},
  effects: Effect[] = [],
): Result => ({
  document: { ...document, wakeAt: pending(alarmsOf(document), document.alarms)[0]?.at ?? null },
  event: { type: `disclosure.${type}`, data },
  effects,
});

const others = ({ handlers, drafted }: Disclosure, people: readonly string[]) =>
  people.filter((id) => !handlers.includes(id) && id !== drafted?.by);

/** Written anew: everything is looked through again; what was decided about the same words stands. */
function redraft(record: Disclosure, input: Redraft, context: Context): Result {
  const status = advance(disclosureWorkflow, 'redraft', record, context);
  const written = { ...record, status, ...input };
  const finds = findsIn({ ...written, allowed: allowedIn(written) }, record.finds);
  return outcome({ ...written, finds }, 'redrafted', { finds: finds.length });
}

function mark(record: Disclosure, { find, choice, reason }: MarkFind, context: Context): Result {
  const status = advance(disclosureWorkflow, 'mark', record, context);
  if (!record.finds.some(({ id }) => id === find))
    throw new DomainError('INVALID_INPUT', '这一处已经不在文本里，请刷新后再核对。', { find });
  const finds = record.finds.map((one) => (one.id === find ? { ...one, choice, reason, by: context.actor.id } : one));
  return outcome({ ...record, status, finds }, 'marked', { choice });
}

function submit(
  record: Disclosure,
  _input: unknown,
  context: Context,
  { name, reviewers, heads }: DisclosureFacts,
): Result {
  const status = advance(disclosureWorkflow, 'submit', record, context);
  const drafted = { by: context.actor.id, byName: name, at: context.now };
  const submitted = { ...record, status, drafted, returnedReason: null };
  const free = others(submitted, [...reviewers, ...heads]).slice(0, 1);
  return outcome(submitted, 'submitted', { finds: record.finds.length }, [
    settle({}),
    ...tell(record, free, 'disclosure.release', { dueAt: record.dueAt }),
  ]);
}

function sendBack(record: Disclosure, { reason }: WithReason, context: Context): Result {
  const status = advance(disclosureWorkflow, 'sendBack', record, context);
  return outcome({ ...record, status, returnedReason: reason }, 'returned', { reason }, [
    settle({}),
    ...tell(record, record.drafted ? [record.drafted.by] : record.handlers, 'disclosure.returned', {
      dueAt: record.dueAt,
    }),
  ]);
}

const GRAVE = COMMITTEE_KINDS.map((kind) => PENALTY_KINDS[kind] as string);
const LIGHT: readonly string[] = [PENALTY_KINDS.WARNING, PENALTY_KINDS.CRITICISM];
/** Months on display by the gravest kind. */
export function displayMonths({ kinds }: Pick<Disclosure, 'kinds'>): number {
  const { light, usual, grave } = policy().disclosure.displayMonths;
  if (kinds.some((kind) => GRAVE.includes(kind))) return grave;
  return kinds.every((kind) => LIGHT.includes(kind)) ? light : usual;
}

/** A second person, for exactly what was shown. @throws DomainError STALE_VIEW when the text is another by now */
function release(record: Disclosure, { seen }: Release, context: Context, { name }: DisclosureFacts): Result {
  const status = advance(disclosureWorkflow, 'release', record, context);
  if (seen !== publicHash(record))
    throw new DomainError('STALE_VIEW', '您看过之后公开文本有变动，请重新核对后再公开。', { seen });
  const { actor, now } = context;
  const until = addCalendarMonths(shanghaiDay(now), displayMonths(record));
  const published = {
    ...{ ...record, status, released: { by: actor.id, byName: name, at: now, seen }, publishedAt: now },
    displayUntil: endOfShanghaiDay(until),
  };
  return outcome(published, 'published', { seen, late: now > record.dueAt, until }, [
    settle({}),
    ...tell(record, [...record.handlers], 'disclosure.published', { quiet: true }),
  ]);
}

function withhold(
  record: Disclosure,
  { ground, reason }: Withhold,
  context: Context,
  { name }: DisclosureFacts,
): Result {
  const status = advance(disclosureWorkflow, 'withhold', record, context);
  const withheld = { by: context.actor.id, byName: name, at: context.now, ground, reason };
  return outcome({ ...record, status, withheld }, 'withheld', { ground, reason }, [settle({ as: 'cancelled' })]);
}

function reopen(record: Disclosure, { reason }: WithReason, context: Context): Result {
  const status = advance(disclosureWorkflow, 'reopen', record, context);
  return outcome({ ...record, status, withheld: null }, 'reopened', { reason }, [
    ...tell(record, record.handlers, 'disclosure.draft', { dueAt: record.dueAt }),
  ]);
}

/** The decision fell: what was public is hidden at once, and taken back in words within three working days. */
function annulled(record: Disclosure, { ground, on }: Annulled, context: Context, { heads }: DisclosureFacts): Result {
  advance(disclosureWorkflow, 'annulled', record, context);
  const { dueAt } = deadline({ from: context.now, ...policy().disclosure.withdraw });
  const withdrawal = { ground, on, askedAt: context.now, dueAt, statement: null, by: null, at: null };
  const wasPublic = record.publishedAt !== null && record.status !== 'withheld';
  const status = wasPublic ? ('withdrawing' as const) : ('withheld' as const);
  return outcome({ ...record, status, withdrawal }, 'annulled', { ground, on }, [
    settle({ as: 'cancelled' }),
    ...(wasPublic ? tell(record, heads.slice(0, 1), 'disclosure.withdraw', { dueAt, urgent: true }) : []),
    ...(record.enterprise && ground !== 'CHANGED'
      ? [revokeCredit({ enterprise: record.enterprise, entry: record._id })]
      : []),
  ]);
}

function withdraw(record: Disclosure, { statement }: Withdraw, context: Context): Result {
  const status = advance(disclosureWorkflow, 'withdraw', record, context);
  const { now, actor } = context;
  const asked = record.withdrawal ?? {
    ...{ ground: 'CHANGED' as const, on: shanghaiDay(now), askedAt: now },
    dueAt: deadline({ from: now, ...policy().disclosure.withdraw }).dueAt,
  };
  const withdrawal = { ...asked, statement, by: actor.id, at: now };
  const late = now > withdrawal.dueAt;
  return outcome({ ...record, status, withdrawal }, 'withdrawn', { statement, late }, [settle({})]);
}

function requestRepair(
  record: Disclosure,
  { corrected, photos }: RequestRepair,
  context: Context,
  { reviewers, heads }: DisclosureFacts,
): Result {
  const status = advance(disclosureWorkflow, 'requestRepair', record, context);
  const { now, actor } = context;
  const { repair: within, repairAfterMonths } = policy().disclosure;
  const from = addCalendarMonths(shanghaiDay(record.publishedAt ?? now), repairAfterMonths);
  if (shanghaiDay(now) < from)
    throw new DomainError('NOT_NOW', `最短展示期到${from}，期满后才能申请信用修复。`, { from });
  const { dueAt } = deadline({ from: now, ...within });
  const repair = {
    ...{ askedAt: now, askedBy: actor.id, corrected, photos, dueAt },
    ...{ granted: null, decidedBy: null, decidedAt: null, reason: null },
  };
  const free = others(record, [...reviewers, ...heads]).filter((id) => id !== actor.id);
  return outcome({ ...record, status, repair }, 'repairRequested', {}, [
    ...tell(record, free.slice(0, 1), 'disclosure.repair', { dueAt }),
  ]);
}

const repaired =
  (step: 'grantRepair' | 'refuseRepair') =>
  (record: Disclosure, { reason }: WithReason, context: Context): Result => {
    const status = advance(disclosureWorkflow, step, record, context);
    const granted = step === 'grantRepair';
    const decided = { granted, decidedBy: context.actor.id, decidedAt: context.now, reason };
    const repair = record.repair && { ...record.repair, ...decided };
    const credit =
      granted && record.enterprise ? [repairCredit({ enterprise: record.enterprise, entry: record._id })] : [];
    return outcome({ ...record, status, repair }, granted ? 'repaired' : 'repairRefused', { reason }, [
      settle({ purposes: ['disclosure.repair'] }),
      ...tell(record, repair ? [repair.askedBy] : [], 'disclosure.repaired', { quiet: true }),
      ...credit,
    ]);
  };

type Rung = (record: Disclosure, facts: DisclosureFacts) => Result;
const RUNGS: Readonly<Record<DisclosureAlarm['kind'], Rung>> = {
  remind: (record, { reviewers, heads }) => {
    const free = others(record, [...reviewers, ...heads]).slice(0, 1);
    const people = record.status === 'draft' ? record.handlers : free;
    return outcome(record, 'reminded', {}, tell(record, people, 'disclosure.due', { dueAt: record.dueAt }));
  },
  due: (record, { heads }) =>
    outcome(
      record,
      'late',
      {},
      tell(record, [...record.handlers, ...heads.slice(0, 1)], 'disclosure.due', { urgent: true }),
    ),
  withdraw: (record, { heads }) =>
    outcome(record, 'withdrawalLate', {}, tell(record, heads, 'disclosure.withdraw', { urgent: true })),
  repair: (record, { heads }) => outcome(record, 'repairLate', {}, tell(record, heads, 'disclosure.repair')),
  expire: (record) => outcome({ ...record, status: 'expired' }, 'expired', {}, [settle({})]),
};

function wake(record: Disclosure, _input: unknown, context: Context, facts: DisclosureFacts): Result {
  advance(disclosureWorkflow, 'wake', record, context);
  const alarm = dueAlarm(alarmsOf(record), record.alarms, context);
  return RUNGS[alarm.kind]({ ...record, alarms: [...record.alarms, alarm.id] }, facts);
}

async function look(_input: unknown, id: string, { actor }: Context): Promise<DisclosureFacts> {
  const record = await read(disclosures, id);
  const [person, reviewers, heads, leaders] = await Promise.all([
    personById(actor.id),
    peopleWithRole('reviewer'),
    record ? peopleWithRole('branchHead', record.county) : [],
    peopleWithRole('bureauLeader'),
  ]);
  const ids = (found: readonly { _id: string }[]) => found.map(({ _id }) => _id);
  const free = ids([...heads, ...leaders]).filter((one) => !record?.handlers.includes(one));
  return { name: person?.name ?? '', reviewers: ids(reviewers), heads: free };
}

export const disclosureDomain: Domain<Disclosure> = {
  store: disclosures,
  workflow: disclosureWorkflow,
  commands: {
    redraft: command(Redraft, redraft),
    mark: command(MarkFind, mark),
    submit: command(Nothing, submit),
    sendBack: command(WithReason, sendBack),
    release: command(Release, release),
    withhold: command(Withhold, withhold),
    reopen: command(WithReason, reopen),
    annulled: command(Annulled, annulled),
    withdraw: command(Withdraw, withdraw),
    requestRepair: command(RequestRepair, requestRepair),
    grantRepair: command(WithReason, repaired('grantRepair')),
    refuseRepair: command(WithReason, repaired('refuseRepair')),
    wake: command(Nothing, wake),
  },
  facts: {
    ...{ submit: look, release: look, withhold: look, annulled: look, requestRepair: look, wake: look },
  },
};
