/** From a decision that was served to the draft of what is published of it. Pure. */
import { createHash } from 'node:crypto';
import { deadline, shanghaiDay } from '../core/calendar';
import { maskName } from '../core/masking';
import { policy } from '../core/policy';
import { PENALTY_KINDS, type PenaltyKind } from '../law/law.schema';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { authorityWords } from '../serving/serving.fields';
import { type SpotPenalty } from '../spotPenalty/spotPenalty.schema';
import { type Letterhead } from '../template/template.schema';
import { type Disclosure, type FieldName, FIELDS, type Marked } from './disclosure.schema';
import { findPersonal } from './redaction';

const yuan = (fen: number) => `${(fen / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })}元`;

/** What of a decision is looked at; both kinds of procedure give it. */
export type Material = Pick<
  Disclosure,
  | (
      | 'source'
      | 'county'
      | 'handlers'
      | 'enterprise'
      | 'no'
      | 'authority'
      | 'decidedOn'
      | 'servedOn'
      | 'partyKind'
      | 'uscc'
    )
  | ('kinds' | 'facts' | 'basis' | 'result' | 'names')
> & {
  partyName: string;
  decidedAt: Date;
  servedAt: Date;
  fineFen: number;
  /** What it counts as against the party's credit (policy, `credit.rules`). */
  credit: 'PENALTY' | 'DAILY_PENALTY';
};

const resultWords = (kinds: readonly PenaltyKind[], fineFen: number, confiscationFen: number, order: string): string =>
  [
    ...kinds.filter((kind) => kind !== 'FINE' && kind !== 'CONFISCATE_GAINS').map((kind) => PENALTY_KINDS[kind]),
    ...(fineFen > 0 ? [`罚款${yuan(fineFen)}`] : []),
    ...(confiscationFen > 0 ? [`没收违法所得${yuan(confiscationFen)}`] : []),
    ...(order ? [order] : []),
  ].join('；') || '见决定书';

/** @returns null before the decision was served */
export function materialOfCase(record: PenaltyCase, letterhead: Letterhead): Material | null {
  const { decision, serving, party, partyDetails, investigators, officers } = record;
  if (!decision || !serving) return null;
  const { kinds, fineFen, confiscationFen, facts, basis, order } = decision;
  const people = [
    partyDetails?.representative,
    ...investigators.map(({ name }) => name),
    ...officers.map(({ name }) => name),
  ];
  return {
    ...{ source: { kind: 'CASE', id: record._id }, county: record.county, handlers: record.everInvestigated },
    ...{ enterprise: record.enterprise, no: decision.no, fineFen },
    credit: record.origin ? 'DAILY_PENALTY' : 'PENALTY',
    authority: authorityWords(letterhead, decision.authority as PenaltyCase['county'] | null),
    ...{ decidedAt: decision.at, servedAt: serving.at },
    ...{ decidedOn: shanghaiDay(decision.at), servedOn: shanghaiDay(serving.at) },
    ...{ partyKind: party.kind, partyName: party.name, uscc: party.uscc },
    ...{ kinds: kinds.map((kind) => PENALTY_KINDS[kind]), facts, basis },
    result: resultWords(kinds, fineFen, confiscationFen, order),
    names: namesOf(people, party),
  };
}

/** 当场处罚. @returns null while it has no effect any more */
export function materialOfSpot(record: SpotPenalty, letterhead: Letterhead): Material | null {
  const { party, serving, warning, fineFen, officers } = record;
  if (record.status === 'revoked') return null;
  const kinds: PenaltyKind[] = [...(warning ? (['WARNING'] as const) : []), ...(fineFen ? (['FINE'] as const) : [])];
  const people = [
    party.representative,
    serving.receiver,
    serving.refusal?.witness,
    ...officers.map(({ name }) => name),
  ];
  return {
    ...{ source: { kind: 'SPOT', id: record._id }, county: record.county, handlers: record.team },
    ...{ enterprise: record.enterprise, no: record.no, authority: authorityWords(letterhead, record.authority) },
    ...{ decidedAt: serving.at, servedAt: serving.at, fineFen: fineFen ?? 0, credit: 'PENALTY' },
    ...{ decidedOn: shanghaiDay(serving.at), servedOn: shanghaiDay(serving.at) },
    ...{ partyKind: party.kind, partyName: party.name },
    uscc: party.kind === 'ORGANISATION' && party.idNumber ? party.idNumber : null,
    ...{ kinds: kinds.map((kind) => PENALTY_KINDS[kind]), facts: record.facts, basis: record.basis },
    result: resultWords(kinds, fineFen ?? 0, 0, ''),
    names: namesOf(people, party),
  };
}

function namesOf(people: readonly (string | null | undefined)[], party: { kind: string; name: string }): string[] {
  const all = [...people, party.kind === 'CITIZEN' ? party.name : null];
  return [...new Set(all.filter((name): name is string => typeof name === 'string' && name.length >= 2))];
}

/** 张某: of a citizen nobody needs more. */
const publishedName = ({ partyKind, partyName }: Pick<Material, 'partyKind' | 'partyName'>) =>
  partyKind === 'CITIZEN' ? maskName(partyName).replace(/\*+$/, '某') : partyName;

type Searched = Pick<Disclosure, FieldName | 'names' | 'uscc'> & { allowed: readonly string[] };
/** Every find in the three texts; what was decided about the same words before stands. */
export function findsIn({ names, uscc, allowed, ...texts }: Searched, before: readonly Marked[] = []): Marked[] {
  return (Object.keys(FIELDS) as FieldName[]).flatMap((field) =>
    findPersonal(texts[field], names, [...allowed, ...(uscc ? [uscc] : [])]).map((find, n): Marked => {
      const known = before.find((one) => one.field === field && one.kind === find.kind && one.text === find.text);
      const { choice = null, reason = '', by = null } = known ?? {};
      return { id: `${field}-${String(n + 1)}`, field, ...find, choice, reason, by };
    }),
  );
}
/** The name of an organisation is public; that of a citizen is not. */
export const allowedIn = ({ partyKind, party }: Pick<Disclosure, 'partyKind' | 'party'>): string[] =>
  partyKind === 'ORGANISATION' ? [party] : [];

/** Seven working days from the decision; where it was served later, at least two from then. */
export function dueOf({ decidedAt, servedAt }: Pick<Material, 'decidedAt' | 'servedAt'>): Date {
  const { within, afterService } = policy().disclosure;
  const [own, least] = [
    deadline({ from: decidedAt, ...within }).dueAt,
    deadline({ from: servedAt, ...afterService }).dueAt,
  ];
  return own > least ? own : least;
}

/** The draft as it is first written. */
export function draftOf(id: string, material: Material): Disclosure {
  const {
    partyName: _name,
    decidedAt: _decided,
    servedAt: _served,
    fineFen: _fine,
    credit: _credit,
    ...kept
  } = material;
  const party = publishedName(material);
  const draft = { ...kept, party };
  return {
    ...{ _id: id, version: 0, status: 'draft', ...draft },
    publicId: createHash('sha256').update(`disclosure:${id}`).digest('hex').slice(0, 20),
    finds: findsIn({ ...draft, allowed: allowedIn(draft) }),
    dueAt: dueOf(material),
    ...{ drafted: null, returnedReason: null, released: null, publishedAt: null, displayUntil: null, withheld: null },
    ...{ withdrawal: null, repair: null, alarms: [], wakeAt: null },
  };
}
