/** Plans of the roster: drafting, the days of a preview, spreadsheets in and out. Their steps are mounted from the table (record.routes.ts). */
import type Router from '@koa/router';
import { type Context } from 'koa';
import { z } from 'zod';
import { DomainError } from '../models/core/errors';
import { create, read } from '../models/core/journal';
import { policy } from '../models/core/policy';
import { checked } from '../models/core/workflow';
import { DEFAULT_PATTERN, postsOf } from '../models/duty/pattern';
import { daysBetween } from '../models/duty/planner';
import { draftRoster, importRoster } from '../models/duty/roster.commands';
import { checkDays } from '../models/duty/roster.facts';
import { DraftRoster } from '../models/duty/roster.schema';
import {
  awayDuring,
  listPlans,
  rosterPlans,
  shiftsOfDays,
  staffForDuty,
  standingShifts,
} from '../models/duty/roster.store';
import { type CellFault, readRoster, rosterTable } from '../models/duty/rosterImport';
import { carriedBy } from '../models/duty/rosterLoads';
import { poolsOf } from '../models/duty/rosterPools';
import { readTable, writeTable } from '../models/duty/sheet';
import { commandContext } from './commands';
import { COLLEAGUES_ONLY, dayOf, daysOfMonth, MonthQuery, requireDuty } from './duty.routes';
import { type SignedIn } from './signIn';

const PLANNERS_ONLY = '排班由指挥中心和局领导办理，请联系值班员。';
/** A file of 180 kB as base64. */
const FILE_CHARACTERS = 250_000;
export const ImportRoster = z.strictObject({
  id: DraftRoster.shape.id,
  /** The file, as base64. */
  file: z
    .string({ error: '请选择表格文件' })
    .min(1, '请选择表格文件')
    .max(FILE_CHARACTERS, '文件太大（最多 180 KB），请分月导入')
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, '文件没有读完整，请重新选择'),
});

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WIDTHS = [12, 16];
const WIDTH = 18;

async function sendTable(ctx: Pick<Context, 'set' | 'body'>, name: string, rows: string[][]) {
  ctx.set('content-type', XLSX);
  ctx.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`);
  ctx.body = await writeTable(
    '值班表',
    rows,
    (rows[0] ?? []).map((_, n) => WIDTHS[n] ?? WIDTH),
  );
}

function refuseFaults(faults: readonly CellFault[]): void {
  if (faults.length === 0) return;
  const shown = faults.slice(0, 3).map(({ cell, words }) => `${cell}：${words}`);
  throw new DomainError('INVALID_INPUT', `表格里有 ${faults.length} 处要改，一行也没有导入：${shown.join('；')}。`, {
    fields: faults.map(({ cell, words }) => ({ field: cell, reason: words })),
  });
}

async function importTable(body: unknown, state: SignedIn) {
  const { id, file } = checked(ImportRoster, body);
  const rows = await readTable(Buffer.from(file, 'base64'));
  const { pattern, pools: rules, restHours } = policy().duty;
  const days = rows.flatMap(
    ([first]) => /^20\d{2}-\d{2}-\d{2}/.exec(first instanceof Date ? first.toISOString() : String(first))?.[0] ?? [],
  );
  const year = (days.sort()[0] ?? state.now.toISOString()).slice(0, 4);
  const [staff, standing, absences] = await Promise.all([
    staffForDuty(),
    standingShifts(`${Number(year) - 1}-12-29`, `${Number(year) + 1}-12-31`),
    awayDuring(`${year}-01-01`, `${Number(year) + 1}-12-31`),
  ]);
  const pools = poolsOf(pattern, rules, staff, { included: [], excluded: [] });
  const people = staff.map(({ _id, name }) => ({ id: _id, name }));
  const found = readRoster(rows, { pattern, staff: people, pools, standing, absences, restHours });
  refuseFaults(found.faults);
  const { from, to, shifts, kept } = found;
  const violated = checkDays({ from, to, posts: postsOf(pattern), shifts, standing, absences, pools });
  const problems = [
    ...found.remarks.map(({ cell, words }) => problem(from, to, `${cell}：${words}`)),
    ...violated.map((one) => ({ ...one, kind: 'rule' as const, help: '请核对表格，或带问题发布' })),
  ];
  const loads = carriedBy(
    shifts.map((shift) => ({ ...shift, seats: shift.seats.map((seat) => ({ ...seat, state: 'planned' })) })),
  );
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const by = { id: state.actor.id, name: state.session.person.name };
  const preview = { shifts, loads, problems, kept: kept.map((one) => ({ id: one, status: 'kept' })) };
  return create(rosterPlans, importRoster({ id, from, to }, preview, context, by), context);
}

const problem = (from: string, to: string, words: string) => ({
  ...{ kind: 'rule' as const, from: new Date(from), to: new Date(to), post: null, county: null, words },
  help: '请核对表格，或带问题发布',
});

/** Every route of plans and their files. */
export function rosterRoutes(router: Router): void {
  const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

  router.get('/api/rosters', async (ctx) => {
    await requireDuty(stateOf(ctx), 'planRoster', PLANNERS_ONLY);
    ctx.body = { items: (await listPlans()).map(({ _id, ...plan }) => ({ id: _id, ...plan })) };
  });
  router.get('/api/rosters/pattern', async (ctx) => {
    await requireDuty(stateOf(ctx), 'planRoster', PLANNERS_ONLY);
    ctx.body = { pattern: policy().duty.pattern, standard: DEFAULT_PATTERN };
  });
  router.post('/api/rosters', async (ctx) => {
    const state = stateOf(ctx);
    await requireDuty(state, 'planRoster', PLANNERS_ONLY);
    const input = checked(DraftRoster, ctx.request.body ?? {});
    const by = { id: state.actor.id, name: state.session.person.name };
    const plan = await create(
      rosterPlans,
      draftRoster(input, by),
      commandContext(state, `${state.actor.id}:${input.id}`),
    );
    if (plan.draftedBy !== state.actor.id)
      throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id: input.id });
    ctx.body = { id: plan._id };
  });
  router.get('/api/rosters/:id/days', async (ctx) => {
    await requireDuty(stateOf(ctx), 'planRoster', PLANNERS_ONLY);
    const { month } = checked(MonthQuery, { ...ctx.query });
    const plan = await read(rosterPlans, String(ctx.params['id']));
    if (!plan) throw new DomainError('NOT_FOUND', '没有找到这份值班表，请返回列表刷新。');
    const [from, to] = daysOfMonth(month);
    ctx.body = {
      month,
      days: daysBetween(from, to).map(dayOf),
      shifts: plan.shifts.filter(({ day }) => day.startsWith(month)),
    };
  });

  router.get('/api/duty/template', async (ctx) => {
    await requireDuty(stateOf(ctx), 'planRoster', PLANNERS_ONLY);
    const { month } = checked(MonthQuery, { ...ctx.query });
    const [from, to] = daysOfMonth(month);
    await sendTable(ctx, `值班表模板-${month}`, rosterTable(daysBetween(from, to), policy().duty.pattern, []));
  });
  router.get('/api/duty/export', async (ctx) => {
    await requireDuty(stateOf(ctx), 'seeRoster', COLLEAGUES_ONLY);
    const { month } = checked(MonthQuery, { ...ctx.query });
    const [from, to] = daysOfMonth(month);
    const shifts = (await shiftsOfDays(from, to)).map((shift) => ({
      ...shift,
      seats: shift.seats.filter(({ state }) => state !== 'absent'),
    }));
    await sendTable(ctx, `值班表-${month}`, rosterTable(daysBetween(from, to), policy().duty.pattern, shifts));
  });
  router.post('/api/duty/import', async (ctx) => {
    const state = stateOf(ctx);
    await requireDuty(state, 'planRoster', PLANNERS_ONLY);
    const plan = await importTable(ctx.request.body ?? {}, state);
    if (plan.draftedBy !== state.actor.id) throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。');
    ctx.body = { id: plan._id, shifts: plan.shifts.length, problems: plan.problemCount, kept: plan.kept.length };
  });
}
