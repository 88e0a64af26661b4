/** What each step of an alert decides. Pure. The people it concerns are told from its outbox (massAlert.ts). */
import { z } from 'zod';
import { acknowledged, assign, settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { permits } from '../core/access';
import { minutes } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { type Way } from './alertRecipient.schema';
import {
  type CancelAlert,
  CancelAlert as Cancelling,
  type CloseAlert,
  CloseAlert as Closing,
  type ComposeAlert,
  ComposeAlert as Composing,
  type HelpAsked,
  HelpAsked as Helping,
  type MassAlert,
  type UnitTally,
} from './massAlert.schema';
import { massAlertWorkflow } from './massAlert.workflow';
import { drillMark, titleOf } from './wording';

/** Series of the numbers (通知): TZ-2026-000001. */
const SERIES = 'TZ';

/** Who acts, by name. */
export interface NameFacts {
  name: string;
}
export interface ComposeFacts extends NameFacts {
  /** The leader on duty, who gives the order when whoever wrote it may not. */
  leader: string | null;
}
/** Whom the order is for, as looked up at the moment of sending. */
export interface SendFacts extends NameFacts {
  /** Actor ids, everybody once. */
  roll: readonly string[];
}
export interface CloseFacts extends NameFacts {
  tally: readonly UnitTally[];
}
export interface WakeFacts {
  /** Heads of units whose people are silent. */
  silent: readonly { head: string | null; unitName: string; silent: number }[];
}

/** A new draft. The branch of a county orders its own county only. */
export function composeAlert(
  id: string,
  input: ComposeAlert,
  context: Context,
  { name, leader }: ComposeFacts,
): Outcome<MassAlert> {
  const document: MassAlert = {
    ...input,
    county: ownCounty(input, context),
    _id: id,
    version: 0,
    status: 'draft',
    no: null,
    composedBy: context.actor.id,
    composedByName: name,
    composedAt: context.now,
    sentBy: null,
    sentByName: null,
    sentAt: null,
    people: 0,
    round: 0,
    channel: 0,
    headsTold: false,
    heads: [],
    waiting: [],
    dueTold: false,
    endedAt: null,
    endedByName: null,
    remark: null,
    final: null,
    wakeAt: null,
  };
  const toSend = leader && !permits('sendAlert', context.actor, document) ? [askLeader(document, leader)] : [];
  return {
    document,
    event: { type: 'massAlert.composed', data: { kind: input.kind } },
    effects: toSend,
    number: SERIES,
  };
}

const askLeader = (alert: MassAlert, person: string): Effect =>
  assign({
    ...{ person, purpose: 'massAlert.draft', county: alert.county, ...urgent(alert) },
    title: `${UNNUMBERED} · ${titleOf(alert)}`,
  });

const CITY_ROLES = ['dutyOperator', 'dutyLeader', 'bureauLeader'] as const;

/** The county that the order is for: whoever answers for one county orders there, whatever was asked for. */
export function ownCounty(
  { county }: Pick<ComposeAlert, 'county'>,
  { actor }: Pick<Context, 'actor'>,
): MassAlert['county'] {
  const city = CITY_ROLES.some((role) => actor.roles.includes(role));
  return city ? county : ((actor.county as MassAlert['county']) ?? county);
}

function reviseAlert(alert: MassAlert, input: ComposeAlert, context: Context): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'revise', alert, context);
  const document = { ...alert, ...input, county: ownCounty(input, context), status };
  return { document, event: { type: 'massAlert.revised' } };
}

/** Ask the local outbox to do something to everybody on the roll. One lane: the roll is made before anybody is told again. */
const toAll = (effect: Pick<Effect, 'kind' | 'data'>): Effect => ({ ...effect, lane: 'roll' });

/**
 * Give the order: everybody on the roll is told, once.
 *
 * @throws DomainError NOT_NOW when nobody would be told, and what `advance` throws
 */
function sendAlert(alert: MassAlert, _input: unknown, context: Context, { roll, name }: SendFacts): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'send', alert, context);
  if (roll.length === 0)
    throw new DomainError('NOT_NOW', '按现在的范围没有可以通知的人，请先点“修改”选择单位、角色或人员。', {
      id: alert._id,
    });
  const { actor, now } = context;
  const sent = { ...alert, status, sentBy: actor.id, sentByName: name, sentAt: now, people: roll.length, round: 1 };
  return {
    document: { ...sent, wakeAt: nextWake(sent) },
    event: { type: 'massAlert.sent', data: { people: roll.length } },
    effects: [toAll({ kind: 'massAlert.fanOut', data: { people: roll } }), settle({ purposes: ['massAlert.draft'] })],
  };
}

/** When the clock has to look at a sent alert next: another way, the heads of units, the end of the time for answers. */
export function nextWake({ sentAt, channel, headsTold, dueTold, answerBy }: Omit<MassAlert, 'wakeAt'>): Date | null {
  if (!sentAt) return null;
  const { channels, headsAfter } = policy().massAlert;
  const after = (n: number) => sentAt.getTime() + minutes(n);
  const next = channels[channel];
  const moments = [
    ...(next ? [after(next.after)] : []),
    ...(headsTold ? [] : [after(headsAfter)]),
    ...(dueTold ? [] : [answerBy.getTime()]),
  ];
  return moments.length > 0 ? new Date(Math.min(...moments)) : null;
}

/** Of the ways whose time has come, the last: whoever was down for an hour does not ring three times at once. */
function dueChannels({ sentAt, channel }: MassAlert, now: Date): { channel: number; way: Way | null } {
  const { channels } = policy().massAlert;
  let taken = channel;
  while (taken < channels.length && sentAt && sentAt.getTime() + minutes(channels[taken]?.after ?? 0) <= now.getTime())
    taken += 1;
  return { channel: taken, way: taken > channel ? (channels[taken - 1]?.way ?? null) : null };
}

const numbered = (alert: MassAlert, words: string) => `${alert.no ?? ''} · ${drillMark(alert)}${words}`;
const urgent = ({ answerBy }: MassAlert) => ({ urgency: 'URGENT' as const, dueAt: answerBy });

/** Each head is asked about the silent people of their units. */
function askHeads(alert: MassAlert, silent: WakeFacts['silent']): { heads: string[]; effects: Effect[] } {
  const asked = silent.filter((one): one is typeof one & { head: string } => one.head !== null);
  const effects = asked.map(({ head, unitName, silent: count }) =>
    assign({
      ...{ person: head, purpose: 'massAlert.silent', county: alert.county, ...urgent(alert) },
      title: numbered(alert, `${unitName}还有${count}人未回复`),
    }),
  );
  return { heads: [...new Set(asked.map(({ head }) => head))], effects };
}

const together = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat())];

/** The clock's turn: another way to the silent, then the heads of their units; at the end of the time the sender is told. */
function wakeAlert(alert: MassAlert, _input: unknown, context: Context, { silent }: WakeFacts): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'wake', alert, context);
  if (alert.status !== 'sent' || !alert.sentAt)
    return { document: { ...alert, status, wakeAt: null }, event: { type: 'massAlert.clockStopped' } };
  const { now } = context;
  const { channel, way } = dueChannels(alert, now);
  const round = way ? alert.round + 1 : alert.round;
  const headsDue = !alert.headsTold && alert.sentAt.getTime() + minutes(policy().massAlert.headsAfter) <= now.getTime();
  const dueTold = alert.dueTold || alert.answerBy <= now;
  const left = silent.reduce((sum, one) => sum + one.silent, 0);
  const { heads, effects } = headsDue ? askHeads(alert, silent) : { heads: [], effects: [] };
  const over = dueTold && !alert.dueTold && alert.sentBy;
  const document = {
    ...{ ...alert, status, round, channel, dueTold, headsTold: alert.headsTold || headsDue },
    heads: together(alert.heads, heads),
    waiting: together(alert.waiting, heads),
  };
  return {
    document: { ...document, wakeAt: nextWake(document) },
    event: {
      type: 'massAlert.woken',
      data: { way, heads: headsDue ? heads.length : null, over: Boolean(over), silent: left },
    },
    effects: [
      ...(way ? [toAll({ kind: 'massAlert.again', data: { round, way } })] : []),
      ...effects,
      ...(over
        ? [
            assign({
              ...{ person: over, purpose: 'massAlert.due', county: alert.county, dueAt: alert.answerBy, ladder: false },
              title: numbered(alert, left > 0 ? `还有${left}人未回复` : '全部已回复'),
            }),
          ]
        : []),
    ],
  };
}

/** Another work notice to everybody who has not answered, now. */
function urgeAlert(alert: MassAlert, _input: unknown, context: Context): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'urge', alert, context);
  const round = alert.round + 1;
  return {
    document: { ...alert, status, round },
    event: { type: 'massAlert.urged', data: { round } },
    effects: [toAll({ kind: 'massAlert.again', data: { round, way: 'workNotice' } })],
  };
}

function acknowledgeAlert(alert: MassAlert, _input: unknown, context: Context): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'acknowledge', alert, context);
  const person = context.actor.id;
  const asked = { person, purposes: ['massAlert.silent', 'massAlert.help'] };
  return {
    document: { ...alert, status, waiting: alert.waiting.filter((one) => one !== person) },
    event: { type: 'massAlert.acknowledged' },
    // After the end nothing else would settle it.
    effects: [alert.status === 'closed' ? settle(asked) : acknowledged(asked)],
  };
}

/** Somebody needs support. While the sender has not said that they see to it, further calls stand on the board and ring nobody anew. */
function askHelp(alert: MassAlert, { unitName }: HelpAsked, context: Context): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'askHelp', alert, context);
  const { sentBy, waiting } = alert;
  const event = { type: 'massAlert.helpAsked', data: { unitName } };
  if (!sentBy || waiting.includes(sentBy)) return { document: { ...alert, status }, event };
  return {
    document: { ...alert, status, waiting: together(waiting, [sentBy]) },
    event,
    effects: [
      assign({
        ...{ person: sentBy, purpose: 'massAlert.help', county: alert.county, ...urgent(alert) },
        title: numbered(alert, `${unitName ?? ''}有人需要支援`),
      }),
    ],
  };
}

const ended = (alert: MassAlert, { now }: Context, name: string) => ({
  ...{ ...alert, endedAt: now, endedByName: name, wakeAt: null, waiting: [] },
});

/** The roll call is over; answers that still come are kept and marked late. */
function closeAlert(
  alert: MassAlert,
  { remark }: CloseAlert,
  context: Context,
  { name, tally }: CloseFacts,
): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'close', alert, context);
  return {
    document: { ...ended(alert, context, name), status, remark: remark || null, final: [...tally] },
    event: { type: 'massAlert.closed', data: { remark } },
    effects: [settle({})],
  };
}

/** The order is taken back: what has not gone out stays here, and everybody who may have read it is told. */
function cancelAlert(
  alert: MassAlert,
  { reason }: CancelAlert,
  context: Context,
  { name }: NameFacts,
): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'cancel', alert, context);
  return {
    document: { ...ended(alert, context, name), status, remark: reason },
    event: { type: 'massAlert.cancelled', data: { reason } },
    effects: [toAll({ kind: 'massAlert.revoke', data: {} }), settle({ as: 'cancelled' })],
  };
}

function discardAlert(alert: MassAlert, _input: unknown, context: Context, { name }: NameFacts): Outcome<MassAlert> {
  const status = advance(massAlertWorkflow, 'discard', alert, context);
  return {
    document: { ...ended(alert, context, name), status },
    event: { type: 'massAlert.discarded' },
    effects: [settle({ as: 'cancelled' })],
  };
}

const Nothing = z.strictObject({});

/** Every command behind its schema. The names are those of the workflow's steps. */
export const massAlertCommands = {
  revise: command(Composing, reviseAlert),
  send: command(Nothing, sendAlert),
  discard: command(Nothing, discardAlert),
  urge: command(Nothing, urgeAlert),
  acknowledge: command(Nothing, acknowledgeAlert),
  askHelp: command(Helping, askHelp),
  close: command(Closing, closeAlert),
  cancel: command(Cancelling, cancelAlert),
  wake: command(Nothing, wakeAlert),
};
