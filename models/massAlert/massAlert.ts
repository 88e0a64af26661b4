/**
 * 紧急通知 as the doors see it, and what its outbox does to everybody on the roll. The order owes one `massAlert.fanOut`; it makes one
 * document per person, each with an outbox of its own, so that a thousand sends are a thousand small claims and no document grows.
 * Ids are made from alert and person: carried out twice, or half and then again, nobody stands on the roll twice.
 */
import { z } from 'zod';
import { CLOCK } from '../core/access';
import { type Domain, perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { createAll } from '../core/journal';
import { type Handler, type OwedEntry, each } from '../core/outbox';
import { type Context } from '../core/workflow';
import { onDuty } from '../duty/onDuty';
import { namesOf, units } from '../people/people.store';
import { callPerson, recipientCommands } from './alertRecipient.commands';
import { type AlertRecipient, TellAgain } from './alertRecipient.schema';
import { alertOfRecipient, recipientId, recipientIds, recipients, silentByHead } from './alertRecipient.store';
import { recipientWorkflow } from './alertRecipient.workflow';
import { type Called } from './audience';
import { lookUpPeople, lookUpRoll } from './audience.facts';
import { type ComposeFacts, massAlertCommands, type NameFacts } from './massAlert.commands';
import { HelpAsked, type MassAlert } from './massAlert.schema';
import { alertById, massAlerts } from './massAlert.store';
import { massAlertWorkflow } from './massAlert.workflow';
import { tallyOf, touch, touchAll } from './tally.store';

/** Who acts, by name. */
export async function nameFacts({ actor }: Pick<Context, 'actor'>): Promise<NameFacts> {
  return { name: (await namesOf([actor.id])).get(actor.id) ?? '指挥中心' };
}

/** For a new draft: also who could send it. */
export async function composeFacts(context: Context): Promise<ComposeFacts> {
  const [{ name }, { leaders }] = await Promise.all([nameFacts(context), onDuty(context.now)]);
  return { name, leader: leaders[0]?.id ?? null };
}

const sendFacts = async (_input: unknown, id: string, context: Context) => {
  const alert = await alertById(id);
  const roll =
    alert?.status === 'draft' ? (await lookUpRoll(alert, context.now)).called.map((person) => person.id) : [];
  return { ...(await nameFacts(context)), roll };
};

/** As it stands at the end: counted anew, whatever was counted before. */
async function wholeTally(id: string) {
  await touchAll(id);
  return tallyOf(id);
}

export const massAlertDomain: Domain<MassAlert> = {
  store: massAlerts,
  workflow: massAlertWorkflow,
  commands: massAlertCommands,
  facts: {
    send: sendFacts,
    discard: (_input, _id, context) => nameFacts(context),
    cancel: (_input, _id, context) => nameFacts(context),
    close: async (_input, id, context) => ({ ...(await nameFacts(context)), tally: await wholeTally(id) }),
    wake: async (_input, id) => {
      await touchAll(id);
      return { silent: await silentByHead(id) };
    },
  },
};

const answerFacts = async (_input: unknown, id: string) => ({ alert: await alertById(alertOfRecipient(id)) });

/** One person on the roll; answered by them, or by whoever reached them by telephone. */
export const recipientDomain: Domain<AlertRecipient> = {
  store: recipients,
  workflow: recipientWorkflow,
  commands: recipientCommands,
  facts: { answer: answerFacts, enter: answerFacts },
};

/** Written at once; a page of a roll is well within the lease of the outbox. */
const PAGE = 500;
/** Changes under way at the same time. */
const WIDTH = 25;

const FanOut = z.object({ people: z.array(z.string()) });

/** The heads of these people's units. */
async function headsOf(called: readonly Called[]): Promise<Map<string, string | null>> {
  const ids = [...new Set(called.flatMap(({ unit }) => (unit ? [unit] : [])))];
  const found = await units.find({ _id: { $in: ids } }, { projection: { head: 1 } }).toArray();
  return new Map(found.map(({ _id, head }) => [_id, head]));
}

/** Whoever leads is not asked about themselves. */
function headFor({ id, unit }: Called, heads: ReadonlyMap<string, string | null>): string | null {
  const head = unit ? (heads.get(unit) ?? null) : null;
  return head === id ? null : head;
}

async function fanOut({ id, recordId, data }: OwedEntry, now: Date) {
  const { people } = FanOut.parse(data);
  const context: Context = { actor: CLOCK, now, door: 'system', key: `call:${id}` };
  for (let from = 0; from < people.length; from += PAGE) {
    const called = await lookUpPeople(people.slice(from, from + PAGE));
    const heads = await headsOf(called);
    const outcomes = called.map((person) =>
      callPerson(recipientId(recordId, person.id), recordId, { ...person, head: headFor(person, heads) }, context),
    );
    await createAll(recipients, outcomes, context);
    await touch(outcomes.map(({ document }) => document));
  }
}

/** Take one step for everybody on the roll who matches, page by page. Whoever has moved on meanwhile needs nothing. */
async function forAll(alert: string, match: object, step: string, input: object, context: Context): Promise<void> {
  for (let after = ''; ;) {
    const ids = await recipientIds(alert, match, after, PAGE);
    for (let from = 0; from < ids.length; from += WIDTH) {
      const some = ids.slice(from, from + WIDTH);
      await Promise.all(some.map((id) => perform(recipientDomain, step, id, input, context).catch(unlessMoved)));
    }
    if (ids.length < PAGE) return;
    after = ids.at(-1) ?? '';
  }
}

function unlessMoved(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'ILLEGAL_TRANSITION') throw error;
}

async function again({ id, recordId, data }: OwedEntry, now: Date) {
  const { round, way } = TellAgain.parse(data);
  const alert = await alertById(recordId);
  if (alert?.status !== 'sent') return;
  const context: Context = { actor: CLOCK, now, door: 'system', key: `again:${id}` };
  await forAll(recordId, { status: 'silent' }, 'tell', { round, way }, context);
}

/** Whoever may have been told: a message noted counts, since whether it went out is not known yet. */
async function revoke({ id, recordId }: OwedEntry, now: Date) {
  const context: Context = { actor: CLOCK, now, door: 'system', key: `revoke:${id}` };
  await forAll(recordId, { 'tellings.0': { $exists: true } }, 'revoke', {}, context);
}

/** From one person's answer to the alert: somebody has to see to it. */
async function help({ id, recordId, data }: OwedEntry, now: Date) {
  const input = HelpAsked.parse(data);
  const context: Context = { actor: CLOCK, now, door: 'system', key: `help:${id}` };
  await perform(massAlertDomain, 'askHelp', alertOfRecipient(recordId), input, context).catch(unlessMoved);
}

/** What an alert and its answers owe to each other: handlers of the local outbox. */
export const massAlertHandlers: Record<string, Handler> = {
  'massAlert.fanOut': each(fanOut),
  'massAlert.again': each(again),
  'massAlert.revoke': each(revoke),
  'massAlert.help': each(help),
};
