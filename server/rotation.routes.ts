/** 全员抽调 by HTTP, beyond what every domain has: opening a round, the list, the public ledger, one's own place, the replay. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits, visibleTo } from '../models/core/access';
import { NewId } from '../models/core/newId';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { change, create, read } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { enterpriseById } from '../models/enterprise/enterprise.store';
import { openRound } from '../models/rotation/drawing';
import { services } from '../models/rotation/ledger';
import { followOrganisation } from '../models/rotation/members';
import { publicLedger } from '../models/rotation/publicLedger';
import { openingFacts } from '../models/rotation/rotation.facts';
import { mayReplay, rotationFace } from '../models/rotation/rotation.face';
import {
  DeclareConflicts,
  DUTIES,
  OpenRound,
  RecordRetirement,
  SEAT_STATES,
  STATES,
} from '../models/rotation/rotation.schema';
import {
  allUnits,
  type ListedRound,
  listRounds,
  membersOnRoll,
  pastRounds,
  rotationMembers,
  rounds,
} from '../models/rotation/rotation.store';
import { holders } from '../models/rotation/rotation.workflow';
import { exported } from '../models/rotation/why';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

/** Made on the device: a ULID or a UUID. */
export const NewRound = z.strictObject({ ...OpenRound.shape, id: NewId });
export const LedgerQuery = z.strictObject({
  pool: z.enum(['city', '330902', '330903', '330921', '330922']).default('city'),
});
export const RoundsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(60) });

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

async function requireStaff(state: SignedIn, action: string): Promise<void> {
  if (permits('seeRounds', state.actor)) return;
  await recordDenied(commandContext(state), { objectType: rounds.name, objectId: 'all', action });
  throw new DomainError('NOT_PERMITTED', '抽调只对在编人员开放，如需了解请联系所在单位。');
}

async function open(body: unknown, state: SignedIn) {
  const { id, ...input } = checked(NewRound, body);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  if (!permits('runDraw', state.actor, { county: input.county })) {
    await recordDenied(context, { objectType: rounds.name, objectId: id, action: 'round.open' });
    throw new DomainError(
      'NOT_PERMITTED',
      '全市抽调由局领导发起，分局负责人可以发起本县区的抽调，请调整范围后再提交。',
    );
  }
  await followOrganisation(state.now);
  const facts = await openingFacts(id, input, state.actor.id);
  const round = await create(rounds, openRound(id, input, context, facts), context);
  if (round.openedBy !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedRecord(rotationFace as never, round, state);
}

/** A row of the list. Absences and difficulties are told on the page, to those whom they concern. */
function presentRow(round: ListedRound, state: SignedIn) {
  const mine = round.seats.findLast(({ person }) => person === state.actor.id);
  return {
    ...{ id: round._id, no: round.no, status: round.status, statusLabel: STATES[round.status] },
    ...{ dutyLabel: DUTIES[round.duty], k: round.k, day: round.day, assembleAt: round.assembleAt },
    ...{ county: round.county, sequence: round.sequence, openedByName: round.openedByName },
    people: holders(round).map(({ unitName, personName, kind }) => ({ unitName, name: personName, kind })),
    mine: mine ? { state: mine.state, stateLabel: SEAT_STATES[mine.state] } : null,
  };
}

async function mine({ actor }: SignedIn) {
  const [past, member] = await Promise.all([pastRounds(), read(rotationMembers, actor.id)]);
  const served = services(past).get(actor.id);
  const named = await Promise.all((member?.conflicts ?? []).map(enterpriseById));
  return {
    member: member && {
      ...{
        unit: member.unit,
        orderNo: member.orderNo,
        joinedOn: member.joinedOn,
        conflicts: named.flatMap((one) => (one ? [{ id: one._id, name: one.name }] : [])),
      },
      ...{ servedCount: served?.servedCount ?? 0, lastServedAt: served?.lastServedAt ?? null },
    },
  };
}

async function ledger(pool: string) {
  const [past, units, members] = await Promise.all([pastRounds(), allUnits(), membersOnRoll()]);
  return publicLedger(pool, past, units, members);
}

async function replay(id: string, state: SignedIn) {
  const round = await read(rounds, id);
  if (!round?.draw || !mayReplay(round, state.actor))
    throw new DomainError(
      'NOT_FOUND',
      '这一轮还没有可以核验的数据，请在抽签后下载；检查对象封存的，请在任务结束后下载。',
      { id },
    );
  return exported(round);
}

/** 回避申报: what the member owns, rents or has family in; used silently when a target is sealed. */
async function declare(body: unknown, state: SignedIn) {
  const { enterprises } = checked(DeclareConflicts, body);
  const context = commandContext(state);
  const changed = await change(rotationMembers, state.actor.id, context, (document) => ({
    document: { ...document, conflicts: [...new Set(enterprises)].sort() },
    event: { type: 'rotationMember.declared', data: { enterprises: enterprises.length } },
  }));
  return { conflicts: changed.conflicts };
}

async function recordRetirement(id: string, body: unknown, state: SignedIn) {
  const { retiresOn } = checked(RecordRetirement, body);
  if (!permits('excuseAbsence', state.actor)) {
    await recordDenied(commandContext(state), {
      objectType: 'rotation_members',
      objectId: id,
      action: 'member.retire',
    });
    throw new DomainError('NOT_PERMITTED', '退休日期由局领导确认后登记，请联系人事处。', { id });
  }
  await change(rotationMembers, id, commandContext(state), (document) => ({
    document: { ...document, retiresOn },
    event: { type: 'rotationMember.retires', data: { retiresOn } },
  }));
  return { id, retiresOn };
}

/** Mounted before the generic routes of records, whose `/:id` would take these words for ids. */
export function rotationRoutes(router: Router): void {
  router.get('/api/rounds', async (ctx) => {
    const state = stateOf(ctx);
    await requireStaff(state, 'rounds.list');
    const { limit } = checked(RoundsQuery, { ...ctx.query });
    const found = await listRounds(visibleTo('runDraw', state.actor), limit);
    ctx.body = { items: found.map((round) => presentRow(round, state)), mayOpen: permits('runDraw', state.actor) };
  });
  router.post('/api/rounds', async (ctx) => {
    ctx.body = await open(ctx.request.body, stateOf(ctx));
  });
  router.get('/api/rounds/:id/replay', async (ctx) => {
    const state = stateOf(ctx);
    await requireStaff(state, 'round.replay');
    ctx.body = await replay(String(ctx.params['id']), state);
  });
  router.get('/api/rotation/ledger', async (ctx) => {
    await requireStaff(stateOf(ctx), 'ledger.read');
    ctx.body = await ledger(checked(LedgerQuery, { ...ctx.query }).pool);
  });
  router.get('/api/rotation/mine', async (ctx) => {
    await requireStaff(stateOf(ctx), 'rotation.mine');
    ctx.body = await mine(stateOf(ctx));
  });
  router.post('/api/rotation/conflicts', async (ctx) => {
    ctx.body = await declare(ctx.request.body, stateOf(ctx));
  });
  router.post('/api/rotation/members/:id/retirement', async (ctx) => {
    ctx.body = await recordRetirement(String(ctx.params['id']), ctx.request.body, stateOf(ctx));
  });
}
