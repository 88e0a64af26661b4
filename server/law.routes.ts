/** 法律依据、不予处罚清单 by HTTP, beyond what every domain has: lists, proposals, the lighter law, limitation and crime hints. */
import type Router from '@koa/router';
import { z } from 'zod';
import { type Action, permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { shanghaiDay } from '../models/core/calendar';
import { DomainError } from '../models/core/errors';
import { create, read, type Store, type Stored } from '../models/core/journal';
import { NewId } from '../models/core/newId';
import { policy } from '../models/core/policy';
import { checked, type Outcome, type Stateful } from '../models/core/workflow';
import { Day } from '../models/checkItem/legalBasis';
import { keepBuiltInLaw } from '../models/law/builtIn';
import { type AnyFace, face } from '../models/domains';
import { breakEven, compareBases } from '../models/law/comparison';
import { CRIME_FACTS } from '../models/law/crimeHints';
import { exemptionFace, exemptionRules, keepBuiltInRules, listRules, proposeRule } from '../models/law/exemption';
import { ProposeRule } from '../models/law/exemption.schema';
import { lawFace } from '../models/law/law.face';
import { presentBasis } from '../models/law/law.rows';
import { proposeBasis } from '../models/law/law';
import { leaders, named, standingFor } from '../models/law/law.facts';
import { Grade, Offence, ProposeBasis } from '../models/law/law.schema';
import { basesOf, legalBases, listBases } from '../models/law/law.store';
import { limitationOf } from '../models/law/limitation';
import { REVIEW_STATES, type Reviewed } from '../models/law/reviewed';
import { normOf } from '../models/law/validity';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

const Status = z.enum(Object.keys(REVIEW_STATES) as [keyof typeof REVIEW_STATES]);
const RealDay = Day.refine((day) => z.iso.date().safeParse(day).success, '没有这一天，请核对日期');
const Yuan = z.coerce.number().min(0.01, '金额应大于零').max(1_000_000_000, '金额太大，请核对单位').optional();
const YesNo = z.enum(['0', '1']).default('0');
const fen = (yuan: number | undefined) => (yuan === undefined ? undefined : Math.round(yuan * 100));

export const LawQuery = z.strictObject({ offence: Offence, status: Status, onDay: RealDay }).partial();
export const CompareQuery = z.strictObject({
  offence: Offence,
  actOn: RealDay,
  endedOn: RealDay.optional(),
  decidedOn: RealDay.optional(),
  investmentYuan: Yuan,
  disposalCostYuan: Yuan,
  grade: Grade.optional(),
});
export const LimitationQuery = z.strictObject({
  actOn: RealDay,
  endedOn: RealDay.optional(),
  continuing: YesNo,
  harm: YesNo,
  healthHarm: YesNo,
  discoveredOn: RealDay.optional(),
});
export const NewBasis = z.strictObject({ id: NewId, ...ProposeBasis.shape });
export const NewRule = z.strictObject({ id: NewId, ...ProposeRule.shape });
export const ExemptionsQuery = z.strictObject({ offence: Offence, status: Status }).partial();

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

async function requireMay(state: SignedIn, action: Action, message: string): Promise<void> {
  if (permits(action, state.actor)) return;
  const denied = { objectType: legalBases.name, objectId: '–', action: `law.${action}` };
  await recordDenied(commandContext(state), denied);
  throw new DomainError('NOT_PERMITTED', message);
}
const READ = '法律依据和不予处罚清单供本局工作人员查看，如需了解请联系本单位负责人。';
const PROPOSE = '法律依据和不予处罚清单由法制审核人员提出，请把意见告诉他们。';

async function list(query: unknown, state: SignedIn) {
  await requireMay(state, 'seeLaw', READ);
  const asked = checked(LawQuery, query);
  await keepBuiltInLaw(state.now);
  const found = await listBases(asked);
  return { items: found.map(presentBasis), today: shanghaiDay(state.now) };
}

async function compare(query: unknown, state: SignedIn) {
  await requireMay(state, 'seeLaw', READ);
  const { investmentYuan, disposalCostYuan, ...asked } = checked(CompareQuery, query);
  const [investmentFen, disposalCostFen] = [fen(investmentYuan), fen(disposalCostYuan)];
  const quantities = {
    ...(investmentFen === undefined ? {} : { investmentFen }),
    ...(disposalCostFen === undefined ? {} : { disposalCostFen }),
  };
  const { offence, actOn, endedOn = null, decidedOn = shanghaiDay(state.now), grade = 'BASE' } = asked;
  const found = compareBases(
    { offence, actOn, endedOn, decidedOn, grade, quantities, order: policy().law.lighterBy },
    await basesOf(offence),
  );
  const side = (one: typeof found.old) => one && { basis: presentBasis(one.basis), range: one.range };
  const even = found.old && found.new ? breakEven(found.old.basis.range, found.new.basis.range) : null;
  return { ...found, old: side(found.old), new: side(found.new), breakEvenFen: even };
}

async function limitation(query: unknown, state: SignedIn) {
  await requireMay(state, 'seeLaw', READ);
  const { actOn, endedOn = null, discoveredOn = null, ...said } = checked(LimitationQuery, query);
  const is = (one: '0' | '1') => one === '1';
  const { continuing, harm, healthHarm } = said;
  return limitationOf({
    ...{ actOn, endedOn, discoveredOn },
    ...{ continuing: is(continuing), harm: is(harm), healthHarm: is(healthHarm) },
  });
}

/** Create under the id the page gave: sent twice, it is one proposal; somebody else's id is refused. */
export async function propose<D extends Reviewed & Stateful>(
  store: Store<D>,
  own: AnyFace,
  id: string,
  state: SignedIn,
  make: (context: ReturnType<typeof commandContext>) => Promise<Outcome<D>>,
) {
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const standing = await read(store, id);
  const record: Stored<D> = standing ?? (await create(store, await make(context), context));
  if (record.author !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedRecord(own, record, state);
}

async function proposeLaw(body: unknown, state: SignedIn) {
  await requireMay(state, 'proposeLaw', PROPOSE);
  const { id, ...given } = checked(NewBasis, body);
  const said = checked(ProposeBasis, given);
  return propose(legalBases, face(lawFace), id, state, async (context) => {
    const [author, above, standing] = await Promise.all([
      named(state.actor.id),
      leaders(),
      standingFor(normOf(said), said.replaces),
    ]);
    return proposeBasis(id, said, context, { author, leaders: above, standing });
  });
}

async function proposeExemption(body: unknown, state: SignedIn) {
  await requireMay(state, 'proposeLaw', PROPOSE);
  const { id, ...given } = checked(NewRule, body);
  const said = checked(ProposeRule, given);
  return propose(exemptionRules, face(exemptionFace), id, state, async (context) => {
    const [author, above] = await Promise.all([named(state.actor.id), leaders()]);
    return proposeRule(id, said, context, { author, leaders: above });
  });
}

/** Mounted before the routes of single records. */
export function lawRoutes(router: Router): void {
  router.get('/api/law', async (ctx) => {
    ctx.body = await list({ ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/law/compare', async (ctx) => {
    ctx.body = await compare({ ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/law/limitation', async (ctx) => {
    ctx.body = await limitation({ ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/law/hints', async (ctx) => {
    await requireMay(stateOf(ctx), 'seeLaw', READ);
    ctx.body = { facts: CRIME_FACTS, rules: policy().law.crimeHints };
  });
  router.post('/api/law', async (ctx) => {
    ctx.body = await proposeLaw(ctx.request.body, stateOf(ctx));
  });
  router.get('/api/exemptions', async (ctx) => {
    const state = stateOf(ctx);
    await requireMay(state, 'seeLaw', READ);
    const asked = checked(ExemptionsQuery, { ...ctx.query });
    await keepBuiltInRules(state.now);
    const found = await listRules(Object.fromEntries(Object.entries(asked).filter(([, one]) => one !== undefined)));
    ctx.body = {
      items: found.map(({ _id: id, asked: _asked, author: _author, decidedBy: _by, ...rule }) => ({ id, ...rule })),
      today: shanghaiDay(state.now),
    };
  });
  router.post('/api/exemptions', async (ctx) => {
    ctx.body = await proposeExemption(ctx.request.body, stateOf(ctx));
  });
}
