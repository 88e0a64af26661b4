/** 两法衔接 by HTTP, beyond what every domain has: the list of what one may know of, and opening a transfer from a case. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read } from '../models/core/journal';
import { NewId } from '../models/core/newId';
import { policy } from '../models/core/policy';
import { checked } from '../models/core/workflow';
import { face } from '../models/domains';
import { penaltyFace } from '../models/penalty/penalty.face';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { peopleWithRole } from '../models/people/people.store';
import { sealedPiece } from '../models/transfer/pieces';
import { officer } from '../models/transfer/transfer';
import { transferFace, transferLine } from '../models/transfer/transfer.face';
import { OpenTransfer } from '../models/transfer/transfer.schema';
import { type ListedTransfer, listTransfers, transfers } from '../models/transfer/transfer.store';
import { openTransfer } from '../models/transfer/transferring';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

export const TransfersQuery = z
  .strictObject({ case: z.string().max(80), limit: z.coerce.number().int().min(1).max(100) })
  .partial();
export const NewTransfer = z.strictObject({ id: NewId, ...OpenTransfer.shape });

const LIST = 50;
const transfer = face(transferFace);
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

/** Number, state and deadline; neither the party nor the case. */
const row = (record: ListedTransfer, { now }: SignedIn) => {
  const { _id: id, version, no, status, kind, county, openedAt, dueAt, open } = record;
  return { id, version, no, status, kind, county, openedAt, dueAt, open, ...transferLine(record, now) };
};

const leaderOf = async (id: string) => {
  const found = (await peopleWithRole('bureauLeader')).find(({ _id }) => _id === id);
  if (!found)
    throw new DomainError('INVALID_INPUT', '移送由本机关主要负责人决定，请从局领导中选择。', {
      fields: [{ field: 'head' }],
    });
  return { id, name: found.name };
};

/** @throws DomainError NOT_NOW where a penalty decision has to come first */
function requireReady(about: PenaltyCase, kind: 'CRIME' | 'DETENTION'): void {
  if (kind === 'DETENTION' && !about.decision)
    throw new DomainError('NOT_NOW', '移送行政拘留应先作出行政处罚决定，请在处罚决定后再提出。', { case: about._id });
}

async function openOne(body: unknown, state: SignedIn) {
  const { id, ...said } = checked(NewTransfer, body);
  const { actor } = state;
  const context = commandContext(state, `${actor.id}:${id}`);
  if (!permits('openTransfer', actor)) {
    await recordDenied(context, { objectType: transfers.name, objectId: id, action: 'transfer.open' });
    throw new DomainError('NOT_PERMITTED', '案件移送由办案人员、负责人或者法制审核人员提出，请把情况告诉他们。');
  }
  const standing = await read(transfers, id);
  const made = async () => {
    const about = (await visibleRecord(face(penaltyFace), said.case, state)) as unknown as PenaltyCase;
    requireReady(about, said.kind);
    const [group, head] = await Promise.all([Promise.all(said.group.map(officer)), leaderOf(said.head)]);
    if (said.group.includes(head.id))
      throw new DomainError('INVALID_INPUT', '作出决定的负责人不能同时是专案组成员，请重新选择。', {});
    const { kind, hints } = said;
    const caseNo = about.filing?.no ?? about.no;
    const opening = { case: about._id, caseNo, county: about.county, kind, hints, openedBy: actor.id };
    const piece = sealedPiece(id, 'suspicion', said);
    return create(transfers, openTransfer(id, opening, context, { group, head, piece }), context);
  };
  const record = standing ?? (await made());
  if (record.openedBy !== actor.id) throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedRecord(transfer, record, state);
}

/** Who may form a group in the actor's county, and who decides. */
async function peopleFor({ actor }: SignedIn) {
  if (!permits('openTransfer', actor)) return { officers: [], leaders: [], principal: null };
  const [officers, leaders] = await Promise.all([
    peopleWithRole('officer', actor.county ?? undefined),
    peopleWithRole('bureauLeader'),
  ]);
  return {
    officers: officers.map(({ _id: id, name, unitName }) => ({ id, name, unitName })),
    leaders: leaders.map(({ _id: id, name }) => ({ id, name })),
    principal: policy().penalty.principalHead,
  };
}

/** Mounted before the routes of single records. */
export function transferRoutes(router: Router): void {
  router.get('/api/transfers', async (ctx) => {
    const state = stateOf(ctx);
    const { limit = LIST, case: about } = checked(TransfersQuery, { ...ctx.query });
    const found = await listTransfers(state.actor, { case: about, limit });
    ctx.body = { items: found.map((one) => row(one, state)) };
  });
  router.get('/api/transfers/people', async (ctx) => {
    ctx.body = await peopleFor(stateOf(ctx));
  });
  router.post('/api/transfers', async (ctx) => {
    ctx.body = await openOne(ctx.request.body, stateOf(ctx));
  });
}
