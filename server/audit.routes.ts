/** 稽查 by HTTP, beyond what every domain has: planning one, the list, who may be appointed, one sampled record, the replay of the draw. */
import type Router from '@koa/router';
import { z } from 'zod';
import { auditorPool, awayNow, planFacts } from '../models/audit/audit.facts';
import { auditFace, maySeeAudit, mayReadSample } from '../models/audit/audit.face';
import { type Audit, Item, OPEN_STATES, PlanAudit, RECORD_TYPES, STATES } from '../models/audit/audit.schema';
import { audits, frameOf, type ListedAudit, listAudits } from '../models/audit/audit.store';
import { eligible, planAudit } from '../models/audit/planning';
import { commitmentOf } from '../models/audit/sampling';
import { readSampled, typesOf } from '../models/audit/sources';
import { permits } from '../models/core/access';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read, type Stored } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { peopleOfUnit, units } from '../models/people/people.store';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

/** Made on the device: a ULID or a UUID. */
const NewId = z.string().regex(/^[0-9A-Za-z-]{16,40}$/, '编号不对，请刷新页面后重新提交');
export const NewAudit = z.strictObject({ ...PlanAudit.shape, id: NewId });
export const AuditsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(60) });
export const ItemQuery = z.strictObject({ item: Item.shape.id.min(1).max(200) });

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

async function denied(state: SignedIn, id: string, action: string, words: string): Promise<never> {
  await recordDenied(commandContext(state), { objectType: audits.name, objectId: id, action });
  throw new DomainError('NOT_PERMITTED', words, { id });
}

async function plan(body: unknown, state: SignedIn) {
  const { id, ...input } = checked(NewAudit, body);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  if (!permits('planAudit', state.actor))
    return denied(state, id, 'audit.plan', '稽查由局领导或稽查员立项，如有线索请联系他们。');
  const facts = await planFacts(id, input.unit, state.actor.id, state.now);
  const audit = await create(audits, planAudit(id, input, context, facts), context);
  if (audit.plannedBy !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedRecord(auditFace as never, audit, state);
}

const presentRow = (audit: ListedAudit) => ({
  ...{ id: audit._id, no: audit.no, title: audit.title, status: audit.status, statusLabel: STATES[audit.status] },
  ...{ unitName: audit.unitName, plannedAt: audit.plannedAt, isOpen: OPEN_STATES.includes(audit.status) },
  team: audit.team.map(({ name, unitName }) => ({ name, unitName })),
  types: audit.scope?.types.map((type) => RECORD_TYPES[type]) ?? [],
  ...{ replyDueAt: audit.replyDueAt, rectifyDueAt: audit.rectifyDueAt },
});

async function list(state: SignedIn, limit: number) {
  const found = await listAudits(state.actor, limit);
  return {
    items: found.filter((audit) => maySeeAudit(audit, state.actor)).map(presentRow),
    mayPlan: permits('planAudit', state.actor),
  };
}

/** The audit with who has to stay away looked up anew: reading is guarded like every step. */
async function asOfNow(id: string, state: SignedIn): Promise<Stored<Audit>> {
  const audit = await read(audits, id);
  const current = audit && { ...audit, ...(await awayNow(audit, state.now)) };
  if (current && maySeeAudit(current, state.actor)) return current;
  if (audit)
    await recordDenied(commandContext(state), { objectType: audits.name, objectId: id, action: 'audits.read' });
  throw new DomainError('NOT_FOUND', '没有找到这件稽查，可能已取消或不属于您的范围，请返回列表刷新。', { id });
}

async function candidates(id: string, state: SignedIn) {
  const audit = await asOfNow(id, state);
  if (!permits('planAudit', state.actor))
    return denied(state, id, 'audit.candidates', '稽查员由局领导或稽查员确定，如需了解请联系他们。');
  const pool = await auditorPool();
  return {
    items: pool
      .filter((person) => eligible(audit, person))
      .map(({ _id, name, unitName, roles }) => ({
        ...{ id: _id, name, unitName, auditor: roles.includes('auditor'), chosen: audit.auditors.includes(_id) },
      })),
    away: pool.filter((person) => !eligible(audit, person)).length,
  };
}

/** Units that have records to audit, with the kinds. */
async function auditable(state: SignedIn) {
  if (!permits('planAudit', state.actor))
    return denied(state, 'units', 'audit.units', '稽查由局领导或稽查员立项，如有线索请联系他们。');
  const all = await units
    .find({ active: true, kind: { $in: ['BRANCH', 'FORCE', 'CENTRE'] } }, { sort: { _id: 1 } })
    .toArray();
  const items = await Promise.all(
    all.map(async (unit) => ({
      ...{ id: unit._id, name: unit.name },
      types: (await typesOf(unit)).map((type) => ({ type, label: RECORD_TYPES[type] })),
    })),
  );
  const own = state.actor.roles.includes('bureauLeader') ? null : state.actor.unit;
  return { items: items.filter(({ id, types }) => types.length > 0 && id !== own) };
}

/** One sampled record with its proofs, personal data covered. Every look is logged. */
async function sampled(id: string, query: unknown, state: SignedIn) {
  const { item: wanted } = checked(ItemQuery, query);
  const audit = await asOfNow(id, state);
  if (!mayReadSample(audit, state.actor))
    return denied(state, id, 'audit.readSample', '只有本次稽查的稽查员可以查阅样本，如需查阅请联系稽查组。');
  const item = audit.items.find((one) => one.id === wanted);
  const found = item && (await readSampled(item.type, item.record));
  if (!item || !found) throw new DomainError('NOT_FOUND', '没有找到这件记录，可能已不在样本里，请刷新后再选。', { id });
  const { actor, now, requestId } = state;
  await appendAudit([
    {
      ...{ at: now, actor: actor.id, action: 'audit.readSample', objectType: item.type, objectId: item.record },
      ...{ result: 'ok', reason: audit.no ?? id, door: 'page', ...(requestId ? { requestId } : {}) },
    },
  ]);
  const staff = audit.unit ? await peopleOfUnit(audit.unit) : [];
  const { remark, findings, sheet, reviewedAt, no } = item;
  return {
    item: { id: item.id, type: item.type, typeLabel: RECORD_TYPES[item.type], no, remark, sheet, reviewedAt },
    findings: findings.map(({ category, severity, rule, text, responsible }) => ({
      ...{ category, severity, rule, text, responsible: responsible.map((person) => person.id) },
    })),
    ...found,
    people: staff.map(({ _id, name }) => ({ id: _id, name })),
  };
}

/** Seed, frames, figures and sample, for drawing again: by those inside at once, by the audited unit once the findings are sent. */
async function replay(id: string, state: SignedIn) {
  const audit = await asOfNow(id, state);
  const { seed, commitment, strata, head, replyStartedAt } = audit;
  if (!seed || (head === state.actor.id && !replyStartedAt))
    throw new DomainError('NOT_FOUND', '现在还没有可以核验的抽样数据，请在抽样后（被稽查单位在收到意见后）下载。', {
      id,
    });
  const frames = await Promise.all(strata.map(({ frameHash }) => frameOf(frameHash)));
  return {
    ...{
      format: 'liandong.audit/1',
      no: audit.no,
      seed,
      commitment,
      commitmentHolds: commitmentOf(seed) === commitment,
    },
    strata: strata.map((stratum, index) => ({
      ...{ type: stratum.type, figures: stratum.figures, frame: frames[index] ?? [], frameHash: stratum.frameHash },
      ...{ flagged: stratum.flagged, lot: stratum.lot, offHours: stratum.offHours },
      queue: stratum.sequential?.queue ?? null,
    })),
  };
}

/** Mounted before the generic routes of records, whose `/:id` would take these words for ids. */
export function auditRoutes(router: Router): void {
  router.get('/api/audits', async (ctx) => {
    ctx.body = await list(stateOf(ctx), checked(AuditsQuery, { ...ctx.query }).limit);
  });
  router.post('/api/audits', async (ctx) => {
    ctx.body = await plan(ctx.request.body, stateOf(ctx));
  });
  router.get('/api/audits/units', async (ctx) => {
    ctx.body = await auditable(stateOf(ctx));
  });
  router.get('/api/audits/:id/candidates', async (ctx) => {
    ctx.body = await candidates(String(ctx.params['id']), stateOf(ctx));
  });
  router.get('/api/audits/:id/sampled', async (ctx) => {
    ctx.body = await sampled(String(ctx.params['id']), { ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/audits/:id/replay', async (ctx) => {
    ctx.body = await replay(String(ctx.params['id']), stateOf(ctx));
  });
}
