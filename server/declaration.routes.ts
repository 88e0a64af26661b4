/** 回避申报 by HTTP: one's own, and nobody else's. */
import type Router from '@koa/router';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { read } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { declarations, declare, undeclared } from '../models/declaration/declaration';
import { type Declaration, DeclareRelations, RELATIONS } from '../models/declaration/declaration.schema';
import { enterpriseById } from '../models/enterprise/enterprise.store';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

async function requireStaff(state: SignedIn): Promise<void> {
  if (permits('declareRelations', state.actor)) return;
  await recordDenied(commandContext(state), { objectType: declarations.name, objectId: 'own', action: 'declare' });
  throw new DomainError('NOT_PERMITTED', '回避申报只对在编人员开放，如有需要回避的情况请告诉所在单位。');
}

async function present({ relations, origin, declaredAt }: Declaration) {
  const named = await Promise.all(
    relations.map(async (relation) => ({
      ...{ enterprise: relation.enterprise, kind: relation.kind, endedOn: relation.endedOn },
      kindLabel: RELATIONS[relation.kind],
      name: (await enterpriseById(relation.enterprise))?.name ?? '已注销的企业',
    })),
  );
  return { relations: named, origin, declaredAt };
}

/** Enterprises that are not on the register are refused by name of the field, and nothing is written. */
async function requireKnown({ relations }: DeclareRelations): Promise<void> {
  const found = await Promise.all(relations.map(({ enterprise }) => enterpriseById(enterprise)));
  if (found.some((one) => one === null))
    throw new DomainError('INVALID_INPUT', '有一家企业没有找到，请从查找结果里重新选择。');
}

/** `GET` and `POST /api/declarations/mine`. */
export function declarationRoutes(router: Router): void {
  router.get('/api/declarations/mine', async (ctx) => {
    const state = ctx.state as SignedIn;
    await requireStaff(state);
    const { id } = state.actor;
    ctx.body = await present((await read(declarations, id)) ?? undeclared(id, state.now));
  });
  router.post('/api/declarations/mine', async (ctx) => {
    const state = ctx.state as SignedIn;
    await requireStaff(state);
    const input = checked(DeclareRelations, ctx.request.body);
    await requireKnown(input);
    ctx.body = await present(await declare(input, commandContext(state)));
  });
}
