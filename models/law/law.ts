/** 法律依据: how a clause is proposed and comes into force, and the domain as the doors see it. */
import { CLOCK } from '../core/access';
import { type Domain, perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { each, type Handler } from '../core/outbox';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { decider, lawFacts } from './law.facts';
import { cited, OFFENCES, Clause, type LegalBasis, type ProposeBasis, Supersede } from './law.schema';
import { legalBases } from './law.store';
import { basisRows } from './law.rows';
import { lawWorkflow } from './law.workflow';
import {
  Approve,
  askLeaders,
  decidedAbout,
  type DeciderFacts,
  type Named,
  proposedBy,
  Refuse,
  TakeBack,
  Withdraw,
} from './reviewed';
import { reviewApproval } from './reviewApproval';
import { clashWith, lastDayBefore, normOf } from './validity';

export const titleOf = ({ law, article, offence }: Pick<LegalBasis, 'law' | 'article' | 'offence'>): string =>
  `${cited({ law, article, paragraph: '', item: '' })} · ${OFFENCES[offence]}`.slice(0, 60);

export interface StandingFacts {
  /** Rows in force with the same norm. */
  standing: LegalBasis[];
}

function requireFree(clause: Clause, replaces: string | null, standing: readonly LegalBasis[]): void {
  if (replaces && !standing.some(({ _id }) => _id === replaces))
    throw new DomainError('NOT_NOW', '要修改的那一条已经不在启用中，请刷新后重新提出。', { replaces });
  const clash = clashWith(clause, replaces, standing);
  if (clash) throw new DomainError('INVALID_INPUT', clash, { fields: [{ field: 'validFrom' }] });
}

/**
 * A clause as it is proposed; asked of every leader but its author.
 *
 * @throws DomainError INVALID_INPUT when its validity overlaps with a row of the same norm | NOT_NOW
 */
export function proposeBasis(
  id: string,
  { replaces, note, ...said }: ProposeBasis,
  { now }: Context,
  { author, leaders, standing }: StandingFacts & { author: Named; leaders: Named[] },
): Outcome<LegalBasis> {
  const clause = Clause.parse(said);
  requireFree(clause, replaces, standing);
  const norm = normOf(clause);
  const document: LegalBasis = {
    ...{ ...clause, ...proposedBy(author, note, now), _id: id, norm, asked: norm, replaces, origin: 'PROPOSED' },
  };
  return {
    document,
    event: { type: 'law.proposed', data: { note } },
    effects: askLeaders('law', titleOf(document), author.id, leaders),
  };
}

const about = { workflow: lawWorkflow, word: 'law', titleOf };
const settled = (outcome: Outcome<LegalBasis>): Outcome<LegalBasis> => ({
  ...outcome,
  document: { ...outcome.document, asked: null },
});

/** 批准: judged once more against what stands now; the row it replaces ends the day before. */
function approveBasis(
  row: LegalBasis,
  _input: unknown,
  context: Context,
  { standing, ...decided }: StandingFacts & DeciderFacts,
): Outcome<LegalBasis> {
  const outcome = settled(decidedAbout(about, 'approve', row, null, context, decided));
  requireFree(Clause.parse(clauseOf(row)), row.replaces, standing);
  const over: Effect[] = row.replaces
    ? [{ kind: 'law.supersede', data: { row: row.replaces, lastDay: lastDayBefore(row), by: row._id } }]
    : [];
  return { ...outcome, effects: [...(outcome.effects ?? []), ...over] };
}

/** Only what the clause says. */
const clauseOf = (row: LegalBasis) =>
  Object.fromEntries(Object.keys(Clause.shape).map((name) => [name, row[name as keyof Clause]]));

/** A successor is in force: the row ends, or, where the successor covers all its days, is withdrawn. Frozen copies know nothing of it. */
function supersedeBasis(row: LegalBasis, { lastDay, by }: Supersede, context: Context): Outcome<LegalBasis> {
  const status = advance(lawWorkflow, 'supersede', row, context);
  const covered = lastDay < row.validFrom;
  const document: LegalBasis = covered
    ? { ...row, status: 'withdrawn' }
    : { ...row, status, validTo: row.validTo && row.validTo < lastDay ? row.validTo : lastDay };
  return { document, event: { type: 'law.superseded', data: { lastDay: document.validTo, by, covered } } };
}

export const lawCommands = {
  approve: command(Approve, approveBasis),
  refuse: command(Refuse, (row: LegalBasis, { reason }: Refuse, context, facts: DeciderFacts) =>
    settled(decidedAbout(about, 'refuse', row, reason, context, facts)),
  ),
  takeBack: command(TakeBack, (row: LegalBasis, _input, context, facts: DeciderFacts) =>
    settled(decidedAbout(about, 'takeBack', row, null, context, facts)),
  ),
  withdraw: command(Withdraw, (row: LegalBasis, { reason }: Refuse, context, facts: DeciderFacts) =>
    decidedAbout(about, 'withdraw', row, reason, context, facts),
  ),
  supersede: command(Supersede, supersedeBasis),
};

/** What a leader reads before a clause comes into force. */
export const lawApproval = reviewApproval({
  ...{ store: legalBases.name, workflow: lawWorkflow, titleOf, rows: basisRows },
  text: ({ text }: LegalBasis) => text,
});

export const lawDomain: Domain<LegalBasis> = {
  store: legalBases,
  workflow: lawWorkflow,
  commands: lawCommands,
  facts: { ...lawFacts, refuse: decider, takeBack: decider, withdraw: decider },
  approving: lawApproval.approving,
};

/** Handlers of the local outbox. */
export const lawHandlers: Record<string, Handler> = {
  'law.supersede': each(async ({ id: key, data }, now) => {
    const { row, ...input } = data as { row: string };
    await perform(lawDomain, 'supersede', row, input, { actor: CLOCK, now, door: 'system', key });
  }),
};
