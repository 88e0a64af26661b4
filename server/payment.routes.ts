/** 缴款 by HTTP, beyond what every domain has: the list, taking over a bank's list, and finding a case to claim for. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { type Action } from '../models/core/access';
import { checked } from '../models/core/workflow';
import { importBankList } from '../models/payment/importing';
import { casesToClaim } from '../models/payment/matching';
import { ImportPayments, type PaymentStatus, STATES } from '../models/payment/payment.schema';
import { type ListedPayment, listPayments, payments } from '../models/payment/payment.store';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (typeof said === 'string' ? said.split(',').filter(Boolean) : said), z.array(one).max(10));
export const PaymentsQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [PaymentStatus])),
    ref: z
      .string()
      .trim()
      .max(60, '流水号最多60位')
      .regex(/^[0-9A-Za-z-]*$/, '流水号应为字母或数字'),
    /** Day and id of the last row, as `next` gave them. */
    before: z.string().regex(/^\d{4}-\d{2}-\d{2} .{1,90}$/, '请从列表末尾继续'),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();
export const ClaimQuery = z.strictObject({
  q: z.string('请输入案号或缴款码').trim().min(2, '请至少输入两个字').max(60, '最多60字'),
});

const LIST = 50;
const CASES = 10;
const FINANCE_ONLY = '缴款由财务人员和局领导办理，请联系财务。';
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

/** @throws DomainError NOT_PERMITTED, after it was written down */
async function requireFinance(state: SignedIn, action: Action): Promise<void> {
  if (permits(action, state.actor)) return;
  await recordDenied(commandContext(state), { objectType: payments.name, objectId: 'list', action });
  throw new DomainError('NOT_PERMITTED', FINANCE_ONLY);
}

const row = ({
  _id,
  version,
  status,
  source,
  ref,
  paidOn,
  amountFen,
  item,
  caseNo,
  reason,
  remark,
  payer,
}: ListedPayment) => ({
  ...{ id: _id, version, status, statusLabel: STATES[status], source, ref, paidOn, amountFen, item, caseNo },
  ...{ reason, remark, payer },
});

export function paymentRoutes(router: Router): void {
  router.get('/api/payments', async (ctx) => {
    const state = stateOf(ctx);
    await requireFinance(state, 'seePayments');
    const { limit = LIST, before, status, ref } = checked(PaymentsQuery, { ...ctx.query });
    const [paidOn = '', ...id] = before?.split(' ') ?? [];
    const after = before ? { paidOn, id: id.join(' ') } : undefined;
    const found = await listPayments(state.actor, { status, ref: ref || undefined, before: after, limit });
    const last = found.at(-1);
    ctx.body = { items: found.map(row), next: last && found.length === limit ? `${last.paidOn} ${last._id}` : null };
  });
  router.post('/api/payments/import', async (ctx) => {
    const state = stateOf(ctx);
    await requireFinance(state, 'importPayments');
    const { id, source, file } = checked(ImportPayments, ctx.request.body ?? {});
    const by = { id: state.actor.id, name: state.session.person.name };
    ctx.body = await importBankList(Buffer.from(file, 'base64'), source, by, commandContext(state, `${by.id}:${id}`));
  });
  router.get('/api/payments/cases', async (ctx) => {
    await requireFinance(stateOf(ctx), 'settlePayment');
    const { q } = checked(ClaimQuery, { ...ctx.query });
    ctx.body = { items: await casesToClaim(q, CASES) };
  });
}
