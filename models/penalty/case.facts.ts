/** What is looked up before a step of a case is decided. */
import { read } from '../core/journal';
import { type Context } from '../core/workflow';
import { type Person } from '../people/people.schema';
import { people, peopleWithRole, personById } from '../people/people.store';
import { type CaseNumbered, caseNumber } from '../template/numbering';
import { type CaseFacts } from './acting';
import { exemptionRules } from '../law/exemption';
import { type ExemptionFacts } from './review';
import { type CrewFacts } from './investigation';
import { type RecusalFacts } from './recusal';
import { type DecisionFacts } from './decision';
import { vetoLinked } from './linked';
import { type PenaltyCase } from './penalty.schema';
import { penaltyCases } from './penalty.store';

const named = ({ _id, name }: Person) => ({ id: _id, name });

/** Who acts, and who could act next in the county of this case. */
export async function caseFacts({ county }: Pick<PenaltyCase, 'county'>, { actor }: Context): Promise<CaseFacts> {
  const [by, heads, leaders, reviewers] = await Promise.all([
    personById(actor.id),
    peopleWithRole('branchHead', county),
    peopleWithRole('bureauLeader'),
    peopleWithRole('reviewer'),
  ]);
  return {
    byName: by?.name ?? '',
    heads: heads.map(named),
    leaders: leaders.map(named),
    reviewers: reviewers.map(named),
  };
}

type Looked<F> = (input: unknown, id: string, context: Context, record: PenaltyCase) => Promise<F>;
const usual: Looked<CaseFacts> = (_input, _id, context, record) => caseFacts(record, context);

const textOf = (input: unknown, field: string): string[] => {
  const said = (input as Record<string, unknown> | null)?.[field];
  return typeof said === 'string' && said.length > 0 && said.length <= 64 ? [said] : [];
};

const crew: Looked<CrewFacts> = async (input, id, context, record) => {
  const ids = ['first', 'second', 'third'].flatMap((field) => textOf(input, field));
  const [facts, chosen] = await Promise.all([
    usual(input, id, context, record),
    people.find({ _id: { $in: ids }, active: true }).toArray(),
  ]);
  return { ...facts, chosen };
};

const recusal: Looked<RecusalFacts> = async (input, id, context, record) => {
  const person = textOf(input, 'person')[0] ?? context.actor.id;
  const [facts, subject] = await Promise.all([usual(input, id, context, record), personById(person)]);
  return { ...facts, subject };
};

/** The number of a paper, by the authority that issues it; once more for each time the case came back. */
export const numbered =
  (kind: CaseNumbered): Looked<CaseFacts & { no: string }> =>
  async (_input, id, context, record) => {
    const turn = record.sentBack.length;
    const of = { record: turn > 0 ? `${id}:${turn + 1}` : id, authority: record.filing?.authority ?? null };
    const [facts, no] = await Promise.all([caseFacts(record, context), caseNumber(kind, of, context.now)]);
    return { ...facts, no };
  };

/** The earlier decided violation of the kind by the same enterprise. */
async function lastViolationOn({ _id, enterprise, acts }: PenaltyCase): Promise<string | null> {
  if (!enterprise) return null;
  const offences = acts.map(({ offence }) => offence);
  const query = {
    enterprise,
    _id: { $ne: _id },
    'decision.at': { $gt: new Date(0) },
    'acts.offence': { $in: offences },
  };
  const before = await penaltyCases.collection.findOne(query as never, { sort: { registeredAt: -1 } });
  return (
    before?.acts
      .map(({ actOn }) => actOn)
      .sort()
      .at(-1) ?? null
  );
}

const exempted: Looked<ExemptionFacts> = async (input, id, context, record) => {
  const [facts, rule] = await Promise.all([
    numbered('noPenalty')(input, id, context, record),
    read(exemptionRules, textOf(input, 'rule')[0] ?? ''),
  ]);
  return { ...facts, exemption: rule, lastViolationOn: rule ? await lastViolationOn(record) : null };
};

const deciding: Looked<DecisionFacts> = async (input, id, context, record) => {
  const [facts, linked] = await Promise.all([numbered('decision')(input, id, context, record), vetoLinked(record)]);
  return { ...facts, linked };
};

export const caseFactsOf = {
  ...{ assignInvestigators: crew, changeInvestigators: crew, recuse: recusal, requestRecusal: recusal },
  ...{ revokeFiling: usual, terminate: usual, decideRecusal: usual, askMoreTime: usual, report: usual },
  ...{ takeReview: usual, review: usual, returnForEvidence: usual, transferOut: usual, transferAnswered: usual },
  ...{ draftNotice: usual, waive: usual, recordWaiver: usual, noResponse: usual, hearingHeld: usual, recheck: usual },
  ...{ discussed: usual, discussedEarly: usual, sendBack: usual, draftDecision: usual, wake: usual },
  noPenalty: exempted,
  decide: deciding,
  approveNotice: numbered('priorNotice'),
  legalReview: numbered('legalReview'),
  refuseLegalReview: numbered('legalReview'),
};
