/** A roster that was made as a table elsewhere, as a plan with its preview: everything wrong is told by cell, and nothing is kept of it. */
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { postsOf } from './pattern';
import { importRoster } from './roster.commands';
import { checkDays } from './roster.facts';
import { type RosterPlan } from './roster.schema';
import { awayDuring, staffForDuty, standingShifts } from './roster.store';
import { type CellFault, daysOf, readRoster } from './rosterImport';
import { carriedBy } from './rosterLoads';
import { poolsOf } from './rosterPools';
import { readTable } from './sheet';

function refuseFaults(faults: readonly CellFault[]): void {
  if (faults.length === 0) return;
  const shown = faults.slice(0, 3).map(({ cell, words }) => `${cell}：${words}`);
  throw new DomainError('INVALID_INPUT', `表格里有 ${faults.length} 处要改，一行也没有导入：${shown.join('；')}。`, {
    fields: faults.map(({ cell, words }) => ({ field: cell, reason: words })),
  });
}

const HELP = '请核对表格，或带问题发布';
const problem = (from: string, to: string, words: string) => ({
  ...{ kind: 'rule' as const, from: new Date(from), to: new Date(to), post: null, county: null, words },
  help: HELP,
});

/**
 * The plan that this file (.xlsx or CSV) makes, held against what stands already and against the rules of the roster.
 *
 * @throws DomainError INVALID_INPUT: no table, or faults by cell
 */
export async function importedRoster(
  id: string,
  file: Buffer,
  context: Context,
  by: { id: string; name: string },
): Promise<Outcome<RosterPlan>> {
  const rows = await readTable(file);
  const { pattern, pools: rules, restHours } = policy().duty;
  const year = Number((daysOf(rows).sort()[0] ?? shanghaiDay(context.now)).slice(0, 4));
  const [staff, standing, absences] = await Promise.all([
    staffForDuty(),
    standingShifts(`${year - 1}-12-29`, `${year + 1}-12-31`),
    awayDuring(`${year}-01-01`, `${year + 1}-12-31`),
  ]);
  const pools = poolsOf(pattern, rules, staff, { included: [], excluded: [] });
  const people = staff.map(({ _id, name }) => ({ id: _id, name }));
  const found = readRoster(rows, { pattern, staff: people, pools, standing, absences, restHours });
  refuseFaults(found.faults);
  const { from, to, shifts, kept } = found;
  const violated = checkDays({ from, to, posts: postsOf(pattern), shifts, standing, absences, pools });
  const problems = [
    ...found.remarks.map(({ cell, words }) => problem(from, to, `${cell}：${words}`)),
    ...violated.map((one) => ({ ...one, kind: 'rule' as const, help: HELP })),
  ];
  const loads = carriedBy(
    shifts.map((shift) => ({ ...shift, seats: shift.seats.map((seat) => ({ ...seat, state: 'planned' })) })),
  );
  const preview = { shifts, loads, problems, kept: kept.map((one) => ({ id: one, status: 'kept' })) };
  return importRoster({ id, from, to }, preview, context, by);
}
