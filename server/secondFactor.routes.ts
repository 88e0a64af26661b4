/** 审批密码 by HTTP: how it stands, proving it in this sign-in, setting it, and clearing a forgotten one. */
import type Router from '@koa/router';
import { z } from 'zod';
import { clearPin, factorStanding, provePin, proved, setPin } from '../models/approval/secondFactor';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { checked, type Context } from '../models/core/workflow';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

const Pin = z.string({ error: '请输入六位审批密码' }).regex(/^\d{6}$/, '审批密码是六位数字');
export const ProveFactor = z
  .strictObject({ pin: Pin, platform: z.string().min(1).max(512) })
  .partial()
  .refine(({ pin, platform }) => Boolean(pin) !== Boolean(platform), '请输入六位审批密码');
export const SetFactor = z.strictObject({ pin: Pin, old: Pin.optional() });
export const ClearFactor = z.strictObject({ person: z.string().min(1).max(64) });

/** The platform's own second factor: whether this proof is this person's, made just now. */
export type PlatformFactor = (userId: string, proof: string) => Promise<boolean>;

async function proveBy(state: SignedIn, body: unknown, platformFactor: PlatformFactor | undefined): Promise<void> {
  const { pin, platform } = checked(ProveFactor, body);
  const { session, actor } = state;
  const context = commandContext(state);
  if (pin) return provePin(session.key, pin, context);
  if (!platformFactor)
    throw new DomainError('SECOND_FACTOR', '本单位没有开通平台的身份验证，请输入审批密码。', { unset: true });
  if (!(await platformFactor(actor.id, platform ?? '')))
    throw new DomainError('SECOND_FACTOR', '平台的身份验证没有通过，请再验证一次，或输入审批密码。', { wrong: true });
  return proved(session.key, context);
}

async function requireAdministrator(context: Context, person: string): Promise<void> {
  if (permits('clearSecondFactor', context.actor) && person !== context.actor.id) return;
  await recordDenied(context, { objectType: 'second_factors', objectId: person, action: 'secondFactor.clear' });
  throw new DomainError('NOT_PERMITTED', '清除审批密码由安全管理员办理，本人不能清除自己的，请联系安全管理员。');
}

export function secondFactorRoutes(router: Router, platformFactor?: PlatformFactor): void {
  const standing = ({ session, actor, now }: SignedIn) => factorStanding(session.key, actor.id, now);
  router.get('/api/secondFactor', async (ctx) => {
    ctx.body = { ...(await standing(ctx.state)), platform: platformFactor !== undefined };
  });
  router.post('/api/secondFactor', async (ctx) => {
    const state = ctx.state as SignedIn;
    await proveBy(state, ctx.request.body, platformFactor);
    ctx.body = await standing(state);
  });
  router.post('/api/secondFactor/set', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { pin, old } = checked(SetFactor, ctx.request.body);
    const { person, openedAt } = state.session;
    const known = [person._id, person.certificateNo ?? ''];
    await setPin({ pin, old, signedInAt: openedAt, known }, commandContext(state));
    ctx.body = await standing(state);
  });
  router.post('/api/secondFactor/clear', async (ctx) => {
    const context = commandContext(ctx.state);
    const { person } = checked(ClearFactor, ctx.request.body);
    await requireAdministrator(context, person);
    await clearPin(person, context);
    ctx.body = { cleared: true };
  });
}
