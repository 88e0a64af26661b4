/** A case under investigation in Putuo whose party was fined before, past cases of the same kind, and clauses and tables in force. */
import { create } from '../../models/core/journal';
import { type Context } from '../../models/core/workflow';
import { AssessAct, type FactorAnswers } from '../../models/discretion/discretion.schema';
import { keepBuiltInTables, tablesFor } from '../../models/discretion/discretion.store';
import { keepBuiltInLaw } from '../../models/law/builtIn';
import { basesOf } from '../../models/law/law.store';
import { assessAct } from '../../models/penalty/assessment';
import { type Act } from '../../models/penalty/case.schema';
import { type PenaltyCase } from '../../models/penalty/penalty.schema';
import { penaltyCases } from '../../models/penalty/penalty.store';
import { as } from '../builders';
import { clueFor } from './clue';

export const TODAY = new Date('2026-11-24T10:00:00+08:00');
export const CASE = 'case-discretion-0001';
const USCC = '91330903MA2C0EXAMP';
export const PROOF = ['a'.repeat(64), 'b'.repeat(64)] as const;

export const anAct = (change: Partial<Act> = {}): Act => ({
  ...{ id: 'act-1', offence: 'eiaForm', text: '鱼粉生产线未批先建', place: '', actOn: '2026-06-10', endedOn: null },
  ...{ continuous: false, discoveredOn: '2026-10-08', harm: false, quantities: { investmentFen: 1_200_000_000 } },
  ...{ facts: '主体已施工。', evidence: [...PROOF], ...change },
});
export const answers = (steps: Record<string, string>, evidence: readonly string[] = [PROOF[0]]): FactorAnswers =>
  Object.fromEntries(
    Object.entries(steps).map(([code, step]) => [
      code,
      { step, established: true, value: null, evidence: [...evidence], note: '' },
    ]),
  );
export const MAIN = { stage: 'main', duration: 'below12', times: 'second', complaints: 'none' };

const wang = (now: Date): Context => as('staff', 'wang', { now });
const aCase = (id: string, acts: Act[], change: Partial<PenaltyCase> = {}): PenaltyCase => ({
  ...clueFor({ party: { kind: 'ORGANISATION', name: '东海鱼粉示例有限公司', uscc: USCC } }).document,
  ...{ _id: id, no: null, status: 'investigating', investigatorIds: ['wang', 'li'], evidence: [...PROOF], acts },
  ...{ wakeAt: null, ...change },
});

async function keep(document: PenaltyCase, now: Date): Promise<void> {
  await create(penaltyCases, { document, event: { type: 'penalty.registered', data: {} } }, wang(now));
}

/** A decided case with its sheet, of another party unless it says otherwise. */
export async function decidedCase(id: string, steps: Record<string, string>, change: Partial<PenaltyCase> = {}) {
  const act = anAct({ actOn: '2026-09-01', discoveredOn: '2026-09-02' });
  const open = aCase(id, [act], { party: { kind: 'ORGANISATION', name: '另一家示例公司', uscc: null } });
  const at = new Date('2026-09-20T10:00:00+08:00');
  const said = AssessAct.parse({ act: act.id, factors: answers(steps), chosen: 'ONLY', chosenReason: '同一规定' });
  const [bases, tables] = await Promise.all([basesOf('eiaForm'), tablesFor('eiaForm')]);
  const facts = { bases, tables, past: [], earlier: [], complaints: [], byName: '王示海' };
  const { sheets } = assessAct(open, said, wang(at), facts).document;
  const decision = { no: `舟环罚〔2026〕${id.at(-1)}号`, at } as PenaltyCase['decision'];
  await keep({ ...open, status: 'decided', sheets, decision, ...change }, at);
}

/** Everything in the open, empty database. */
export async function settleDiscretion(acts: Act[] = [anAct()]): Promise<void> {
  await keepBuiltInLaw(TODAY);
  await keepBuiltInTables(TODAY);
  const ofTheParty = { party: { kind: 'ORGANISATION' as const, name: '东海鱼粉示例有限公司', uscc: USCC } };
  await decidedCase('past-1', { ...MAIN, times: 'first' }, ofTheParty);
  for (const id of ['past-2', 'past-3', 'past-4']) await decidedCase(id, MAIN);
  await keep(aCase(CASE, acts), TODAY);
}
