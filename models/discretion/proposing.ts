/** 裁量表: how an edition is proposed, simulated, put in force and followed by another. Pure: no database, no clock. */
import { CLOCK } from '../core/access';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { OFFENCES } from '../law/law.schema';
import { askLeaders, decidedAbout, type DeciderFacts, type Named, proposedBy } from '../law/reviewed';
import { type DiscretionTable, type ProposeTable, type SupersedeTable, type TableContent } from './discretion.schema';
import { discretionWorkflow } from './discretion.workflow';
import { simulate, type SimulatedSheet } from './simulation';
import { faultsOf } from './table';

export const idOf = (code: string, edition: number): string => `${code}@${edition}`;
export const titleOf = ({ _id, name }: Pick<DiscretionTable, '_id' | 'name'>): string => `${_id} · ${name}`;

/** @throws DomainError INVALID_INPUT naming what is wrong, the sum included */
export function requireSound(table: TableContent): void {
  const faults = faultsOf(table);
  if (faults.length === 0) return;
  const said = faults
    .slice(0, 5)
    .map(({ message }) => message)
    .join('；');
  throw new DomainError('INVALID_INPUT', `裁量表“${table.code}”有${faults.length}处要改：${said}。`, { faults });
}

const outcome = (
  document: DiscretionTable,
  type: string,
  data: Record<string, unknown> = {},
  effects: Effect[] = [],
): Outcome<DiscretionTable> => ({ document, event: { type: `discretion.${type}`, data }, effects });

const begun = (table: TableContent, edition: number, author: Named, note: string, now: Date): DiscretionTable => ({
  ...{ ...table, ...proposedBy(author, note, now), _id: idOf(table.code, edition), edition },
  ...{ validTo: null, simulation: null },
});

export interface ProposeFacts {
  author: Named;
  leaders: Named[];
  /** One more than the highest edition under the code. */
  edition: number;
  /** Past sheets of its offences, the latest first. */
  past: SimulatedSheet[];
}

/**
 * A table as it is proposed, simulated at once; asked of every leader but its author.
 *
 * @throws DomainError INVALID_INPUT naming every fault
 */
export function proposeTable(
  { table, note }: ProposeTable,
  { actor, now }: Context,
  { author, leaders, edition, past }: ProposeFacts,
): Outcome<DiscretionTable> {
  requireSound(table);
  const document = begun({ ...table, illustrative: false }, edition, author, note, now);
  const simulation = simulate(document, past, policy().discretion.simulationPermille, { by: actor.id, at: now });
  return outcome(
    { ...document, simulation },
    'proposed',
    { note, cases: simulation.cases.length },
    askLeaders('discretion', titleOf(document), author.id, leaders),
  );
}

/** A table that comes with the program: in force until the legal office has loaded its own, and marked as illustrative for good. */
export function builtInTable(table: TableContent, now: Date): Outcome<DiscretionTable> {
  requireSound(table);
  const decided = { decidedBy: CLOCK.id, decidedByName: '系统', decidedAt: now, decision: '随系统启用，仅作示例' };
  const document: DiscretionTable = {
    ...{ ...begun(table, 1, { id: CLOCK.id, name: '系统' }, '随系统启用', now), ...decided, status: 'inForce' },
  };
  return outcome(document, 'builtIn');
}

/** 重新模拟: over the cases as they are now; whoever had the old one open has to look again, since an approval covers what was shown. */
export function simulateTable(
  table: DiscretionTable,
  _input: unknown,
  context: Context,
  { past }: { past: SimulatedSheet[] },
): Outcome<DiscretionTable> {
  const status = advance(discretionWorkflow, 'simulate', table, context);
  const { actor, now } = context;
  const simulation = simulate(table, past, policy().discretion.simulationPermille, { by: actor.id, at: now });
  return outcome({ ...table, status, simulation }, 'simulated', { cases: simulation.cases.length });
}

export interface ApproveFacts extends DeciderFacts {
  /** Other tables in force without an end that share an offence or the code. */
  standing: Pick<DiscretionTable, '_id' | 'code' | 'edition' | 'offences' | 'validFrom'>[];
}

function requireFree(table: DiscretionTable, standing: ApproveFacts['standing']): void {
  const newer = standing.find(({ code, edition }) => code === table.code && edition > table.edition);
  if (newer) throw new DomainError('NOT_NOW', `更新的${newer._id}已经启用，请按它另行提出修改。`, { newer: newer._id });
  for (const other of standing.filter(({ code }) => code !== table.code)) {
    const shared = other.offences.find((offence) => table.offences.includes(offence));
    if (shared)
      throw new DomainError(
        'NOT_NOW',
        `“${OFFENCES[shared]}”已有裁量表${other._id}，请先停用它，或从这一张里去掉这种行为。`,
        { other: other._id },
      );
  }
}

/** 批准: never in force before the day of the approval; the edition before it ends on the day before. */
export function approveTable(
  table: DiscretionTable,
  _input: unknown,
  context: Context,
  { standing, ...facts }: ApproveFacts,
): Outcome<DiscretionTable> {
  const decided = decidedAbout(about, 'approve', table, null, context, facts);
  requireFree(table, standing);
  requireSound(table);
  const today = shanghaiDay(context.now);
  const validFrom = table.validFrom > today ? table.validFrom : today;
  const over = standing
    .filter(({ code }) => code === table.code)
    .map(({ _id }): Effect => ({
      kind: 'discretion.supersede',
      data: { table: _id, lastDay: addCalendarDays(validFrom, -1), by: table._id },
    }));
  return {
    ...decided,
    document: { ...decided.document, validFrom },
    effects: [...(decided.effects ?? []), ...over],
  };
}

/** A newer edition is in force. Sheets keep their frozen copy and know nothing of it. */
export function supersedeTable(
  table: DiscretionTable,
  { lastDay, by }: SupersedeTable,
  context: Context,
): Outcome<DiscretionTable> {
  const status = advance(discretionWorkflow, 'supersede', table, context);
  if (lastDay < table.validFrom) return outcome({ ...table, status: 'withdrawn' }, 'superseded', { by, lastDay: null });
  const sooner = table.validTo && table.validTo < lastDay ? table.validTo : lastDay;
  return outcome({ ...table, status, validTo: sooner }, 'superseded', { by, lastDay: sooner });
}

export const about = { workflow: discretionWorkflow, word: 'discretion', titleOf };
