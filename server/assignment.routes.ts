import type Router from '@koa/router';
import { z } from 'zod';
import { permits, visibleTo } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { change, read, type Stored } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { answerAlarm, toldOf } from '../models/assignment/assignment.commands';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignments, assignmentsAbout, assignmentsOf, unacknowledged } from '../models/assignment/assignment.store';
import { ALARM } from '../models/assignment/assignment.purposes';
import { OPEN_ASSIGNMENTS } from '../models/assignment/assignment.workflow';
import { reasonOf, whyOf } from '../models/assignment/why';
import { commandContext } from './commands';
import { presentAssignment } from './record.page';
import { type SignedIn } from './signIn';

/** Where a list goes on, as the answer before named it. */
const After = z.string().max(240).optional();
const Limit = z.coerce.number().int().min(1).max(200).default(100);
export const TasksQuery = z.strictObject({
  status: z.enum(['open', 'done']).default('open'),
  after: After,
  limit: Limit,
});
export const DeskTasksQuery = z.strictObject({ after: After, limit: Limit });
export const AlarmAnswer = z.strictObject({
  note: z.string().trim().min(2, '请写明联系到了谁、怎么说的').max(200),
});

/** Moment and id of the last row. @throws DomainError INVALID_INPUT */
function cursorOf(text: string) {
  const [at = '', ...id] = text.split('~');
  const moment = at ? new Date(at) : null;
  if (id.length === 0 || Number.isNaN(moment?.getTime()))
    throw new DomainError('INVALID_INPUT', '翻页的位置不对，请从列表的第一页重新开始。');
  return { at: moment, id: id.join('~') };
}
const cursorText = (at: Date | null, { _id }: Assignment) => `${at?.toISOString() ?? ''}~${_id}`;

/** An assignment of one's own list; of one that reached its reader because somebody kept silent, why. */
function presentTask(assignment: Stored<Assignment>, reader: string) {
  const isOwn = assignment.person === reader;
  return {
    ...presentAssignment(assignment),
    instead: !isOwn,
    ...(isOwn ? {} : { personName: assignment.personName, reason: reasonOf(assignment, reader) }),
  };
}

/** Who may ask why: the person, whoever was told instead, and the desk of the county or the city. */
const mayAsk = (assignment: Assignment, { actor }: SignedIn): boolean =>
  assignment.person === actor.id ||
  toldOf(assignment).some(({ person }) => person === actor.id) ||
  permits('seeDesk', actor, assignment);

const NOT_FOUND = '没有找到这项任务，可能已经办结清理，或者不属于您，请返回“我的任务”刷新。';

async function visible(id: string, state: SignedIn, action: string): Promise<Stored<Assignment>> {
  const assignment = await read(assignments, id);
  if (!assignment) throw new DomainError('NOT_FOUND', NOT_FOUND, { id });
  if (mayAsk(assignment, state)) return assignment;
  await recordDenied(commandContext(state), { objectType: 'assignments', objectId: id, action });
  throw new DomainError('NOT_FOUND', NOT_FOUND, { id, denied: true });
}

/** Tasks of one's own and of the desk, why one was told, and the answer to the alarm that nobody could be reached. */
export function assignmentRoutes(router: Router): void {
  const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

  router.get('/api/assignments', async (ctx) => {
    const { actor } = stateOf(ctx);
    const { status, after, limit } = checked(TasksQuery, { ...ctx.query });
    const found = await assignmentsOf(actor.id, status, { limit, after: after ? cursorOf(after) : undefined });
    const last = found.length === limit ? found.at(-1) : undefined;
    ctx.body = {
      items: found.map((assignment) => presentTask(assignment, actor.id)),
      next: last ? cursorText(last.openedAt, last) : null,
    };
  });

  router.get('/api/assignments/unacknowledged', async (ctx) => {
    const scope = visibleTo('seeDesk', stateOf(ctx).actor);
    if (!scope) throw new DomainError('NOT_PERMITTED', '值班台只对指挥中心和各级负责人开放，请从“我的任务”办理。');
    const { after, limit } = checked(DeskTasksQuery, { ...ctx.query });
    const from = after ? { unreachable: after.startsWith('1'), ...cursorOf(after.slice(2)) } : undefined;
    const found = await unacknowledged(scope, { limit, after: from });
    const last = found.length === limit ? found.at(-1) : undefined;
    ctx.body = {
      items: found.map((assignment) => ({ ...presentAssignment(assignment), personName: assignment.personName })),
      next: last ? `${Number(last.unreachable)}~${cursorText(last.nextRungAt, last)}` : null,
    };
  });

  router.get('/api/assignments/:id/why', async (ctx) => {
    const state = stateOf(ctx);
    const assignment = await visible(String(ctx.params['id']), state, 'assignment.why');
    const about = permits('seeDesk', state.actor, assignment) || toldOf(assignment).length > 0;
    ctx.body = {
      ...whyOf(assignment, about ? await assignmentsAbout(assignment.record) : [], state.actor.id),
      record: presentAssignment(assignment).record,
      mayAnswerAlarm:
        permits('answerAlarm', state.actor) &&
        assignment.purpose === ALARM &&
        OPEN_ASSIGNMENTS.includes(assignment.status),
    };
  });

  router.post('/api/assignments/:id/handled', async (ctx) => {
    const state = stateOf(ctx);
    const { note } = checked(AlarmAnswer, ctx.request.body);
    const { _id } = await visible(String(ctx.params['id']), state, 'assignment.handled');
    const key = ctx.get('idempotency-key').slice(0, 64);
    const context = commandContext(state, key ? `${state.actor.id}:${key}` : undefined);
    const changed = await change(assignments, _id, context, (current) => answerAlarm(current, note, context));
    ctx.body = presentAssignment(changed);
  });
}
