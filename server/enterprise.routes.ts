/** 一企一档 by HTTP: the register as far as somebody may read it, and one dossier. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { County } from '../models/core/place';
import { checked } from '../models/core/workflow';
import { dossierOf } from '../models/enterprise/dossier';
import { CATEGORIES, type Category, Enterprise, Sector } from '../models/enterprise/enterprise.schema';
import { enterpriseById, listEnterprises, type ListedEnterprise } from '../models/enterprise/enterprise.store';
import { inspectionsOf } from '../models/inspection/inspection.store';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

export const DossiersQuery = z
  .strictObject({
    words: z.string().trim().max(50),
    sector: Sector,
    county: County,
    category: z.enum(Object.keys(CATEGORIES) as [Category]),
    place: z.string().trim().max(40),
    after: z.string().max(100),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();

const LIST = 30;
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

const row = ({ _id, name, sector, county, place, location, category, controlLevel }: ListedEnterprise) => ({
  ...{ id: _id, name, sector, county, place, location, category, controlLevel },
});

async function list(query: unknown, { actor }: SignedIn) {
  if (!permits('seeEnterprise', actor))
    throw new DomainError('NOT_PERMITTED', '企业档案供执法人员和各级负责人查看，如需了解请联系本单位负责人。');
  const { limit = LIST, ...filter } = checked(DossiersQuery, query);
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
  const found = await listEnterprises(actor, { ...asked, limit });
  return { items: found.map(row), next: found.length === limit ? (found.at(-1)?.name ?? null) : null };
}

/** Whether this person may read the file: by office and county, or because they are sent there. */
async function mayRead(id: string, { actor }: SignedIn): Promise<boolean> {
  const enterprise = await enterpriseById(id);
  if (!enterprise) return false;
  if (permits('seeEnterprise', actor, enterprise)) return true;
  return (await inspectionsOf(actor.id)).some((inspection) => inspection.enterprise === id);
}

async function one(id: string, state: SignedIn) {
  const refused = '没有找到这家企业的档案，可能不在您的范围内，请返回列表刷新。';
  if (!(await mayRead(id, state))) {
    await recordDenied(commandContext(state), { objectType: 'enterprises', objectId: id, action: 'enterprises.read' });
    throw new DomainError('NOT_FOUND', refused, { id });
  }
  const file = await dossierOf(id, state.now);
  if (!file) throw new DomainError('NOT_FOUND', refused, { id });
  const { _id, ...enterprise } = Enterprise.omit({ dossier: true, pinyin: true }).parse(file.enterprise);
  return { enterprise: { id: _id, ...enterprise }, dossier: file.dossier, past: file.past };
}

export function enterpriseRoutes(router: Router): void {
  router.get('/api/dossiers', async (ctx) => {
    ctx.body = await list({ ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/dossiers/:id', async (ctx) => {
    ctx.body = await one(String(ctx.params['id']), stateOf(ctx));
  });
}
