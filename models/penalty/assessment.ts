/**
 * 裁量: the step by which an investigator, later the reviewer, makes the discretion sheet of one act. The decision is pure; clauses, tables,
 * past cases and what the file says of the party are looked up before it.
 */
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { policy } from '../core/policy';
import { advance, command, type Context, type Outcome } from '../core/workflow';
import { fileFacts } from '../discretion/caseFile';
import { AssessAct, type DiscretionSheet, type DiscretionTable, type NormSheet } from '../discretion/discretion.schema';
import { pastSheets, tablesFor } from '../discretion/discretion.store';
import { type Bounds } from '../discretion/engine';
import { chosenOf } from '../discretion/explain';
import { type FileFacts, type Known, unproven } from '../discretion/fill';
import { nearest, outlierOf, type PastSheet } from '../discretion/neighbours';
import { combined, fineOf, normsOf, sheetOf } from '../discretion/sheet';
import { tableOn } from '../discretion/table';
import { type Comparison, compareBases } from '../law/comparison';
import { type Grade, type LegalBasis, Offence, OFFENCES } from '../law/law.schema';
import { basesOf } from '../law/law.store';
import { yuan } from '../law/law.words';
import { personById } from '../people/people.store';
import { type Act } from './case.schema';
import { type PenaltyCase } from './penalty.schema';
import { penaltyCases } from './penalty.store';
import { penaltyWorkflow } from './penalty.workflow';

const invalid = (message: string, field: string) =>
  new DomainError('INVALID_INPUT', message, { fields: [{ field, reason: message }] });

/** The act of this id. @throws DomainError INVALID_INPUT */
export function actOf({ acts }: Pick<PenaltyCase, 'acts'>, id: string): Act {
  const act = acts.find((one) => one.id === id);
  if (!act) throw invalid('没有这一项违法行为，请刷新后重新选择。', 'act');
  return act;
}

/** The norm under which an act is assessed. @throws DomainError NOT_NOW when its offence is none of the list */
export function offenceOf(act: Act, other?: Offence): Offence {
  const { success, data } = Offence.safeParse(other ?? act.offence);
  if (success) return data;
  throw new DomainError('NOT_NOW', '这项违法行为的种类不在目录里，请先在“写明违法行为”里重新选择。', { act: act.id });
}

/** Both laws for an act as they stand on a Shanghai day. An act still going on when it was discovered is judged by that day. */
export const comparisonOf = (
  act: Act,
  offence: Offence,
  grade: Grade,
  decidedOn: string,
  bases: readonly LegalBasis[],
): Comparison<LegalBasis> =>
  compareBases(
    {
      ...{ offence, grade, decidedOn, actOn: act.actOn, quantities: act.quantities, order: policy().law.lighterBy },
      endedOn: act.endedOn ?? (act.continuous ? act.discoveredOn : null),
    },
    bases,
  );

export const boundsNow = (): Bounds => {
  const { adjustPermille, reducePermille } = policy().discretion;
  return { adjustPermille, reducePermille };
};

export interface AssessFacts extends Pick<FileFacts, 'earlier' | 'complaints'> {
  bases: LegalBasis[];
  tables: DiscretionTable[];
  past: PastSheet[];
  byName: string;
}

/** Every factor has an answer, and whatever lies above the lowest step is proved by something that is in the file. */
function requireProof(record: PenaltyCase, table: DiscretionTable, said: AssessAct, known: readonly Known[]): void {
  const open = table.factors.filter(({ code }) => !said.factors[code]).map(({ label }) => label);
  if (open.length > 0)
    throw invalid(`还没有选择：${open.join('、')}；不能认定的，请选“不能认定”按最低一档计。`, 'factors');
  const bare = unproven(table, said.factors);
  if (bare.length > 0) throw invalid(`${bare.join('、')}没有证据，请选择证据，或选“不能认定”按最低一档计。`, 'factors');
  const inFile = new Set([
    ...record.evidence,
    ...record.acts.flatMap(({ evidence }) => evidence),
    ...known.map(({ ref }) => ref),
  ]);
  const named = [...Object.values(said.factors), ...said.adjustments].flatMap(({ evidence }) => evidence);
  if (named.some((ref) => !inFile.has(ref))) throw invalid('选择的证据不在本案案卷里，请先补充证据。', 'factors');
}

/** The warning against what past cases came to, with the reason for keeping to it. @throws DomainError INVALID_INPUT without a reason */
function outlierFor(sheet: NormSheet, said: AssessAct, past: readonly PastSheet[]): NormSheet['outlier'] {
  const { neighbours, outlierShare } = policy().discretion;
  const { table, range } = chosenOf(sheet);
  const warning = outlierOf(nearest(table, sheet.factors, past, neighbours), range, sheet.resultFen, outlierShare);
  if (!warning) return null;
  if (!said.outlierReason) throw invalid(warning, 'outlierReason');
  return { warning, reason: said.outlierReason };
}

/** 不得因当事人陈述、申辩或者要求听证给予更重的处罚: 生态环境行政处罚办法 第四十五条. */
function requireNotHeavier({ notice, status }: PenaltyCase, sheets: readonly DiscretionSheet[]): void {
  const told = notice?.serving ? notice.fineFen : null;
  if (status !== 'rechecked' || told === null || fineOf(sheets) <= told) return;
  throw new DomainError(
    'NOT_NOW',
    `告知的罚款是${yuan(told)}，不得因陈述申辩或者听证加重处罚，请重新裁量；确有新的事实的，应退回补充调查并重新告知。`,
  );
}

/**
 * The sheet of one act, in place of the one before it; under another norm, beside it, and the higher fine governs.
 *
 * @throws DomainError NOT_PERMITTED | ILLEGAL_TRANSITION | NOT_NOW (no clause, no table, heavier than told) | INVALID_INPUT
 */
export function assessAct(
  record: PenaltyCase,
  said: AssessAct,
  context: Context,
  facts: AssessFacts,
): Outcome<PenaltyCase> {
  const status = advance(penaltyWorkflow, 'assess', record, context);
  const act = actOf(record, said.act);
  const offence = offenceOf(act, said.offence);
  const today = shanghaiDay(context.now);
  const table = tableOn(facts.tables, offence, today);
  if (table) requireProof(record, table, said, [...(facts.earlier ?? []), ...(facts.complaints ?? [])]);
  const comparison = comparisonOf(act, offence, said.grade, today, facts.bases);
  const by = { by: context.actor.id, byName: facts.byName, at: context.now };
  const made = sheetOf(offence, said, { comparison, table, bounds: boundsNow() }, by);
  const sheet = { ...made, outlier: outlierFor(made, said, facts.past) };
  const before = record.sheets.filter((one) => one.act === act.id).flatMap(normsOf);
  const others = before.filter((one) => one.offence !== offence);
  const kept = record.sheets.filter((one) => one.act !== act.id && record.acts.some(({ id }) => id === one.act));
  const sheets = [...kept, combined([sheet, ...others])];
  requireNotHeavier(record, sheets);
  const { resultFen, chosen, hash, adjustments } = sheet;
  return {
    document: { ...record, status, sheets },
    event: {
      type: 'penalty.assessed',
      data: {
        ...{ act: act.id, offence: OFFENCES[offence], resultFen, chosen, hash, outlier: sheet.outlier !== null },
        ...{ adjusted: adjustments.length > 0, fineFen: fineOf(sheets) },
      },
    },
  };
}

const NOTHING: AssessFacts = { bases: [], tables: [], past: [], earlier: null, complaints: null, byName: '' };

/** What the decision needs; of an input that will be refused, nothing. */
async function assessFacts(input: unknown, id: string, { actor }: Context): Promise<AssessFacts> {
  const said = AssessAct.safeParse(input);
  const record = said.success ? await read(penaltyCases, id) : null;
  const act = record?.acts?.find((one) => one.id === said.data?.act);
  const offence = Offence.safeParse(said.data?.offence ?? act?.offence);
  if (!record || !act || !offence.success) return NOTHING;
  const [bases, tables, past, file, person] = await Promise.all([
    basesOf(offence.data),
    tablesFor(offence.data),
    pastSheets([offence.data], policy().discretion.compared, id),
    fileFacts(record, act),
    personById(actor.id),
  ]);
  return { ...file, bases, tables, past, byName: person?.name ?? '' };
}

export const assessmentCommands = { assess: command(AssessAct, assessAct) };
export const assessmentFacts = { assess: assessFacts };
