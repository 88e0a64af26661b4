/** 听证: the decisions. Source: 行政处罚法 第六十三至六十五条. */
import { assign, settle } from '../assignment/assignment.effects';
import { deadline, endOfShanghaiDay, momentWords, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { type Context, type Effect, type Outcome, advance, command } from '../core/workflow';
import { tellParty } from '../party/party.effects';
import { type Alarm, dueAlarm, morningOf, outcomeOf, workingDayBefore } from '../serving/serving';
import { hearingEnded, hearingPlanned } from './hearing.effects';
import { type HearingFacts, hearingFacts } from './hearing.facts';
import * as minutes from './minutes';
import * as schema from './hearing.schema';
import { type Hearing, type Proposal } from './hearing.schema';
import { hearings } from './hearing.store';
import { hearingWorkflow, openRecusal } from './hearing.workflow';

/** The case as far as a hearing needs it. */
export interface HeardCase {
  _id: string;
  no: string | null;
  partyKey: string;
  county: Hearing['county'];
  investigators: Hearing['investigators'];
  barred: string[];
  proposal: Proposal;
}

interface HearingAlarm extends Alarm {
  kind: 'arrange' | 'remind' | 'unopened' | 'report';
}

/** When it should have been arranged, the reminder before it, and when nothing was recorded or reported afterwards. */
export function alarmsOf({ status, requestedAt, at, openedAt }: Hearing): HearingAlarm[] {
  const { arrange, remindWd, report } = policy().hearing;
  if (status === 'requested')
    return [{ id: 'arrange', kind: 'arrange', at: deadline({ from: requestedAt, ...arrange }).dueAt }];
  if (status === 'scheduled' && at) {
    const day = shanghaiDay(at);
    return [
      { id: `remind:${day}`, kind: 'remind', at: morningOf(workingDayBefore(day, remindWd)) },
      { id: `unopened:${day}`, kind: 'unopened', at: endOfShanghaiDay(day) },
    ];
  }
  return status === 'inSession' && openedAt
    ? [{ id: 'report', kind: 'report', at: deadline({ from: openedAt, ...report }).dueAt }]
    : [];
}

const outcome = outcomeOf<Hearing>('hearing', alarmsOf);

/** One card for each; nothing of the case in it. */
const tell = ({ county }: Pick<Hearing, 'county'>, people: readonly (string | null)[], purpose: string, dueAt?: Date) =>
  [...new Set(people)].flatMap((person) =>
    person
      ? [assign({ person, purpose, title: '听证', county, dueAt: dueAt ?? null, urgency: 'NORMAL', ladder: true })]
      : [],
  );
const idsOf = (named: readonly { id: string }[]) => named.map(({ id }) => id);
const toParty = ({ case: penalty }: Hearing, purpose: string) => tellParty({ case: penalty, purpose });

/** 受理听证要求, for `create`: whoever leads gets the card to arrange it. */
export function beginHearing(id: string, heard: HeardCase, { now }: Context, arrangers: string[]): Outcome<Hearing> {
  const { _id, no, partyKey, county, investigators, barred, proposal } = heard;
  const document: Hearing = {
    ...{ _id: id, version: 0, no: null, status: 'requested', case: _id, caseNo: no, partyKey, county, investigators },
    ...{ people: idsOf(investigators), barred, requestedAt: now, at: null, place: null, host: null, hostName: null },
    ...{ recorder: null, recorderName: null, open: true, closedFor: null, notifiedAt: null, postponements: [] },
    ...{ representatives: [], recusals: [], openedAt: null, present: null, minutes: [], endedAt: null, report: null },
    ...{ endReason: null, proposal, alarms: [], wakeAt: null },
  };
  const dueAt = deadline({ from: now, ...policy().hearing.arrange }).dueAt;
  return { ...outcome(document, 'requested', {}, tell(document, arrangers, 'hearing.arrange', dueAt)), number: 'TZ' };
}

/** The last moment of the seventh working day after the notice: the hearing is after it. */
export const earliestDay = (now: Date) => deadline({ from: now, ...policy().hearing.notice });

/** @throws DomainError INVALID_INPUT */
function requireNotice(at: Date, now: Date): void {
  const { dueAt } = earliestDay(now);
  if (at > dueAt) return;
  const { n } = policy().hearing.notice;
  throw new DomainError(
    'INVALID_INPUT',
    `应当在举行听证的${String(n)}个工作日前通知当事人，现在通知的，最早可以安排在${momentWords(dueAt).split(' ')[0] ?? ''}之后。`,
    { field: 'at' },
  );
}

/** @throws DomainError INVALID_INPUT when one had a part in the case, or is not on roll */
function requireApart(hearing: Hearing, ids: readonly string[], { names }: HearingFacts): void {
  for (const id of ids) {
    if (hearing.barred.includes(id))
      throw new DomainError('INVALID_INPUT', '主持人和记录员不能是本案的调查、审查人员，请另选一人。', { id });
    if (!names.has(id)) throw new DomainError('INVALID_INPUT', '通讯录里没有这个人，请重新选择。', { id });
  }
  if (new Set(ids).size !== ids.length)
    throw new DomainError('INVALID_INPUT', '主持人和记录员不能是同一人，请另选一人。');
}

/** Everybody concerned learns of a time: party by text, investigators, host and recorder by card; the case's clock by its own record. */
const announced = (hearing: Hearing, at: Date): Effect[] => [
  settle({ purposes: ['hearing.arrange', 'hearing.attend', 'hearing.host'] }),
  toParty(hearing, 'hearing.scheduled'),
  ...tell(hearing, idsOf(hearing.investigators), 'hearing.attend', at),
  ...tell(hearing, [hearing.host, hearing.recorder], 'hearing.host', at),
  hearingPlanned({ case: hearing.case, hearing: hearing._id, at }),
];

function scheduleHearing(
  hearing: Hearing,
  input: schema.Schedule,
  context: Context,
  facts: HearingFacts,
): Outcome<Hearing> {
  const status = advance(hearingWorkflow, 'schedule', hearing, context);
  const { at, place, host, recorder, open, closedFor = null } = input;
  requireApart(hearing, [host, recorder], facts);
  requireNotice(at, context.now);
  const names = { hostName: facts.names.get(host) ?? null, recorderName: facts.names.get(recorder) ?? null };
  const people = [...new Set([...hearing.people, host, recorder])];
  const document = { ...hearing, status, at, place, host, recorder, ...names, open, closedFor, people };
  const notified = { ...document, notifiedAt: context.now };
  return outcome(notified, 'scheduled', { at, open, closedFor }, announced(notified, at));
}

function postponeHearing(hearing: Hearing, { at, place, reason }: schema.Postpone, context: Context): Outcome<Hearing> {
  advance(hearingWorkflow, 'postpone', hearing, context);
  requireNotice(at, context.now);
  const postponements = [...hearing.postponements, { from: hearing.at ?? context.now, to: at, reason }];
  const document = { ...hearing, at, place, postponements, notifiedAt: context.now };
  return outcome(document, 'postponed', { at, reason }, announced(document, at));
}

const asked = (ground: string, askedBy: 'PARTY' | 'HOST', askedAt: Date) =>
  ({ ground, askedBy, askedAt, decidedBy: null, decidedAt: null, granted: null, reason: null }) as const;

const askRecusal =
  (step: 'askRecusal' | 'recuseSelf') =>
  (
    hearing: Hearing,
    { ground }: schema.AskRecusal,
    context: Context,
    { arrangers }: HearingFacts,
  ): Outcome<Hearing> => {
    advance(hearingWorkflow, step, hearing, context);
    const recusals = [...hearing.recusals, asked(ground, step === 'recuseSelf' ? 'HOST' : 'PARTY', context.now)];
    const free = arrangers.filter((id) => id !== hearing.host);
    return outcome({ ...hearing, recusals }, 'recusalAsked', { ground }, tell(hearing, free, 'hearing.recusal'));
  };

function decideRecusal(
  hearing: Hearing,
  input: schema.DecideRecusal,
  context: Context,
  facts: HearingFacts,
): Outcome<Hearing> {
  advance(hearingWorkflow, 'decideRecusal', hearing, context);
  const { granted, reason, host } = input;
  const open = openRecusal(hearing);
  const decision = { decidedBy: context.actor.id, decidedAt: context.now, granted, reason };
  const recusals = hearing.recusals.map((one) => (one === open ? { ...one, ...decision } : one));
  const barred = granted && hearing.host ? [...hearing.barred, hearing.host] : hearing.barred;
  const decided = { ...hearing, recusals, barred };
  if (!granted)
    return outcome(decided, 'recusalDecided', { granted, reason }, [
      settle({ purposes: ['hearing.recusal'] }),
      toParty(decided, 'hearing.recusal'),
    ]);
  if (!host) throw new DomainError('INVALID_INPUT', '同意回避的，请同时选择新的听证主持人。', { field: 'host' });
  requireApart(decided, [host, ...(hearing.recorder ? [hearing.recorder] : [])], facts);
  const people = [...new Set([...hearing.people.filter((id) => id !== hearing.host), host])];
  const changed = { ...decided, host, hostName: facts.names.get(host) ?? null, people };
  return outcome(changed, 'recusalDecided', { granted, reason }, [
    settle({ purposes: ['hearing.recusal', 'hearing.host'] }),
    toParty(changed, 'hearing.recusal'),
    ...tell(changed, [host, hearing.recorder], 'hearing.host', hearing.at ?? undefined),
  ]);
}

function nameRepresentatives(
  hearing: Hearing,
  { representatives }: schema.NameRepresentatives,
  context: Context,
): Outcome<Hearing> {
  advance(hearingWorkflow, 'nameRepresentatives', hearing, context);
  const data = { count: representatives.length };
  return outcome({ ...hearing, representatives }, 'representativesNamed', data, []);
}

/** It ends without having been held: the case goes on, and its decision clock runs again. */
function over(hearing: Hearing, how: 'ABSENT' | 'WITHDRAWN', reason: string, { now }: Context): Outcome<Hearing> {
  const document = { ...hearing, endedAt: now, endReason: reason };
  const opinion = how === 'ABSENT' ? '当事人无正当理由未到场，视为放弃听证。' : '当事人撤回听证要求。';
  return outcome(document, how === 'ABSENT' ? 'waived' : 'withdrawn', { reason }, [
    settle({}),
    ...tell(hearing, idsOf(hearing.investigators), 'hearing.ended'),
    hearingEnded({ case: hearing.case, hearing: hearing._id, outcome: how, at: now, opinion }),
  ]);
}

function withdrawHearing(hearing: Hearing, _input: unknown, context: Context): Outcome<Hearing> {
  const status = advance(hearingWorkflow, 'withdraw', hearing, context);
  return over({ ...hearing, status }, 'WITHDRAWN', '当事人撤回听证要求', context);
}

function beginSession(hearing: Hearing, { present }: schema.Begin, context: Context): Outcome<Hearing> {
  const status = advance(hearingWorkflow, 'begin', hearing, context);
  return outcome({ ...hearing, status, present, openedAt: context.now }, 'begun', {}, []);
}

/** 当事人及其代理人无正当理由拒不出席或者中途退出: 行政处罚法 第六十四条. */
function noteAbsent(hearing: Hearing, { text }: schema.Absent, context: Context): Outcome<Hearing> {
  const status = advance(hearingWorkflow, 'absent', hearing, context);
  return over({ ...hearing, status }, 'ABSENT', text, context);
}

/** With a reason that justifies it another day is arranged. */
function excuseAbsence(
  hearing: Hearing,
  { text }: schema.Absent,
  context: Context,
  { arrangers }: HearingFacts,
): Outcome<Hearing> {
  advance(hearingWorkflow, 'excuse', hearing, context);
  return outcome(hearing, 'excused', { text }, tell(hearing, arrangers, 'hearing.postpone'));
}

/** As much as the case keeps of it; the whole stands in the report. */
const MOST_OPINION = 4_000;

function concludeHearing(hearing: Hearing, { opinion, text }: schema.Conclude, context: Context): Outcome<Hearing> {
  const status = advance(hearingWorkflow, 'conclude', hearing, context);
  const { actor, now } = context;
  const report = { opinion, text, by: actor.id, at: now };
  return outcome({ ...hearing, status, endedAt: now, report }, 'held', { opinion }, [
    settle({}),
    ...tell(hearing, idsOf(hearing.investigators), 'hearing.ended'),
    hearingEnded({
      ...{ case: hearing.case, hearing: hearing._id, outcome: 'HELD', at: now },
      opinion: `${schema.OPINIONS[opinion]}。${text}`.slice(0, MOST_OPINION),
    }),
  ]);
}

type Rung = (hearing: Hearing, arrangers: string[]) => { type: string; effects: Effect[] };
const RUNGS: Record<HearingAlarm['kind'], Rung> = {
  arrange: (hearing, arrangers) => ({ type: 'notArranged', effects: tell(hearing, arrangers, 'hearing.arrangeLate') }),
  remind: (hearing) => ({
    type: 'reminded',
    effects: [
      toParty(hearing, 'hearing.remind'),
      ...tell(hearing, [hearing.host, ...idsOf(hearing.investigators)], 'hearing.remind', hearing.at ?? undefined),
    ],
  }),
  unopened: (hearing) => ({ type: 'notRecorded', effects: tell(hearing, [hearing.host], 'hearing.unrecorded') }),
  report: (hearing, arrangers) => ({
    type: 'reportLate',
    effects: tell(hearing, [hearing.host, ...arrangers], 'hearing.reportLate'),
  }),
};

function wakeHearing(
  hearing: Hearing,
  _input: unknown,
  context: Context,
  { arrangers }: HearingFacts,
): Outcome<Hearing> {
  advance(hearingWorkflow, 'wake', hearing, context);
  const alarm = dueAlarm(alarmsOf(hearing), hearing.alarms, context);
  const { type, effects } = RUNGS[alarm.kind](hearing, arrangers);
  return outcome({ ...hearing, alarms: [...hearing.alarms, alarm.id] }, type, {}, effects);
}

export const hearingDomain: Domain<Hearing> = {
  store: hearings,
  workflow: hearingWorkflow,
  commands: {
    schedule: command(schema.Schedule, scheduleHearing),
    postpone: command(schema.Postpone, postponeHearing),
    askRecusal: command(schema.AskRecusal, askRecusal('askRecusal')),
    recuseSelf: command(schema.AskRecusal, askRecusal('recuseSelf')),
    decideRecusal: command(schema.DecideRecusal, decideRecusal),
    nameRepresentatives: command(schema.NameRepresentatives, nameRepresentatives),
    withdraw: command(schema.Nothing, withdrawHearing),
    begin: command(schema.Begin, beginSession),
    absent: command(schema.Absent, noteAbsent),
    excuse: command(schema.Absent, excuseAbsence),
    writePage: command(schema.WritePage, minutes.writePage(outcome)),
    signPage: command(schema.ConfirmPage, minutes.signPage(outcome, 'signPage')),
    confirmPage: command(schema.ConfirmPage, minutes.signPage(outcome, 'confirmPage')),
    refusedPage: command(schema.RefusedPage, minutes.refusedPage(outcome)),
    readPages: command(schema.ReadPages, minutes.readPages(outcome)),
    conclude: command(schema.Conclude, concludeHearing),
    wake: command(schema.Nothing, wakeHearing),
  },
  facts: hearingFacts,
};
