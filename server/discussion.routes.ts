/** 集体讨论 by HTTP, beyond what every domain has: the list, who can sit in one, and calling it. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { barredFrom, callDiscussion } from '../models/discussion/calling';
import { discussionFace } from '../models/discussion/discussion.face';
import { callingFacts } from '../models/discussion/discussion.facts';
import { CallDiscussion } from '../models/discussion/discussion.schema';
import { discussions, listDiscussions } from '../models/discussion/discussion.store';
import { face } from '../models/domains';
import { type Person } from '../models/people/people.schema';
import { people, peopleWithRole } from '../models/people/people.store';
import { penaltyCases } from '../models/penalty/penalty.store';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

export const DiscussionsQuery = z.strictObject({ case: z.string().min(1).max(80) }).partial();
export const ChoicesQuery = z.strictObject({ case: z.string().min(1).max(80) });

const own = face(discussionFace);
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

/** The case, if this person may call a discussion of it. @throws DomainError NOT_FOUND | NOT_PERMITTED (logged) */
async function callable(id: string, state: SignedIn) {
  const record = await read(penaltyCases, id);
  if (!record || !permits('seeCase', state.actor, record))
    throw new DomainError('NOT_FOUND', '没有找到这件案件，可能不属于您的范围，请返回列表刷新。', { id });
  if (permits('callDiscussion', state.actor, record)) return record;
  await recordDenied(commandContext(state), { objectType: penaltyCases.name, objectId: id, action: 'discussion.call' });
  throw new DomainError('NOT_PERMITTED', '集体讨论由局领导或本县区分局负责人召集，请把情况报告他们。', { id });
}

async function call(body: unknown, state: SignedIn) {
  const said = checked(CallDiscussion, body);
  const { actor } = state;
  const context = commandContext(state, `${actor.id}:${said.id}`);
  const standing = await read(discussions, said.id);
  if (standing && standing.chair !== actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id: said.id });
  if (standing) return changedRecord(own, standing, state);
  await callable(said.case, state);
  const facts = await callingFacts(actor.id, said);
  return changedRecord(own, await create(discussions, callDiscussion(said, context, facts), context), state);
}

const option = ({ _id, name, unitName, title }: Person) => ({
  ...{ value: _id, text: [name, unitName, title].filter(Boolean).join(' · ') },
});

/** Leaders who may vote, and colleagues who may write it down. */
async function choices(id: string, state: SignedIn) {
  const record = await callable(id, state);
  const barred = new Set([...barredFrom(record), state.actor.id]);
  const [leaders, heads, colleagues] = await Promise.all([
    peopleWithRole('bureauLeader'),
    peopleWithRole('branchHead'),
    people
      .find({
        active: true,
        unit: state.actor.unit,
        roles: { $nin: ['ruralSupervisor', 'enterprise', 'public'] },
      } as never)
      .limit(200)
      .toArray(),
  ]);
  const members = new Map([...leaders, ...heads].map((person) => [person._id, person]));
  const reviewers = await peopleWithRole('reviewer');
  const secretaries = new Map([...reviewers, ...colleagues].map((person) => [person._id, person]));
  return {
    members: [...members.values()].filter(({ _id }) => !barred.has(_id)).map(option),
    secretaries: [...secretaries.values()].filter(({ _id }) => !barred.has(_id)).map(option),
    attending: record.investigators.map(({ name }) => name),
  };
}

export function discussionRoutes(router: Router): void {
  router.get('/api/discussions', async (ctx) => {
    const state = stateOf(ctx);
    const { case: record } = checked(DiscussionsQuery, { ...ctx.query });
    const found = await listDiscussions(state.actor, { record });
    ctx.body = {
      items: found.map((one) => ({ id: one._id, at: one.at, ...discussionFace.outline(one, state) })),
    };
  });
  router.get('/api/discussions/choices', async (ctx) => {
    const { case: record } = checked(ChoicesQuery, { ...ctx.query });
    ctx.body = await choices(record, stateOf(ctx));
  });
  router.post('/api/discussions', async (ctx) => {
    ctx.body = await call(ctx.request.body, stateOf(ctx));
  });
}
