/** 审批 by HTTP: the page of one approval, the queue, and several at once. The approval itself is the step's own route. */
import type Router from '@koa/router';
import { z } from 'zod';
import { approvables } from '../models/approval/approvables';
import { lendersTo } from '../models/approval/delegation.store';
import { type Awaited, approvalQueue } from '../models/approval/queue';
import { factorStanding } from '../models/approval/secondFactor';
import { type Approvable, shownOf } from '../models/approval/signing';
import { recordDenied } from '../models/core/auditLog';
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { read, type Stored } from '../models/core/journal';
import { policy } from '../models/core/policy';
import {
  advance,
  checked,
  type Context,
  offered,
  type Stateful,
  type StandsFor,
  type Workflow,
} from '../models/core/workflow';
import { type AnyFace, faceOf, faces } from '../models/domains';
import { approvalContext, commandContext, idempotencyKey } from './commands';
import { type SignedIn } from './signIn';

export const ApprovalQuery = z.strictObject({ onBehalf: z.string().min(1).max(64).optional() });
const MOST_AT_ONCE = 20;
export const ApproveSeveral = z.strictObject({
  items: z
    .array(
      z.strictObject({
        path: z.string().min(1).max(40),
        id: z.string().min(1).max(80),
        step: z.string().min(1).max(40),
        key: z.string().min(8).max(64),
        input: z.looseObject({}),
      }),
    )
    .min(1, '请至少勾选一件')
    .max(MOST_AT_ONCE, `一次最多${String(MOST_AT_ONCE)}件`),
});

const pathOf = (store: string) => faceOf(store)?.path ?? store;

const row = ({ store, id, step, dueAt, onBehalf, view, seen }: Awaited) => ({
  ...{ path: pathOf(store), id, step, dueAt, label: view.label, no: view.no, title: view.title, seen },
  onBehalf: onBehalf && { id: onBehalf.actor.id, name: onBehalf.name },
  /** What is asked for, where it can be approved from the list. */
  asked: seen === null ? [] : view.parts.filter(({ id: part }) => part === 'asked').flatMap(({ blocks }) => blocks),
});

/** Why this step cannot be taken now, the second factor aside; null when it can. */
function refusalOf(face: AnyFace, step: string, record: Stored<Stateful>, context: Context): string | null {
  try {
    advance<Stateful, Workflow<Stateful>>(face.domain.workflow, step, record, {
      ...context,
      door: 'page',
      factorAt: context.now,
    });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

interface Looking {
  face: AnyFace;
  approvable: Approvable<Stateful>;
  state: SignedIn;
}

/** The record, if this reader or somebody they stand for may open it. @throws DomainError NOT_FOUND */
async function readable({ face, state }: Looking, id: string, lenders: readonly StandsFor[]) {
  const { store, workflow } = face.domain;
  const record = await read(store, id);
  const may = record && [state.actor, ...lenders.map(({ actor }) => actor)].some((one) => face.maySee(record, one));
  if (record && may) return record;
  if (record)
    await recordDenied(commandContext(state), { objectType: store.name, objectId: id, action: 'approval.read' });
  throw new DomainError('NOT_FOUND', `没有找到这件${workflow.noun}，可能已撤销或不属于您的范围，请返回列表刷新。`, {
    id,
  });
}

/** What may be sent back instead, with what it asks for. */
function backOf({ face, approvable }: Looking, step: string, record: Stored<Stateful>, context: Context) {
  const name = approvable.back[step];
  if (!name || !offered(face.domain.workflow, record, context).includes(name)) return null;
  return { step: name, label: face.domain.workflow.steps[name]?.label ?? name, form: face.forms[name] ?? [] };
}

async function approvalPage(looking: Looking, id: string, step: string, onBehalf: string | undefined) {
  const { face, approvable, state } = looking;
  const { actor, now, session } = state;
  const approval = face.domain.workflow.steps[step]?.approval;
  if (!approval) throw new DomainError('NOT_FOUND', '没有这种审批，请返回列表刷新。', { step });
  const lenders = (await lendersTo(actor.id, now)).filter(({ steps }) => steps.includes(step));
  const record = await readable(looking, id, lenders);
  const standsFor = lenders.find((lender) => lender.actor.id === onBehalf);
  const context: Context = { ...commandContext(state), ...(standsFor ? { standsFor } : {}) };
  const view = approvable.view(record, step, await approvable.look(record, step, now));
  const { seen } = shownOf(view);
  const present = new Set(view.parts.map((part) => part.id));
  return {
    ...{ view, seen, version: record.version, required: approval.parts.filter((part) => present.has(part)) },
    preset: approvable.preset?.(record, step) ?? {},
    ...{ form: face.forms[step] ?? [], back: backOf(looking, step, record, { ...context, actor }) },
    refusal: refusalOf(face, step, record, context) ?? (standsFor && approvable.barred?.(record, actor.id)) ?? null,
    onBehalf: standsFor ? { id: standsFor.actor.id, name: standsFor.name } : null,
    lenders: lenders.map((lender) => ({ id: lender.actor.id, name: lender.name })),
    own: refusalOf(face, step, record, commandContext(state)) === null,
    factor: await factorStanding(session.key, actor.id, now),
    factorMinutes: policy().approval.factorMinutes,
  };
}

type Item = z.infer<typeof ApproveSeveral>['items'][number];

/** One of several: refused in words, whatever becomes of the others. */
async function approveOne({ path, id, step, key, input }: Item, state: SignedIn) {
  const face = faces.find((one) => one.path === path);
  if (!face?.domain.workflow.steps[step]?.approval || !policy().approval.batch.includes(step))
    return { id, step, ok: false, message: '这一类审批不能成批办理，请打开审批页逐件办理。' };
  const context = await approvalContext(state, idempotencyKey(key, state.actor));
  const said = { ...input, approval: { ...(input['approval'] as object | undefined), batch: true } };
  try {
    await perform(face.domain, step, id, said, context);
    return { id, step, ok: true, message: '已同意' };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { id, step, ok: false, code: error.code, message: error.message };
  }
}

/** Mounted before the routes of single records. */
export function approvalRoutes(router: Router): void {
  router.get('/api/approvals', async (ctx) => {
    const { actor, now, session } = ctx.state as SignedIn;
    const queue = await approvalQueue(actor, now);
    ctx.body = { items: queue.map(row), factor: await factorStanding(session.key, actor.id, now) };
  });
  router.post('/api/approvals/batch', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { items } = checked(ApproveSeveral, ctx.request.body);
    const results = [];
    for (const item of items) results.push(await approveOne(item, state));
    ctx.body = { results, done: results.filter(({ ok }) => ok).length };
  });
  for (const face of faces) {
    const approvable = approvables[face.domain.store.name];
    if (!approvable) continue;
    router.get(`/api/${face.path}/:id/approval/:step`, async (ctx) => {
      const { onBehalf } = checked(ApprovalQuery, { ...ctx.query });
      const looking = { face, approvable, state: ctx.state as SignedIn };
      ctx.body = await approvalPage(looking, String(ctx.params['id']), String(ctx.params['step']), onBehalf);
    });
  }
}
