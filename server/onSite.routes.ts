/** 先行登记保存、当场处罚、责令改正 by HTTP: lists, and beginning one. They are alike, so they are rows of one table. Steps: record.routes.ts. */
import type Router from '@koa/router';
import { z } from 'zod';
import { type Actor, permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read, type Store, type Stored } from '../models/core/journal';
import { checked, type Context as CommandContext, type Outcome, type Stateful } from '../models/core/workflow';
import { type AnyFace, face } from '../models/domains';
import { enterpriseById } from '../models/enterprise/enterprise.store';
import { askEvidenceHold } from '../models/evidenceHold/evidenceHold';
import { evidenceHoldFace } from '../models/evidenceHold/evidenceHold.face';
import { AskEvidenceHold } from '../models/evidenceHold/evidenceHold.schema';
import { listEvidenceHolds } from '../models/evidenceHold/evidenceHold.store';
import { issueOrder } from '../models/order/order';
import { orderFace } from '../models/order/order.face';
import { IssueOrder } from '../models/order/order.schema';
import { listOrders } from '../models/order/order.store';
import { approversOf, begunFacts } from '../models/serving/serving.facts';
import { type Begun, NewId, type Party, type Serving } from '../models/serving/serving.schema';
import { issueSpotPenalty } from '../models/spotPenalty/spotPenalty';
import { spotPenaltyFace } from '../models/spotPenalty/spotPenalty.face';
import { IssueSpotPenalty } from '../models/spotPenalty/spotPenalty.schema';
import { listSpotPenalties } from '../models/spotPenalty/spotPenalty.store';
import { type Numbered, NUMBERED, reserveNumbers } from '../models/template/numbering';
import { templatesForPack } from '../models/template/template.store';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { type SignedIn } from './signIn';

export const OnSiteQuery = z.strictObject({ siteRecord: z.string().max(80).optional() });
export const NewEvidenceHold = z.strictObject({ ...AskEvidenceHold.shape, id: NewId });
export const NewSpotPenalty = z.strictObject({ ...IssueSpotPenalty.shape, id: NewId });
export const NewOrder = z.strictObject({ ...IssueOrder.shape, id: NewId });

interface Listed extends Stateful {
  no: string;
  party: Party;
  siteRecord: string | null;
  createdAt: Date;
}
type Said = Begun & { serving: Serving | null };
interface Row {
  face: AnyFace;
  kind: Numbered;
  schema: z.ZodType<Said & { id: string }>;
  list: (actor: Actor, siteRecord: string | undefined) => Promise<Stored<Stateful>[]>;
  make: (id: string, input: Said, context: CommandContext) => Promise<Outcome<Stateful>>;
}

/** Put one domain's types away; its own schema has judged the input. */
const row = <I extends Said, D extends Stateful>(own: {
  face: AnyFace;
  kind: Numbered;
  schema: z.ZodType<I & { id: string }>;
  list: (actor: Actor, siteRecord: string | undefined) => Promise<Stored<D>[]>;
  make: (id: string, input: I, context: CommandContext) => Promise<Outcome<D>>;
}): Row => own as unknown as Row;

const factsFor = (kind: Numbered, id: string, input: Said, { actor, now }: CommandContext) =>
  begunFacts(kind, id, input, { actor, now, at: input.serving?.at ?? now });

const ROWS: readonly Row[] = [
  row({
    ...{ face: face(orderFace), kind: 'order', schema: NewOrder, list: listOrders },
    make: async (id, input, context) => issueOrder(id, input, context, await factsFor('order', id, input, context)),
  }),
  row({
    ...{ face: face(spotPenaltyFace), kind: 'spotPenalty', schema: NewSpotPenalty, list: listSpotPenalties },
    make: async (id, input, context) =>
      issueSpotPenalty(id, input, context, await factsFor('spotPenalty', id, input, context)),
  }),
  row({
    ...{ face: face(evidenceHoldFace), kind: 'evidenceHold', schema: NewEvidenceHold, list: listEvidenceHolds },
    make: async (id, input, context) => {
      const facts = await factsFor('evidenceHold', id, input, context);
      const approvers = await approversOf(input.county, input.team);
      return askEvidenceHold(id, input, context, { ...facts, approvers });
    },
  }),
];

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

function presentListed(own: AnyFace, record: Stored<Stateful>, reader: SignedIn) {
  const { title, number, status, tone, until } = own.outline(record, reader);
  const { party, siteRecord, createdAt } = record as unknown as Listed;
  return {
    ...{ id: record._id, version: record.version, no: number, title, statusLine: status, tone, until },
    ...{ partyName: party.name, siteRecord, createdAt },
  };
}

async function begin({ face: own, schema, make }: Row, body: unknown, state: SignedIn) {
  const { id, ...input } = checked(schema, body);
  const { store } = own.domain;
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const standing = await read(store, id);
  const record = standing ?? (await begun(store, id, input, context, make));
  if (record.events[0]?.by !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedRecord(own, record, state);
}

async function begun(store: Store<Stateful>, id: string, input: Said, context: CommandContext, make: Row['make']) {
  if (input.enterprise && !(await enterpriseById(input.enterprise)))
    throw new DomainError('INVALID_INPUT', '没有找到这家企业，请重新选择。', { id });
  try {
    return await create(store, await make(id, input, context), context);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_PERMITTED')
      await recordDenied(context, { objectType: store.name, objectId: id, action: `${store.name}.create` });
    throw error;
  }
}

/** Free numbers at hand for whoever writes without having packed. */
const NUMBERS_AT_HAND = 2;

/** What a phone that has no pack needs to write a document: the templates in force, and numbers of its person. */
async function paper({ actor, now }: SignedIn) {
  const mayWrite = permits('enforceOnSite', actor, { team: [actor.id] });
  if (!mayWrite) throw new DomainError('NOT_PERMITTED', '现场文书由执法人员制作，请由现场的执法人员办理。');
  const numbers: Partial<Record<Numbered, string[]>> = {};
  for (const kind of NUMBERED) numbers[kind] = await reserveNumbers(kind, actor.id, NUMBERS_AT_HAND, now);
  return { templates: await templatesForPack(now), numbers };
}

/** Mounted before the routes of single records. */
export function onSiteRoutes(router: Router): void {
  router.get('/api/on-site/paper', async (ctx) => {
    ctx.body = await paper(stateOf(ctx));
  });
  for (const one of ROWS) {
    const path = `/api/${one.face.path}`;
    router.get(path, async (ctx) => {
      const state = stateOf(ctx);
      const { siteRecord } = checked(OnSiteQuery, { ...ctx.query });
      const found = await one.list(state.actor, siteRecord);
      ctx.body = { items: found.map((record) => presentListed(one.face, record, state)) };
    });
    router.post(path, async (ctx) => {
      ctx.body = await begin(one, ctx.request.body, stateOf(ctx));
    });
  }
}
