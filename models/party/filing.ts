/**
 * 当事人的提交: kept with a receipt as it came, then made a step of the case or of its hearing. The filing is written first and owes the
 * step, under a key made from it: whoever dies in between, the step is taken once, and as of the moment in which the filing came.
 */
import { z } from 'zod';
import { type Actor } from '../core/access';
import { type Domain, perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { create, read, type Stored } from '../core/journal';
import { each, type Handler, type OwedEntry } from '../core/outbox';
import { advance, asClock, command, type Context, type Outcome, type Stateful } from '../core/workflow';
import { hearingDomain } from '../hearing/hearing';
import { hearingsOf } from '../hearing/hearing.store';
import { type Hearing } from '../hearing/hearing.schema';
import { penaltyDomain } from '../penalty/penalty';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { penaltyCases } from '../penalty/penalty.store';
import { type FilingKind, type NewFiling, type PartyFile, type PartyFiling, type PartyLink } from './party.schema';
import { partyFilings } from './party.store';
import { partyFilingWorkflow } from './partyFiling.workflow';
import { partyFiles } from './partyFile';

const Refusal = z.strictObject({ refusal: z.string().max(500) });

export const partyFilingDomain: Domain<PartyFiling> = {
  store: partyFilings,
  workflow: partyFilingWorkflow,
  commands: {
    take: command(z.strictObject({}), (filing: PartyFiling, _input, context) => ({
      document: { ...filing, status: advance(partyFilingWorkflow, 'take', filing, context) },
      event: { type: 'partyFiling.taken' },
    })),
    refuse: command(Refusal, (filing: PartyFiling, { refusal }, context) => ({
      document: { ...filing, status: advance(partyFilingWorkflow, 'refuse', filing, context), refusal },
      event: { type: 'partyFiling.refused', data: { refusal } },
    })),
  },
  facts: {},
};

/** Who acts for the party: the key of its case, and nothing of the organisation. */
export const partyActor = (partyKey: string): Actor => ({
  ...{ id: partyKey, roles: ['party'], county: null, grid: null, unit: null },
});

/** Where a filing leads: the record, the step, and what the step is told. */
interface Target<D extends Stateful> {
  domain: Domain<D>;
  record: Stored<D>;
  step: string;
  input: unknown;
}
type AnyTarget = Target<Stateful>;

const named = (files: readonly PartyFile[]) => files.map(({ hash, name }) => ({ hash, name }));

type Filed = PartyFiling['filed'];
type Of<K extends FilingKind> = Extract<Filed, { kind: K }>;
type Step = { step: string; input: unknown };
/** What came, as far as a step needs it. */
type Sent = { id: string; files: readonly PartyFile[] };

type HearingFiling = 'askRecusal' | 'nameRepresentatives' | 'withdrawHearing' | 'confirmMinutes';

/** The steps of the case. */
const CASE_STEPS: {
  [K in Exclude<FilingKind, HearingFiling>]: (filed: Of<K>, filing: Sent, penalty: PenaltyCase) => Step;
} = {
  statement: ({ text }, { id, files }, { status }) => ({
    step: status === 'hearingRequested' ? 'addStatement' : 'state',
    input: { id, text, files: named(files) },
  }),
  requestHearing: ({ text }) => ({ step: 'requestHearing', input: { text } }),
  waive: () => ({ step: 'waive', input: { text: '本人放弃陈述、申辩和要求听证的权利。' } }),
  requestRecusal: ({ officer, ground, text }, _sent, { investigators }) => ({
    step: 'requestRecusal',
    input: { person: investigators[officer]?.id ?? '', ground, text },
  }),
  // The strokes stay with the filing, which the case names.
  consentEService: (_filed, { id }) => ({ step: 'consentEService', input: { signature: `filing:${id}` } }),
  confirmReceipt: () => ({ step: 'confirmReceipt', input: {} }),
  requestInstalment: ({ text, parts, files }) => ({
    step: 'requestInstalment',
    input: { reason: text, shares: parts.map(({ dueOn, fen }) => ({ dueOn, amountFen: fen })), photos: files },
  }),
};

/** The steps of the hearing. */
const HEARING_STEPS: { [K in HearingFiling]: (filed: Of<K>) => Step } = {
  askRecusal: ({ text }) => ({ step: 'askRecusal', input: { ground: text } }),
  nameRepresentatives: ({ representatives }) => ({ step: 'nameRepresentatives', input: { representatives } }),
  withdrawHearing: () => ({ step: 'withdraw', input: {} }),
  confirmMinutes: ({ page, signature }) => ({ step: 'confirmPage', input: { page, signature } }),
};
const isOfHearing = (kind: FilingKind): kind is HearingFiling => Object.hasOwn(HEARING_STEPS, kind);

const OPEN_HEARING: readonly Hearing['status'][] = ['requested', 'scheduled', 'inSession'];

/** The hearing that is under way; else the last one. */
export async function hearingOf(penalty: string): Promise<Stored<Hearing> | null> {
  const found = await hearingsOf(penalty);
  return found.find(({ status }) => OPEN_HEARING.includes(status)) ?? found[0] ?? null;
}

const gone = () => new DomainError('NOT_FOUND', '没有找到这件案件，请从短信里重新打开链接，或联系办案人员。');

async function targetOf(filed: Filed, sent: Sent, caseId: string): Promise<AnyTarget> {
  if (isOfHearing(filed.kind)) {
    const hearing = await hearingOf(caseId);
    if (!hearing) throw new DomainError('NOT_NOW', '本案没有正在进行的听证，请刷新页面查看最新情况。');
    const made = (HEARING_STEPS[filed.kind] as (filed: Filed) => Step)(filed);
    return { domain: hearingDomain, record: hearing, ...made } as unknown as AnyTarget;
  }
  const penalty = await read(penaltyCases, caseId);
  if (!penalty) throw gone();
  const make = CASE_STEPS[filed.kind] as (filed: Filed, sent: Sent, penalty: PenaltyCase) => Step;
  return { domain: penaltyDomain, record: penalty, ...make(filed, sent, penalty) } as unknown as AnyTarget;
}

/** Decide without writing: what would be refused leaves nothing behind. @throws whatever the step throws */
async function tryOut({ domain, record, step, input }: AnyTarget, context: Context): Promise<void> {
  const chosen = domain.commands[step];
  if (!chosen) throw new DomainError('NOT_NOW', '这一项现在还不能在网上办理，请联系办案人员。', { step });
  const facts = await domain.facts[step]?.(input, record._id, context, record);
  chosen.decide(record, input, context, facts);
}

type Way = Pick<PartyLink, '_id' | 'case' | 'partyKey' | 'county' | 'holder'>;

/** 收到, for `create`. The step follows from the outbox if whoever received it dies. */
export function receiveFiling(
  { id, filed }: NewFiling,
  way: Way,
  { files, hearing }: { files: PartyFile[]; hearing: string | null },
  { now }: Pick<Context, 'now'>,
): Outcome<PartyFiling> {
  const { _id: link, case: caseId, partyKey, county, holder } = way;
  return {
    document: {
      ...{ _id: id, version: 0, no: null, status: 'received', case: caseId, hearing, partyKey, county, link, holder },
      ...{ kind: filed.kind, filed, files, receivedAt: now, refusal: null },
    },
    event: { type: 'partyFiling.received', data: { kind: filed.kind } },
    effects: [{ kind: 'party.file', data: { filing: id } }],
    number: 'DSR',
  };
}

const asParty = (partyKey: string, now: Date, key?: string): Context => ({
  ...{ actor: partyActor(partyKey), now, door: 'page' as const },
  ...(key ? { key } : {}),
});

/** Take the step that a filing owes, as of the moment it came, and note what became of it. Any number of times has one effect. */
async function carryOut(filing: Stored<PartyFiling>, now: Date): Promise<Stored<PartyFiling>> {
  if (filing.status !== 'received') return filing;
  const { _id, filed, files, partyKey, receivedAt } = filing;
  const settled = asClock(now, `filing:${_id}`);
  try {
    const { domain, record, step, input } = await targetOf(filed, { id: _id, files }, filing.case);
    await perform(domain, step, record._id, input, asParty(partyKey, receivedAt, `filing:${_id}`));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'STALE_DOCUMENT' || error.code === 'UNAVAILABLE') throw error;
    return perform(partyFilingDomain, 'refuse', _id, { refusal: error.message }, settled);
  }
  return perform(partyFilingDomain, 'take', _id, {}, settled);
}

/**
 * File something for the party of this link. The same `id` again answers with the first receipt.
 *
 * @returns the filing as it stands; `received` still when the database could not take the step at once – it follows by itself
 * @throws DomainError whatever the step refuses (NOT_NOW when the period is over …) | INVALID_INPUT (files, foreign id)
 */
export async function fileForParty({ id, filed }: NewFiling, way: Way, now: Date): Promise<Stored<PartyFiling>> {
  const standing = await read(partyFilings, id);
  if (standing) return unrefused(await carryOut(own(standing, way), now));
  const files = 'files' in filed ? await partyFiles(way.partyKey, filed.files) : [];
  const target = await targetOf(filed, { id, files }, way.case);
  await tryOut(target, asParty(way.partyKey, now));
  const hearing = isOfHearing(filed.kind) ? target.record._id : null;
  const received = receiveFiling({ id, filed }, way, { files, hearing }, { now });
  const filing = own(await create(partyFilings, received, asParty(way.partyKey, now, id)), way);
  return unrefused(await carryOut(filing, now));
}

function unrefused(filing: Stored<PartyFiling>): Stored<PartyFiling> {
  if (filing.refusal) throw new DomainError('NOT_NOW', filing.refusal, { filing: filing._id });
  return filing;
}

function own(filing: Stored<PartyFiling>, { case: caseId }: Way): Stored<PartyFiling> {
  if (filing.case === caseId) return filing;
  throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id: filing._id });
}

const Owed = z.object({ filing: z.string() });

async function owed({ data }: OwedEntry, now: Date): Promise<void> {
  const filing = await read(partyFilings, Owed.parse(data).filing);
  if (filing) await carryOut(filing, now);
}

/** Handlers of the local outbox. */
export const partyHandlers: Record<string, Handler> = { 'party.file': each(owed) };
