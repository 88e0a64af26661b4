/** Plans of the roster: drafting, the days of a preview, spreadsheets in and out. Their steps are mounted from the table (record.routes.ts). */
import type Router from '@koa/router';
import { type Context } from 'koa';
import { z } from 'zod';
import { DomainError } from '../models/core/errors';
import { create, read } from '../models/core/journal';
import { policy } from '../models/core/policy';
import { checked } from '../models/core/workflow';
import { importedRoster } from '../models/duty/importing';
import { DEFAULT_PATTERN } from '../models/duty/pattern';
import { daysBetween } from '../models/duty/planner';
import { draftRoster } from '../models/duty/roster.commands';
import { DraftRoster } from '../models/duty/roster.schema';
import { listPlans, rosterPlans, shiftsOfDays } from '../models/duty/roster.store';
import { rosterTable } from '../models/duty/rosterImport';
import { writeTable } from '../models/duty/sheet';
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

async function importTable(body: unknown, state: SignedIn) {
  const { id, file } = checked(ImportRoster, body);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const by = { id: state.actor.id, name: state.session.person.name };
  return create(rosterPlans, await importedRoster(id, Buffer.from(file, 'base64'), context, by), context);
}

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
