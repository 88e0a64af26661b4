/** 审批授权 by HTTP, beyond what every domain has: the list, whom one can lend to, and lending. */
import type Router from '@koa/router';
import { z } from 'zod';
import { lendApproval } from '../models/approval/delegation.commands';
import { delegationFace } from '../models/approval/delegation.face';
import { KIND_WORDS, LendApproval } from '../models/approval/delegation.schema';
import { delegations, listDelegations } from '../models/approval/delegation.store';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read } from '../models/core/journal';
import { NewId } from '../models/core/newId';
import { checked } from '../models/core/workflow';
import { face } from '../models/domains';
import { peopleWithRole, personById } from '../models/people/people.store';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

export const NewDelegation = z.strictObject({ ...LendApproval.shape, id: NewId });

const own = face(delegationFace);

async function lend(body: unknown, state: SignedIn) {
  const { id, ...said } = checked(NewDelegation, body);
  const { actor } = state;
  const context = commandContext(state, `${actor.id}:${id}`);
  if (!permits('lendApproval', actor, { lender: actor.id })) {
    await recordDenied(context, { objectType: delegations.name, objectId: id, action: 'delegation.lend' });
    throw new DomainError('NOT_PERMITTED', '审批由局领导和分局负责人授权，您没有可以授权的审批。');
  }
  const standing = await read(delegations, id);
  if (standing && standing.lender !== actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  const made = async () => {
    const [lender, borrower] = await Promise.all([personById(actor.id), personById(said.borrower)]);
    return create(delegations, lendApproval(id, said, context, { lender, borrower }), context);
  };
  return changedRecord(own, standing ?? (await made()), state);
}

export function delegationRoutes(router: Router): void {
  router.get('/api/delegations', async (ctx) => {
    const state = ctx.state as SignedIn;
    const found = await listDelegations(state.actor);
    ctx.body = {
      items: found.map((one) => {
        const { title: _, ...outlined } = delegationFace.outline(one, state);
        return { id: one._id, mine: one.lender === state.actor.id, ...outlined };
      }),
    };
  });
  router.get('/api/delegations/choices', async (ctx) => {
    const { actor } = ctx.state as SignedIn;
    const leaders = permits('lendApproval', actor)
      ? (await Promise.all([peopleWithRole('bureauLeader'), peopleWithRole('branchHead')])).flat()
      : [];
    const others = new Map(leaders.filter(({ _id }) => _id !== actor.id).map((person) => [person._id, person]));
    ctx.body = {
      kinds: Object.entries(KIND_WORDS).map(([value, text]) => ({ value, text })),
      people: [...others.values()].map(({ _id, name, title, unitName }) => ({
        ...{ value: _id, text: [name, unitName, title].filter(Boolean).join(' · ') },
      })),
    };
  });
  router.post('/api/delegations', async (ctx) => {
    ctx.body = await lend(ctx.request.body, ctx.state);
  });
}
