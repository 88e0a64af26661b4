/** 离岗 by HTTP: asking for one, and what is asked of whom. Its steps are mounted with every domain's. */
import type Router from '@koa/router';
import { z } from 'zod';
import { beginAbsence } from '../models/absence/absence.handlers';
import { titleOf } from '../models/absence/absence';
import { type Absence, KINDS, RequestAbsence, STATES } from '../models/absence/absence.schema';
import { absencesOf, absencesToDecide } from '../models/absence/absence.store';
import { permits } from '../models/core/access';
import { NewId } from '../models/core/newId';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';

/** Made on the device, so a form sent twice is one request. */
export const NewAbsence = z.strictObject({ ...RequestAbsence.shape, id: NewId });

const present = (absence: Absence) => ({
  ...{ id: absence._id, status: absence.status, stateLabel: STATES[absence.status] },
  ...{
    kind: absence.kind,
    kindLabel: KINDS[absence.kind],
    from: absence.from,
    to: absence.to,
    title: titleOf(absence),
  },
});

async function begin(body: unknown, state: SignedIn) {
  const { id, ...input } = checked(NewAbsence, body);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  if (!permits('requestAbsence', state.actor)) {
    await recordDenied(context, { objectType: 'absences', objectId: id, action: 'absence.request' });
    throw new DomainError('NOT_PERMITTED', '离岗申请只对本单位工作人员开放。', { id });
  }
  // What the request as a whole must keep, such as an end after the beginning.
  const asked = checked(RequestAbsence, input);
  if (asked.to <= state.now) throw new DomainError('INVALID_INPUT', '结束时间已经过了，请核对起止日期。', { id });
  const absence = await beginAbsence({ id, person: state.actor.id }, asked, context);
  if (absence.person !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return present(absence);
}

/** One's own absences, those that wait for one's decision, and asking for one. */
export function absenceRoutes(router: Router): void {
  router.get('/api/absences', async (ctx) => {
    const { actor } = ctx.state as SignedIn;
    const [mine, toDecide] = await Promise.all([absencesOf(actor.id), absencesToDecide(actor.id)]);
    ctx.body = { mine: mine.map(present), toDecide: toDecide.map(present) };
  });
  router.post('/api/absences', async (ctx) => {
    ctx.body = await begin(ctx.request.body, ctx.state);
  });
}
