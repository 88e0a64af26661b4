import type Router from '@koa/router';
import { type Actor } from '../models/core/access';
import { factorAt } from '../models/approval/secondFactor';
import { type Domain, perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { type Stored } from '../models/core/journal';
import { type Context as CommandContext, type Stateful } from '../models/core/workflow';
import { type SignedIn } from './signIn';

const KEY = /^[\w:.-]{8,64}$/;

/** The key under which a page may safely send the same command again. @throws DomainError INVALID_INPUT */
export function idempotencyKey(header: string, actor: Actor): string {
  if (!KEY.test(header)) {
    throw new DomainError('INVALID_INPUT', '请求缺少防重编号（idempotency-key），请刷新页面后再提交。');
  }
  // Somebody else's key must never make a command look as if it had been done.
  return `${actor.id}:${header}`;
}

/** Who is acting, when and through which door, for a command that came by HTTP. */
export function commandContext({ actor, now, requestId }: SignedIn, key?: string): CommandContext {
  return { actor, now, door: 'page', requestId, ...(key ? { key } : {}) };
}

/** The same for a step under approval: with the moment at which this sign-in proved its second factor. */
export async function approvalContext(state: SignedIn, key: string): Promise<CommandContext> {
  const { session, actor, now } = state;
  const proved = await factorAt(session.key, actor.id, now);
  return { ...commandContext(state, key), ...(proved ? { factorAt: proved } : {}) };
}

interface CommandDoors<D> {
  present: (record: Stored<D>, state: SignedIn) => object;
  check: (input: unknown, state: SignedIn) => Promise<void>;
}

/**
 * One route per row of the workflow table: `POST <path>/:id/<step>`. Steps that only the conversation or the clock takes have none.
 *
 * @param present what of the changed record may leave, for the one who changed it
 * @param check what only this door has to ask of an input, such as whose photos it names
 */
export function mountCommands<D extends Stateful>(
  router: Router,
  path: string,
  domain: Domain<D>,
  { present, check }: CommandDoors<D>,
): void {
  const steps = Object.entries(domain.workflow.steps).filter(([, { quiet }]) => !quiet);
  for (const [step, { approval }] of steps) {
    router.post(`${path}/:id/${step}`, async (ctx) => {
      const state = ctx.state as SignedIn;
      const key = idempotencyKey(ctx.get('idempotency-key'), state.actor);
      const input: unknown = ctx.request.body ?? {};
      await check(input, state);
      const context = approval ? await approvalContext(state, key) : commandContext(state, key);
      const changed = await perform(domain, step, String(ctx.params['id']), input, context);
      ctx.body = present(changed, state);
    });
  }
}
