/** 整改项: the decisions about one problem of the five steps, and the domain as the doors see it. */
import { settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { deadline, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { recordCredit } from '../credit/credit.effects';
import { registerPenaltyClue } from '../penalty/penalty.effects';
import { type Alarm, dueAlarm, morningOf, outcomeOf, tell as tellTitled, workingDayBefore } from '../serving/serving';
import { rectificationFacts } from './rectification.facts';
import {
  AnswerService,
  AskService,
  ClaimDone,
  FilePlan,
  type FoundRectification,
  HandOver,
  Nothing,
  type Rectification,
  Remark,
  TellOwner,
  WithReason,
} from './rectification.schema';
import { rectifications } from './rectification.store';
import { rectificationWorkflow } from './rectification.workflow';

/** Number alone. */
const tell = (
  { no, county }: Pick<Rectification, 'no' | 'county'>,
  people: readonly string[],
  purpose: `rectification.${string}`,
  more: Parameters<typeof tellTitled>[3] = {},
): Effect[] => tellTitled({ no: `${no ?? UNNUMBERED} · 整改项`, county }, people, purpose, more);

interface ItemAlarm extends Alarm {
  kind: 'tell' | 'plan' | 'remind' | 'lapse';
}
const planDue = ({ told, foundAt }: Rectification) =>
  deadline({ from: told?.at ?? foundAt, ...policy().rectification.plan }).dueAt;
export const tellDue = ({ foundAt }: Rectification) => deadline({ from: foundAt, ...policy().rectification.tell });

/** A problem that nobody was told of, a plan that did not come, the last day drawing near, the last day. */
export function alarmsOf(item: Rectification): ItemAlarm[] {
  const { status, dueOn, since } = item;
  if (status === 'found') return [{ id: 'tell', kind: 'tell', at: tellDue(item).dueAt }];
  const runs = status === 'told' || status === 'serving' || status === 'rectifying';
  if (!runs) return [];
  const remindAt = morningOf(workingDayBefore(dueOn, policy().rectification.remindWd));
  return [
    ...(status === 'rectifying' ? [] : [{ id: 'plan', kind: 'plan' as const, at: planDue(item) }]),
    ...(remindAt > since ? [{ id: `remind:${dueOn}`, kind: 'remind' as const, at: remindAt }] : []),
    { id: `lapse:${since.toISOString()}`, kind: 'lapse', at: endOfShanghaiDay(dueOn) },
  ];
}
const outcome = outcomeOf<Rectification>('rectification', alarmsOf);

/** Looked up before a problem is entered. */
export interface FoundFacts {
  party: { name: string; uscc: string | null; enterprise: string | null };
  county: Rectification['county'];
  supervisor: { id: string; name: string };
}

const clueId = ({ _id }: Rectification): string => `rectification-${_id}`;

function clue(item: Rectification, uscc: string | null, words: string, context: Context): Effect {
  const { enterprise, partyName, county, evidence, claim, supervisor, no, _id } = item;
  return registerPenaltyClue({
    ...{ penalty: clueId(item), source: { kind: 'OTHER', id: _id, no }, enterprise, county },
    party: { kind: 'ORGANISATION', name: partyName, uscc },
    facts: words.slice(0, 2_000),
    ...{ actOn: null, evidence: [...new Set([...evidence, ...(claim?.photos ?? [])])] },
    ...{ officers: [supervisor], registeredBy: context.actor.id },
  });
}

/**
 * 发现问题. What has to be punished at once becomes a clue at once, while the rest of the five steps goes on: help never delays a penalty that
 * is mandatory.
 */
export function foundRectification(
  id: string,
  said: FoundRectification,
  context: Context,
  { party, county, supervisor }: FoundFacts,
): Outcome<Rectification> {
  const { now, actor } = context;
  if (said.dueOn < shanghaiDay(now))
    throw new DomainError('INVALID_INPUT', '整改期限已经过去，请选今天或以后的日期。', {
      fields: [{ field: 'dueOn' }],
    });
  const { medium, fact, standard, severity, owner, dueOn, evidence } = said;
  const made: Rectification = {
    ...{ _id: id, version: 0, no: null, status: 'found', case: said.case, enterprise: party.enterprise },
    ...{ partyName: party.name, county, medium, fact, standard, severity, owner, dueOn },
    ...{ supervisor: supervisor.id, supervisorName: supervisor.name, evidence: [...new Set(evidence)] },
    ...{ foundBy: actor.id, foundAt: now, told: null, services: [], plan: null, claim: null, sentBack: null },
    ...{ signedOff: null, clue: null, since: now, alarms: [], wakeAt: null },
  };
  const punished = severity === 'VETO' && said.case === null;
  const document = punished ? { ...made, clue: clueId(made) } : made;
  return {
    ...outcome(document, 'found', { medium, severity }, [
      ...(punished ? [clue(document, party.uscc, fact, context)] : []),
      ...tell(document, [supervisor.id], 'rectification.tell', { dueAt: tellDue(document).dueAt }),
    ]),
    number: 'ZG',
  };
}

/** 整改逾期 counts against the enterprise once for each last day; whoever stands in no register has no credit file. */
function credit({ _id, no, enterprise, partyName, county, dueOn }: Rectification, on: string): Effect[] {
  if (!enterprise) return [];
  const who = { enterprise, name: partyName, uscc: null, county };
  const what = { entry: `rectification-${_id}-${dueOn}`, code: 'OVERDUE_RECTIFICATION', no: no ?? '' };
  return [recordCredit({ ...who, ...what, on, amountFen: 0 })];
}

type Change = Partial<Rectification>;
function moved(
  item: Rectification,
  step: keyof typeof rectificationWorkflow.steps,
  context: Context,
  { change, data = {}, effects = [] }: { change: Change; data?: Record<string, unknown>; effects?: Effect[] },
): Outcome<Rectification> {
  const status = advance(rectificationWorkflow, step, item, context);
  const since = status === item.status ? item.since : context.now;
  return outcome({ ...item, ...change, status, since }, step, data, effects);
}

const rows = {
  tell: (item: Rectification, { to }: TellOwner, context: Context) =>
    moved(item, 'tell', context, {
      change: { told: { at: context.now, to } },
      effects: [
        settle({}),
        ...tell(item, [item.supervisor], 'rectification.plan', {
          dueAt: deadline({ from: context.now, ...policy().rectification.plan }).dueAt,
        }),
      ],
    }),
  askService: (item: Rectification, { need, text }: AskService, context: Context) =>
    moved(item, 'askService', context, {
      change: { services: [...item.services, { need, text, at: context.now, answer: null }] },
      data: { need, text },
    }),
  answerService: (item: Rectification, { answer }: AnswerService, context: Context) =>
    moved(item, 'answerService', context, {
      change: { services: item.services.map((one) => (one.answer === null ? { ...one, answer } : one)) },
      data: { answer },
    }),
  filePlan: (item: Rectification, { text }: FilePlan, context: Context) =>
    moved(item, 'filePlan', context, {
      change: { plan: { at: context.now, text } },
      data: { text },
      effects: [settle({ purposes: ['rectification.plan'] })],
    }),
  claimDone: (item: Rectification, { text, photos }: ClaimDone, context: Context, heads: string[]) =>
    moved(item, 'claimDone', context, {
      change: { claim: { at: context.now, by: context.actor.id, text, photos } },
      data: { text, photos: photos.length },
      effects: [settle({}), ...tell(item, heads, 'rectification.check')],
    }),
  signOff: (item: Rectification, { note }: Remark, context: Context, name: string) =>
    moved(item, 'signOff', context, {
      change: { signedOff: { at: context.now, by: context.actor.id, name, note } },
      data: { note },
      effects: [settle({}), ...tell(item, [item.supervisor], 'rectification.signedOff', { quiet: true })],
    }),
  sendBack: (item: Rectification, { reason }: WithReason, context: Context) =>
    moved(item, 'sendBack', context, {
      change: { sentBack: { at: context.now, by: context.actor.id, reason } },
      data: { reason },
      effects: [settle({}), ...tell(item, [item.supervisor], 'rectification.returned')],
    }),
  penalise: (item: Rectification, { reason }: WithReason, context: Context, uscc: string | null) =>
    moved(item, 'penalise', context, {
      change: { clue: item.clue ?? clueId(item) },
      data: { reason },
      effects: [settle({}), ...(item.clue ? [] : [clue(item, uscc, `${item.fact}。${reason}`, context)])],
    }),
  publish: (item: Rectification, _input: unknown, context: Context) => moved(item, 'publish', context, { change: {} }),
  handOver: (item: Rectification, { person }: HandOver, context: Context, name: string | null) => {
    if (!name) throw new DomainError('INVALID_INPUT', '通讯录里没有这个人，请重新选择督办人。', { person });
    const change = { supervisor: person, supervisorName: name };
    return moved(item, 'handOver', context, {
      change,
      effects: [settle({ as: 'cancelled' }), ...tell(item, [person], 'rectification.plan')],
    });
  },
};

function wake(item: Rectification, _input: unknown, context: Context, heads: string[]): Outcome<Rectification> {
  advance(rectificationWorkflow, 'wake', item, context);
  const { kind, id } = dueAlarm(alarmsOf(item), item.alarms, context);
  const told: Rectification = { ...item, alarms: [...item.alarms, id] };
  if (kind === 'lapse') {
    const status = advance(rectificationWorkflow, 'lapse', told, context);
    const people = [item.supervisor, ...heads];
    return outcome({ ...told, status, since: context.now }, 'lapsed', {}, [
      ...tell(told, people, 'rectification.overdue'),
      ...credit(told, shanghaiDay(context.now)),
    ]);
  }
  const people = kind === 'remind' ? [item.supervisor] : [item.supervisor, ...heads];
  return outcome(told, 'reminded', { kind }, tell(told, people, 'rectification.remind', { quiet: true }));
}

export const rectificationDomain: Domain<Rectification> = {
  store: rectifications,
  workflow: rectificationWorkflow,
  commands: {
    tell: command(TellOwner, rows.tell),
    askService: command(AskService, rows.askService),
    answerService: command(AnswerService, rows.answerService),
    filePlan: command(FilePlan, rows.filePlan),
    claimDone: command(ClaimDone, rows.claimDone),
    signOff: command(Remark, rows.signOff),
    sendBack: command(WithReason, rows.sendBack),
    penalise: command(WithReason, rows.penalise),
    publish: command(Nothing, rows.publish),
    handOver: command(HandOver, rows.handOver),
    wake: command(Nothing, wake),
  },
  facts: rectificationFacts,
};
