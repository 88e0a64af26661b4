import type Router from '@koa/router';
import { z } from 'zod';
import { permits, type Action } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { searchEnterprises } from '../models/enterprise/enterprise.store';
import { Unit } from '../models/people/people.schema';
import { peopleOfUnit, unitsOfKind } from '../models/people/people.store';
import { type SignedIn } from './signIn';

export const UnitsQuery = z.strictObject({ kind: Unit.shape.kind.default('BRANCH') });
export const OfficersQuery = z.strictObject({ unit: z.string().max(40).optional() });
export const EnterprisesQuery = z.strictObject({ words: z.string().trim().max(50).default('') });

/** Who may look into the directory: those who choose a branch, an officer or an enterprise from it. */
function requireAny({ actor }: SignedIn, actions: readonly Action[]) {
  if (actions.some((action) => permits(action, actor))) return;
  throw new DomainError('NOT_PERMITTED', '您没有查看单位和人员名录的权限，请联系本单位负责人。');
}
const CHOOSING = ['assignTask', 'appointOfficer', 'receiveTask', 'superviseTask'] as const;

/** What the sheets choose from. */
export function directoryRoutes(router: Router): void {
  router.get('/api/units', async (ctx) => {
    requireAny(ctx.state, CHOOSING);
    const { kind } = checked(UnitsQuery, { ...ctx.query });
    const units = await unitsOfKind(kind);
    ctx.body = { items: units.map(({ _id, name, county }) => ({ id: _id, name, county })) };
  });

  router.get('/api/officers', async (ctx) => {
    const state = ctx.state as SignedIn;
    requireAny(state, ['appointOfficer']);
    const { unit } = checked(OfficersQuery, { ...ctx.query });
    const chosen = unit ?? state.actor.unit;
    const people = chosen ? await peopleOfUnit(chosen) : [];
    const officers = people.filter(({ roles }) => roles.includes('officer'));
    ctx.body = { items: officers.map(({ _id, name, title }) => ({ id: _id, name, title })) };
  });

  router.get('/api/enterprises', async (ctx) => {
    const { words } = checked(EnterprisesQuery, { ...ctx.query });
    const found = words ? await searchEnterprises(words) : [];
    ctx.body = { items: found.map(({ _id, name, county, place }) => ({ id: _id, name, county, place })) };
  });
}
