import type Router from '@koa/router';
import { z } from 'zod';
import { permits, visibleTo, isReference } from '../models/core/access';
import { NewId } from '../models/core/newId';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { contactMasked, revealIdentity, sealIdentity } from '../models/core/identityVault';
import { create, read, type Stored } from '../models/core/journal';
import { County } from '../models/core/place';
import { checked, type Context, type Outcome } from '../models/core/workflow';
import { isProtected } from '../models/people/people.schema';
import { namesOf } from '../models/people/people.store';
import { reportPetition, registerPetition } from '../models/petition/reporting';
import { dutyFacts, enterpriseFacts } from '../models/petition/petition.facts';
import { petitionDomain } from '../models/petition/petition';
import { petitionCounts } from '../models/petition/petition.counts';
import {
  Medium,
  type Petition,
  RegisterPetition,
  ReportPetition,
  STATES,
  Urgency,
  type PetitionStatus,
} from '../models/petition/petition.schema';
import { likelyRepeats, listPetitions, petitions } from '../models/petition/petition.store';
import { commandContext, mountCommands } from './commands';
import { changedPetition, petitionPage, presentRepeat } from './petition.page';
import { maySee, mayReveal, presentListed, presentOwn, PRIVATE_STATES } from './petition.present';
import { photosOf, requireOwnPhotos } from './files.routes';
import { type SignedIn } from './signIn';

/** Made on the device: a ULID or a UUID. */
export const NewReport = z.strictObject({ ...ReportPetition.shape, id: NewId });
export const NewRegistration = z.strictObject({ ...RegisterPetition.shape, id: NewId });
export const RevealReason = z.strictObject({
  reason: z.string().trim().min(4, '请写明查看的事由，至少4个字').max(200),
});

const PUBLIC_STATES = (Object.keys(STATES) as PetitionStatus[]).filter(
  (state) => !(PRIVATE_STATES as readonly string[]).includes(state),
);
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (typeof said === 'string' ? said.split(',').filter(Boolean) : said), z.array(one).max(20));
export const PetitionQuery = z
  .strictObject({
    status: several(z.enum(PUBLIC_STATES as [PetitionStatus])),
    county: County,
    medium: Medium,
    urgency: Urgency,
    overdue: z.enum(['1']),
    words: z.string().trim().max(50),
    before: z.coerce.date(),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();

const NOT_FOUND = '没有找到这件信访，可能已被撤销或不属于您的办理范围，请返回列表刷新。';

/** The petition, if this reader may see it; else refused in the same words as one that does not exist, and logged. */
async function visible(id: string, state: SignedIn): Promise<Stored<Petition>> {
  const petition = await read(petitions, id);
  if (!petition) throw new DomainError('NOT_FOUND', NOT_FOUND, { id });
  if (maySee(petition, state.actor)) return petition;
  await denied(state, id, 'petition.read');
  throw new DomainError('NOT_FOUND', NOT_FOUND, { id, denied: true });
}

const denied = (state: SignedIn, objectId: string, action: string) =>
  recordDenied(commandContext(state), { objectType: 'petitions', objectId, action });

/** Write a new petition; the same `id` again answers with the first, if it was the same person's. */
async function begin(
  { id, photos }: { id: string; photos: string[] },
  state: SignedIn,
  decide: (context: Context) => Promise<Outcome<Petition>>,
) {
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const standing = await read(petitions, id);
  if (!standing) await requireOwnPhotos(photos, state.actor, state.now);
  const petition = standing ?? (await create(petitions, await decide(context), context));
  if (petition.events[0]?.by !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return changedPetition(petition, state);
}

async function report(body: unknown, state: SignedIn) {
  const { id, ...input } = checked(NewReport, body);
  if (!permits('submitPetition', state.actor)) await refuse(state, id, '您的账号不能上报，请联系系统管理员。');
  return begin({ id, photos: input.photos }, state, async (context) =>
    reportPetition(id, input, context, {
      ...(await dutyFacts(context.now)),
      ...(await enterpriseFacts(input.enterpriseId)),
    }),
  );
}

async function refuse(state: SignedIn, id: string, message: string): Promise<never> {
  await denied(state, id, 'petition.register');
  throw new DomainError('NOT_PERMITTED', message, { id });
}

async function register(body: unknown, state: SignedIn) {
  const { id, ...input } = checked(NewRegistration, body);
  if (!permits('registerPetition', state.actor))
    await refuse(state, id, '只有指挥中心和分局负责人可以登记信访件，请联系指挥中心。');
  return begin({ id, photos: input.photos }, state, async (context) => {
    const { petitionerName: name, petitionerPhone: phone, realName } = input;
    const identity = { ...(name ? { name } : {}), ...(phone ? { phone } : {}), consent: realName };
    const reference = name || phone ? await sealIdentity(identity, state.now) : null;
    const masked = reference ? await contactMasked(reference) : null;
    const facts = { ...(await dutyFacts(context.now)), ...(await enterpriseFacts(input.enterpriseId)), reference };
    const contact = masked ? [masked.name, masked.phone].filter(Boolean).join(' ') : null;
    return registerPetition(id, input, context, { ...facts, contactMasked: contact });
  });
}

/** 查看信访人: with a typed reason, shown once, logged before it is shown. */
async function reveal(id: string, body: unknown, state: SignedIn) {
  const { reason } = checked(RevealReason, body);
  const petition = await visible(id, state);
  if (!mayReveal(petition, state.actor)) {
    await denied(state, id, 'identity.reveal');
    throw new DomainError(
      'NOT_PERMITTED',
      '您不能查看这件信访的信访人身份；确需联系的，请由本单位负责人或指挥中心代为联系。',
      { id },
    );
  }
  const { reporter } = petition;
  if (!reporter) throw new DomainError('NOT_FOUND', '这件信访没有留下身份信息，请按匿名件办理。', { id });
  const { name, phone } = isReference(reporter)
    ? await revealIdentity(reporter, { reason, context: commandContext(state), subject: { type: 'petitions', id } })
    : { name: (await namesOf([reporter])).get(reporter) ?? null, phone: null };
  const at = state.now.toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
  return { name, phone, watermark: `${state.session.person.name} ${at}` };
}

/** Reads of petitions, the two ways of beginning one, and one route per step of the workflow. */
export function petitionRoutes(router: Router): void {
  const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

  router.get('/api/petitions', async (ctx) => {
    const { actor, now } = stateOf(ctx);
    const { overdue, limit = 20, ...filter } = checked(PetitionQuery, { ...ctx.query });
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
    const found = await listPetitions(actor, { ...asked, limit, ...(overdue ? { overdueAt: now } : {}) });
    const last = found.length === limit ? found.at(-1) : undefined;
    ctx.body = {
      items: found.map(isProtected(actor.roles) ? presentOwn : presentListed),
      next: last?.receivedAt ?? null,
    };
  });

  router.get('/api/petitions/mine', async (ctx) => {
    const { actor } = stateOf(ctx);
    const own = { ...actor, roles: ['public'] as const };
    const found = await listPetitions(own, { status: Object.keys(STATES) as PetitionStatus[], limit: 100 });
    ctx.body = { items: found.map(presentOwn) };
  });

  router.get('/api/petitions/counts', async (ctx) => {
    const { actor, now } = stateOf(ctx);
    const scope = visibleTo('seeDesk', actor);
    if (!scope) throw new DomainError('NOT_PERMITTED', '值班台只对指挥中心和各级负责人开放，请从“我的任务”办理。');
    ctx.body = await petitionCounts(scope, now);
  });

  router.post('/api/petitions', async (ctx) => {
    ctx.body = await report(ctx.request.body, stateOf(ctx));
  });
  router.post('/api/petitions/register', async (ctx) => {
    ctx.body = await register(ctx.request.body, stateOf(ctx));
  });

  router.get('/api/petitions/:id', async (ctx) => {
    const petition = await visible(String(ctx.params['id']), stateOf(ctx));
    ctx.body = await petitionPage(petition, stateOf(ctx));
  });
  router.get('/api/petitions/:id/repeats', async (ctx) => {
    const petition = await visible(String(ctx.params['id']), stateOf(ctx));
    const { actor, now } = stateOf(ctx);
    if (!permits('classifyPetition', actor, petition))
      throw new DomainError('NOT_PERMITTED', '重复件由指挥中心核对，请联系值班员。');
    ctx.body = { items: (await likelyRepeats(petition, now)).map(presentRepeat) };
  });
  router.post('/api/petitions/:id/identity', async (ctx) => {
    ctx.set('cache-control', 'no-store');
    ctx.body = await reveal(String(ctx.params['id']), ctx.request.body, stateOf(ctx));
  });

  mountCommands(router, '/api/petitions', petitionDomain, {
    present: changedPetition,
    check: (input, { actor, now }) => requireOwnPhotos(photosOf(input), actor, now),
  });
}
