/** What the demo's cases (示例) did to money and to the public page: the bank's lines, one that nobody can place, and published decisions. */
import { assignments } from '../assignment/assignment.store';
import { type Actor, CLOCK } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { disclosureDomain } from '../disclosure/disclosure';
import { preparedDraft } from '../disclosure/disclosure.handlers';
import { type Disclosure } from '../disclosure/disclosure.schema';
import { disclosureId, disclosures } from '../disclosure/disclosure.store';
import { materialOfCase } from '../disclosure/preparing';
import { publicHash } from '../disclosure/publicText';
import { actorOf, type Person } from '../people/people.schema';
import { peopleWithRole } from '../people/people.store';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { matchesOf } from '../payment/matching';
import { importPayment, paymentDomain, paymentId } from '../payment/payment';
import { type BankLine, type Payment } from '../payment/payment.schema';
import { payments } from '../payment/payment.store';
import { letterhead } from '../template/template.store';
import { insertAll } from './insert';
import { type Act, asStored, beginTale, contextOf, enter, type Tale } from './life';
import { diceFor } from './random';

const HOUR = 3_600_000;
const BATCH = 'demo000000000000';
const OURS = { $regex: '^(BANK-DEMO-|CASE-demo-case-)' } as never;
const later = (at: Date, hours: number) => new Date(at.getTime() + hours * HOUR);

/** The lines that paid these cases, and one whose remark names no case. */
function linesOf(records: readonly PenaltyCase[], now: Date): { line: BankLine; at: Date }[] {
  const paid = records.flatMap(({ party, payment }) =>
    (payment?.receipts ?? [])
      .filter((receipt) => receipt.payment === paymentId('BANK', receipt.ref))
      .map(({ ref, paidOn, amountFen, item, bookedAt }) => ({
        line: { ref, paidOn, amountFen, item, payer: party.name, remark: `缴款码${payment?.reference ?? ''}（示例）` },
        at: later(bookedAt, -1),
      })),
  );
  const at = later(now, -48);
  const unnamed = { ref: 'DEMO-UNNAMED-1', paidOn: shanghaiDay(at), amountFen: 1_000_000, item: null };
  return [...paid, { line: { ...unnamed, payer: '示例渔具厂', remark: '缴罚款（示例）' }, at }];
}

async function imported(records: readonly PenaltyCase[], by: Person, now: Date): Promise<Tale<Payment>[]> {
  const lines = linesOf(records, now);
  const matches = await matchesOf(lines.map(({ line }) => line));
  return lines.map(({ line, at }, n) => {
    const act: Act = { actor: actorOf(by, by._id), at, door: 'page' };
    const listed = { source: 'BANK' as const, batch: BATCH, by: { id: by._id, name: by.name } };
    const match = matches[n] ?? { reason: '没有对上案件' };
    const dice = diceFor(line.ref);
    const tale = beginTale(payments, importPayment(line, match, listed, contextOf(act)), act, dice, () => by.name);
    const booking: Act = { actor: CLOCK, at: later(at, 1), door: 'system' };
    if (tale.document.status === 'matched')
      enter(tale, paymentDomain.commands['book']!.decide(tale.document, {}, contextOf(booking), undefined), booking);
    return tale;
  });
}

interface Office {
  people: readonly Person[];
  reviewers: readonly string[];
  heads: readonly string[];
}

/** Drafted by whoever handled the case; every find removed; released by the legal office where it is to be public. */
function disclosed(
  record: PenaltyCase,
  { people, reviewers, heads }: Office,
  releases: boolean,
  now: Date,
): Tale<Disclosure> | null {
  const material = materialOfCase(record, letterhead());
  const [handler, reviewer] = [record.everInvestigated[0], reviewers[0]];
  if (!material || !record.serving || !handler || !reviewer) return null;
  const nameOf = (id: string) => people.find(({ _id }) => _id === id)?.name ?? id;
  const actorFor = (id: string): Actor | undefined => {
    const person = people.find(({ _id }) => _id === id);
    return person && actorOf(person, person._id);
  };
  const [drafting, releasing] = [actorFor(handler), actorFor(reviewer)];
  if (!drafting || !releasing) return null;
  const id = disclosureId('CASE', record._id);
  const start = record.serving.at;
  const system: Act = { actor: CLOCK, at: later(start, 1), door: 'system' };
  const tale = beginTale(disclosures, preparedDraft(id, material), system, diceFor(id), nameOf);
  const decide = (step: string, input: object, act: Act) => {
    const facts = { name: nameOf(act.actor.id), reviewers, heads };
    enter(tale, disclosureDomain.commands[step]!.decide(tale.document, input, contextOf(act), facts), act);
  };
  const pass = (until: Date) => {
    for (let at = tale.document.wakeAt; at && at <= until; at = tale.document.wakeAt)
      decide('wake', {}, { actor: CLOCK, at, door: 'clock' });
  };
  const step = (name: string, actor: Actor, hours: number, input: object = {}) => {
    pass(later(start, hours));
    decide(name, input, { actor, at: later(start, hours), door: 'page' });
  };
  for (const find of tale.document.finds) step('mark', drafting, 24, { find: find.id, choice: 'REMOVE', reason: '' });
  step('submit', drafting, 25);
  if (releases) step('release', releasing, 28, { seen: publicHash(tale.document) });
  pass(now);
  return tale;
}

export const clearMoney = () =>
  Promise.all([
    payments.collection.deleteMany({ _id: OURS }),
    disclosures.collection.deleteMany({ _id: OURS }),
    assignments.collection.deleteMany({
      'record.store': { $in: [payments.name, disclosures.name] },
      'record.id': OURS,
    }),
  ]);

/** Every paid case with its line, every closed one published, and the first one that was served waiting for its release. */
export async function seedMoney(now: Date): Promise<void> {
  const query = { _id: { $regex: '^demo-case-' }, 'decision.at': { $type: 'date' } };
  const [records, finance, leaders, reviewers, heads, officers] = await Promise.all([
    penaltyCases.collection.find(query as never, { sort: { _id: 1 } }).toArray(),
    ...(['finance', 'bureauLeader', 'reviewer', 'branchHead', 'officer'] as const).map((role) => peopleWithRole(role)),
  ] as const);
  const cashier = finance?.[0] ?? leaders?.[0];
  if (!cashier) return;
  const office: Office = {
    people: [...(reviewers ?? []), ...(officers ?? []), ...(heads ?? [])],
    reviewers: (reviewers ?? []).map(({ _id }) => _id),
    heads: (heads ?? []).map(({ _id }) => _id),
  };
  const lines = await imported(records, cashier, now);
  const waiting = records.find(({ status }) => status === 'served');
  const texts = records.flatMap((record) => {
    const releases = record.status === 'closed';
    return (releases || record === waiting ? disclosed(record, office, releases, now) : null) ?? [];
  });
  await insertAll(payments.collection, lines.map(asStored));
  await insertAll(disclosures.collection, texts.map(asStored));
  const tasks = [...lines, ...texts].flatMap((tale) => tale.assignments);
  await insertAll(assignments.collection, tasks.map(asStored));
}
