import { read } from '../models/core/journal';
import { type Stateful } from '../models/core/workflow';
import { type Stored } from '../models/core/journal';
import { purposeLabel } from '../models/assignment/assignment.purposes';
import { assignments } from '../models/assignment/assignment.store';
import { type FoundMessage } from '../models/assignment/message.store';
import { reasonFor } from '../models/assignment/why';
import { type Card, type OpenForm, faceOf, VALUE_BYTES, variablesOf, withinBytes } from './card';
import { type CardDomain, cardDomains } from './cardDomains';
import { openForm } from './form';
import { type Receiver } from './receiver';

/** What a card shows to its reader at one moment. */
export interface Rendered {
  variables: Record<string, string>;
  alert: string;
  /** Digest of what is seen, version of the record, step whose form stands open. */
  face: string;
  version: number;
  form: string | null;
}

export interface Occasion {
  appUrl: string;
  now: Date;
  /** Said to the reader instead of the usual note. */
  note?: string;
  /** The step whose form shall stand open; absent: whatever stands open now. */
  form?: string | null;
}

/** The domain of a message's record, or null for records that show no cards. */
export const domainOf = ({ assignment }: Pick<FoundMessage, 'assignment'>): CardDomain | null =>
  cardDomains[assignment.record.store] ?? null;

/** The version of the record as it stands; null when it is gone. */
export async function recordOf(found: FoundMessage): Promise<Stored<Stateful> | null> {
  return (await domainOf(found)?.read(found.assignment.record.id)) ?? null;
}

async function formOf(
  domain: CardDomain,
  record: Stored<Stateful>,
  step: string | null,
  reader: Parameters<CardDomain['offers']>[2],
): Promise<OpenForm | null> {
  const form = step ? domain.forms[step] : undefined;
  if (!step || !form || !domain.offers(record, step, reader)) return null;
  const looksUp = form.some(({ kind }) => kind === 'officer' || kind === 'unit' || kind === 'person');
  return openForm({
    step,
    submit: domain.labelOf(step),
    form,
    version: record.version,
    ...(looksUp ? { options: await domain.options(record, reader) } : {}),
    values: record as unknown as Record<string, unknown>,
  });
}

/** The card of this message as its receiver may see the record now. */
export async function rendered(
  { assignment, message }: FoundMessage,
  record: Stored<Stateful>,
  { actor }: Pick<Receiver, 'actor'>,
  { appUrl, now, note, form: wanted }: Occasion,
): Promise<Rendered> {
  const domain = domainOf({ assignment });
  if (!domain) throw new Error(`records of ${assignment.record.store} show no cards`);
  const reader = { actor, now };
  const open = wanted === undefined ? (message.form ?? domain.opens[assignment.purpose] ?? null) : wanted;
  const form = await formOf(domain, record, open, reader);
  const { person, personName, purpose } = assignment;
  const card = domain.card(record, reader, {
    purpose,
    label: purposeLabel(purpose, { rung: message.rung, to: message.to, person }),
    insteadOf: message.to === person ? null : personName,
    appUrl,
    form,
    ...(note === undefined ? {} : { note }),
  });
  const variables = variablesOf(explained(card, { assignment, message }, appUrl));
  return {
    variables,
    alert: card.alert,
    face: faceOf(variables),
    version: record.version,
    form: form?.step ?? null,
  };
}

const WHY = '通知原因';
const MOST_FACTS = 8;

/** “Why did this reach me, and who else knows”: a line on the card, and the way to the page that says it all. */
function explained(card: Card, { assignment, message }: FoundMessage, appUrl: string): Card {
  const reason = reasonFor(assignment, message);
  if (!reason) return card;
  const fact: [string, string] = [WHY, reason];
  const facts = message.rung > 0 ? [fact, ...card.facts] : [...card.facts.slice(0, MOST_FACTS - 1), fact];
  const link = `[还有谁知道、接下来通知谁](${appUrl}/#/why/${encodeURIComponent(assignment._id)})`;
  const room = VALUE_BYTES - Buffer.byteLength(link) - 2;
  return { ...card, facts, note: [withinBytes(card.note, room), link].filter(Boolean).join('\n\n') };
}

/** An assignment as it stands, or null. */
export const assignmentById = (id: string) => read(assignments, id);
