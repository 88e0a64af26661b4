/**
 * 飞行检查 by HTTP, beyond what every record has. Whatever names a target travels in bodies, never in addresses, since addresses end in
 * logs; whatever shows one or opens it asks who it is once more, by a fresh code of DingTalk.
 */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { create, read, type Stored } from '../models/core/journal';
import { NewId } from '../models/core/newId';
import { policy } from '../models/core/policy';
import { checked, type Context as CommandContext } from '../models/core/workflow';
import { searchEnterprises } from '../models/enterprise/enterprise.store';
import { draftFlying } from '../models/flying/drafting';
import { flyingDomain } from '../models/flying/flying';
import { flyingFace } from '../models/flying/flying.face';
import { commitmentTo, draftFacts, targetOf } from '../models/flying/flying.facts';
import { ApproveFlying, DraftFlying, type FlyingInspection, OVER, STATES } from '../models/flying/flying.schema';
import { flyings, type ListedFlying, listFlyings, sealedFlyings } from '../models/flying/flying.store';
import { closingReport, openingFor } from '../models/flying/knowledge';
import { readable } from '../models/flying/pack';
import { boxOf } from '../models/flying/sealed.store';
import { type AnyFace, face } from '../models/domains';
import { peopleWithRole } from '../models/people/people.store';
import { commandContext, idempotencyKey } from './commands';
import { changedRecord } from './record.page';
import { visibleRecord } from './record.routes';
import { type Identity, type SignedIn } from './signIn';

export const NewFlying = z.looseObject({ id: NewId });
export const Words = z.strictObject({ words: z.string().trim().min(1, '请输入企业名称').max(40) });
/** Single-use code of the DingTalk client, fetched for this step. */
const Code = z.string({ error: '请在手机钉钉里操作' }).min(1, '请在手机钉钉里操作').max(512);
export const Reauth = z.strictObject({ code: Code });
export const Approve = z.strictObject({ ...ApproveFlying.shape, code: Code });

const asFace: AnyFace = face(flyingFace);
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;
const idOf = (ctx: { params: Record<string, unknown> }) => String(ctx.params['id']);
const PLANNERS = '飞行检查由策划人起草、局领导批准，如需了解请联系局领导。';

async function refuse(state: SignedIn, objectId: string, action: string, message: string): Promise<never> {
  await recordDenied(commandContext(state), { objectType: flyings.name, objectId, action });
  throw new DomainError('NOT_PERMITTED', message, { id: objectId });
}

const visible = async (ctx: { params: Record<string, unknown>; state: unknown }) =>
  (await visibleRecord(asFace, idOf(ctx), stateOf(ctx))) as unknown as Stored<FlyingInspection>;

/** That the person holding the phone is the one who signed in: a fresh code must name the same user. */
async function confirmWho(identity: Identity, code: string, state: SignedIn, id: string): Promise<void> {
  const userId = await identity.userIdOfCode(code);
  if (userId === state.session.person._id) return;
  const { actor, now, requestId } = state;
  const about = { action: 'flying.reauth', objectType: flyings.name, objectId: id, result: 'denied' as const };
  await appendAudit([{ at: now, actor: actor.id, ...about, requestId }]);
  throw new DomainError('NOT_PERMITTED', '身份再确认没有通过，请用本人的手机钉钉重新操作。', { id });
}

const presentRow = ({ _id, no, status, assembleAt, revealAt, commitment }: ListedFlying) => ({
  ...{ id: _id, no, status, statusLabel: STATES[status], assembleAt, revealAt },
  hash: commitment?.hash ?? null,
});

async function choices() {
  const leaders = await peopleWithRole('bureauLeader');
  const { points, kits } = policy().flying;
  return { leaders: leaders.map(({ _id: id, name, title }) => ({ id, name, title })), points, kits };
}

const secretChanged = (record: Stored<FlyingInspection>, state: SignedIn) => changedRecord(asFace, record, state);

async function draft(body: unknown, state: SignedIn) {
  const { id, ...rest } = checked(NewFlying, body);
  if (!permits('planFlying', state.actor)) await refuse(state, id, 'flying.draft', PLANNERS);
  const input = checked(DraftFlying, rest);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const standing = await read(flyings, id);
  const facts = standing ? null : await draftFacts(id, input, state.actor.id, state.now);
  const flying = standing ?? (await create(flyings, draftFlying(id, input, context, facts!), context));
  if (flying.planner !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return secretChanged(flying, state);
}

/** The only door through which a target shows before its time: to planner and leader, each time written down first. */
async function look(flying: Stored<FlyingInspection>, state: SignedIn) {
  const { _id: id } = flying;
  if (!permits('lookAtTarget', state.actor, flying) || OVER.includes(flying.status))
    await refuse(state, id, 'flying.look', '目标已封存，您不能查看，请等候揭示。');
  const { actor, now, requestId } = state;
  const about = { action: 'flying.look', objectType: flyings.name, objectId: id, result: 'revealed' as const };
  await appendAudit([{ at: now, actor: actor.id, ...about, requestId }]);
  const target = await targetOf(flying);
  return { target: readable(target), hash: commitmentTo(id, target) };
}

/** Every refused unlock is written down, too early ones as well. */
async function unlock(id: string, context: CommandContext): Promise<Stored<FlyingInspection>> {
  try {
    return await perform(flyingDomain, 'unlock', id, {}, context);
  } catch (error) {
    const early = error instanceof DomainError && ['NOT_NOW', 'ILLEGAL_TRANSITION'].includes(error.code);
    if (early) await recordDenied(context, { objectType: flyings.name, objectId: id, action: '双人解封' });
    throw error;
  }
}

/** Everything sealed so far, and what has been opened of it. */
const published = async () => ({
  items: (await sealedFlyings()).map((flying) => {
    const { no, commitment, status } = flying as unknown as FlyingInspection;
    const withdrawn = status === 'aborted' || status === 'compromised';
    return { no, ...commitment, opening: openingFor(flying as unknown as FlyingInspection), withdrawn };
  }),
});

/** Mounted before the generic routes of records, whose `/:id` would take these words for ids. */
export function flyingRoutes(router: Router, { identity }: { identity: Identity }): void {
  router.get('/api/flying', async (ctx) => {
    const state = stateOf(ctx);
    const found = await listFlyings(state.actor);
    ctx.body = { items: found.map(presentRow), mayDraft: permits('planFlying', state.actor) };
  });
  router.post('/api/flying', async (ctx) => {
    ctx.body = await draft(ctx.request.body, stateOf(ctx));
  });
  router.get('/api/flying/choices', async (ctx) => {
    const state = stateOf(ctx);
    if (!permits('planFlying', state.actor)) await refuse(state, 'choices', 'flying.draft', PLANNERS);
    ctx.body = await choices();
  });
  router.post('/api/flying/enterprises', async (ctx) => {
    const state = stateOf(ctx);
    if (!permits('planFlying', state.actor)) await refuse(state, 'enterprises', 'flying.draft', PLANNERS);
    const { words } = checked(Words, ctx.request.body);
    const found = await searchEnterprises(words);
    ctx.body = { items: found.map(({ _id: id, name, county, place }) => ({ id, name, county, place })) };
  });
  router.post('/api/flying/:id/look', async (ctx) => {
    const state = stateOf(ctx);
    const { code } = checked(Reauth, ctx.request.body);
    const flying = await visible(ctx);
    await confirmWho(identity, code, state, flying._id);
    ctx.body = await look(flying, state);
  });
  router.post('/api/flying/:id/revise', async (ctx) => {
    const state = stateOf(ctx);
    const flying = await visible(ctx);
    if (!permits('planFlying', state.actor, flying)) await refuse(state, flying._id, 'flying.revise', PLANNERS);
    const input = checked(DraftFlying, ctx.request.body);
    if (flying.status !== 'draft')
      throw new DomainError('ILLEGAL_TRANSITION', '目标已封存，不能再修改；需要换目标的，请取消后重新起草。', {
        id: flying._id,
      });
    const facts = await draftFacts(flying._id, input, state.actor.id, state.now);
    const context = commandContext(state, idempotencyKey(ctx.get('idempotency-key'), state.actor));
    const decided = { ...flyingDomain, facts: { revise: () => Promise.resolve(facts) } };
    ctx.body = secretChanged(await perform(decided, 'revise', flying._id, input, context), state);
  });
  router.post('/api/flying/:id/approve', async (ctx) => {
    const state = stateOf(ctx);
    const { code, seen } = checked(Approve, ctx.request.body);
    const flying = await visible(ctx);
    await confirmWho(identity, code, state, flying._id);
    const context = commandContext(state, idempotencyKey(ctx.get('idempotency-key'), state.actor));
    ctx.body = secretChanged(await perform(flyingDomain, 'approve', flying._id, { seen }, context), state);
  });
  router.post('/api/flying/:id/unlock', async (ctx) => {
    const state = stateOf(ctx);
    const { code } = checked(Reauth, ctx.request.body);
    const flying = await visible(ctx);
    await confirmWho(identity, code, state, flying._id);
    const context = commandContext(state, idempotencyKey(ctx.get('idempotency-key'), state.actor));
    ctx.body = secretChanged(await unlock(flying._id, context), state);
  });
  router.get('/api/flying/:id/pack', async (ctx) => {
    const { crew, packBox } = await visible(ctx);
    if (!crew.includes(stateOf(ctx).actor.id) || !packBox)
      throw new DomainError('NOT_FOUND', '这次飞行检查没有可以下载的密封包，请刷新查看。', { id: idOf(ctx) });
    ctx.body = { id: packBox, ...(await boxOf(packBox)) };
  });
  router.get('/api/flying/:id/report', async (ctx) => {
    const state = stateOf(ctx);
    const flying = await visible(ctx);
    const concerned = flying.knowing.includes(state.actor.id) || permits('reviewFlying', state.actor, flying);
    if (!OVER.includes(flying.status) || !concerned)
      await refuse(state, flying._id, 'flying.report', '结案报告在结束后对策划人、批准人和稽查人员开放。');
    ctx.body = await closingReport(flying);
  });
}

const escaped = (text: string | null | undefined) =>
  String(text ?? '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const STYLE =
  'body{font:16px/1.6 sans-serif;margin:16px;max-width:720px}section{border-top:1px solid #ccc;padding:10px 0}h2{font-size:18px;margin:0}code,pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px;margin:4px 0}';

/** The published commitments as a page without a script: number, day, hash, and what it opens to. */
function commitmentsPage(items: Awaited<ReturnType<typeof published>>['items']): string {
  const sections = items.map(({ no, day, hash, opening, withdrawn }) => {
    const opened = opening
      ? `<p>原文</p><pre>${escaped(JSON.stringify(opening, null, 1))}</pre>`
      : `<p>${withdrawn ? '未执行，不公开原文' : '检查结束后公开原文'}</p>`;
    return `<section><h2>${escaped(no)}</h2><p>${escaped(day)} 封存，指纹</p><code>${escaped(hash)}</code>${opened}</section>`;
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>飞行检查封存指纹</title><style>${STYLE}</style></head><body><h1>飞行检查封存指纹</h1><p>检查对象封存时即公布指纹（SHA-256），检查结束后公开原文和随机数，任何人都可以核对事先有没有改动。</p>${sections.join('') || '<p>还没有封存过。</p>'}</body></html>`;
}

/** Open to everybody, without signing in. */
export function flyingCommitmentRoutes(router: Router): void {
  router.get('/api/flying-commitments', async (ctx) => {
    ctx.body = await published();
  });
  router.get('/flying-commitments', async (ctx) => {
    ctx.type = 'html';
    ctx.body = commitmentsPage((await published()).items);
  });
}
