/** 紧急通知 by HTTP: writing one and seeing whom it reaches, answering it, and the board. Its steps are mounted with every domain's. */
import type Router from '@koa/router';
import { type Context as KoaContext } from 'koa';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { optionsOf } from '../models/core/form';
import { NewId } from '../models/core/newId';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { AnswerAlert, EnterAnswer } from '../models/massAlert/alertRecipient.schema';
import { alertOfRecipient, recipientOf, rollPage, rollSeenBy, rollsOf } from '../models/massAlert/alertRecipient.store';
import { enterAnswerFor, giveAnswer } from '../models/massAlert/answering';
import { audienceChoices, colleaguesNamed, lookUpRoll } from '../models/massAlert/audience.facts';
import { composeFacts } from '../models/massAlert/massAlert';
import { composeAlert, ownCounty } from '../models/massAlert/massAlert.commands';
import { maySeeAlert } from '../models/massAlert/massAlert.face';
import { ComposeAlert, KINDS, type MassAlert, STATES, USUAL_ANSWERS } from '../models/massAlert/massAlert.schema';
import { alertById, alertsByIds, listAlerts, massAlerts } from '../models/massAlert/massAlert.store';
import { headOf, rowsOf } from '../models/massAlert/rollCall';
import { markReceipts } from '../models/massAlert/telling.store';
import { totalOf } from '../models/massAlert/tally.store';
import { drillMark, titleOf } from '../models/massAlert/wording';
import { commandContext, idempotencyKey } from './commands';
import {
  maySeeBoard,
  presentDraft,
  presentListedAlert,
  presentOrder,
  presentRecipient,
  presentRoll,
  sharedTally,
} from './massAlert.present';
import { type SignedIn } from './signIn';

export const NewAlert = z.strictObject({ ...ComposeAlert.shape, id: NewId });
export const PreviewAlert = z.strictObject({
  audience: ComposeAlert.shape.audience,
  county: ComposeAlert.shape.county,
  text: z.string().max(2_000).default(''),
});
export const AlertsQuery = z
  .strictObject({ before: z.coerce.date(), limit: z.coerce.number().int().min(1).max(50) })
  .partial();
export const PeopleQuery = z.strictObject({ words: z.string().trim().max(20).default('') });
export const RollQuery = z
  .strictObject({
    which: z.enum(['all', 'silent', 'answered', 'unreachable', 'help']),
    unit: z.string().max(40),
    afterLabel: z.string().max(100),
    afterId: z.string().max(100),
    limit: z.coerce.number().int().min(1).max(200),
  })
  .partial();
export const EnteredAnswer = z.strictObject({ ...EnterAnswer.shape, recipient: z.string().max(100) });

const NOT_FOUND = '没有找到这次通知，可能已取消或不属于您的范围，请返回列表刷新。';
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;
const idOf = (ctx: KoaContext & { params?: unknown }) => String((ctx.params as Record<string, string>)['id']);

function demand(action: 'composeAlert' | 'seeAlert', { actor }: SignedIn) {
  if (permits(action, actor)) return;
  const what = action === 'composeAlert' ? '起草紧急通知' : '查看点名情况';
  throw new DomainError('NOT_PERMITTED', `您没有${what}的权限，请联系指挥中心或本单位负责人。`);
}

async function hidden(state: SignedIn, id: string, action: string): Promise<never> {
  await recordDenied(commandContext(state), { objectType: massAlerts.name, objectId: id.slice(0, 100) || '–', action });
  throw new DomainError('NOT_FOUND', NOT_FOUND, { id, denied: true });
}

async function found(id: string): Promise<MassAlert> {
  const alert = await alertById(id);
  if (!alert) throw new DomainError('NOT_FOUND', NOT_FOUND, { id });
  return alert;
}

/** The alert and the part of its roll that this reader may see. Whoever sees none is refused like somebody asking for nothing. */
async function board(id: string, state: SignedIn) {
  const alert = await found(id);
  const scope = rollSeenBy(state.actor);
  if (!scope || !maySeeBoard(alert, state.actor)) return hidden(state, id, 'roll.read');
  return { alert, scope };
}

/** A new draft; the same id again is the same draft, if it was the same person's. */
async function compose(body: unknown, state: SignedIn) {
  const { id, ...input } = checked(NewAlert, body);
  demand('composeAlert', state);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const standing = await read(massAlerts, id);
  const alert =
    standing ?? (await create(massAlerts, composeAlert(id, input, context, await composeFacts(context)), context));
  if (alert.composedBy !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  return { id: alert._id, no: alert.no };
}

const WHICH = {
  all: {},
  silent: { status: 'silent' },
  answered: { status: 'answered' },
  unreachable: { unreachable: true },
  help: { help: true },
} as const;

/** Rows written at a time. */
const EXPORTED = 500;

/** The whole roll this reader may see as one CSV text; the reading is in the audit log before it leaves. */
async function exported(id: string, state: SignedIn): Promise<{ text: string; name: string }> {
  const { alert, scope } = await board(id, state);
  const { actor, now, requestId } = state;
  const fact = {
    at: now,
    actor: actor.id,
    action: 'massAlert.export',
    objectType: massAlerts.name,
    objectId: id,
    requestId,
  };
  await appendAudit([{ ...fact, result: 'ok', door: 'page' }]);
  const parts = [headOf(alert, drillMark(alert))];
  let after: { label: string; id: string } | undefined;
  for (;;) {
    const rows = await rollPage(id, scope, { limit: EXPORTED, ...(after ? { after } : {}) });
    parts.push(rowsOf(rows));
    const last = rows.at(-1);
    if (!last || rows.length < EXPORTED) break;
    after = { label: last.label, id: last._id };
  }
  return { text: parts.join(''), name: `点名-${alert.no ?? id}.csv` };
}

/** One's own place on a roll. Opening it is reading it. */
async function ownPlace(id: string, state: SignedIn) {
  const [alert, own] = [await found(id), await recipientOf(id, state.actor.id)];
  const isMine = own !== null && alert.status !== 'draft';
  if (!isMine && !maySeeAlert(alert, state.actor)) return hidden(state, id, 'alert.read');
  if (isMine && !own.readAt) await markReceipts([{ recipient: own._id, deliveredAt: state.now, readAt: state.now }]);
  return {
    alert: presentOrder(alert),
    mine: isMine ? presentRecipient(own) : null,
    board: maySeeBoard(alert, state.actor),
    record: maySeeAlert(alert, state.actor),
  };
}

async function myRolls({ actor }: SignedIn) {
  const own = await rollsOf(actor.id);
  const alerts = new Map((await alertsByIds(own.map(({ alert }) => alert))).map((alert) => [alert._id, alert]));
  return own.flatMap((recipient) => {
    const alert = alerts.get(recipient.alert);
    if (!alert || alert.status === 'draft') return [];
    const { _id, no, answerBy, status } = alert;
    const { answer, toldAt } = recipient;
    return [
      {
        id: _id,
        no,
        title: titleOf(alert),
        status,
        statusLabel: STATES[status],
        answerBy,
        toldAt,
        answer: answer?.choice ?? null,
      },
    ];
  });
}

/** Lists, composing, answering and the board. Mounted before the routes of records, which would take `mine` for an id. */
export function massAlertRoutes(router: Router): void {
  router.get('/api/alerts', async (ctx) => {
    const state = stateOf(ctx);
    const { before, limit = 20 } = checked(AlertsQuery, { ...ctx.query });
    demand('seeAlert', state);
    const listed = await listAlerts(state.actor, { limit, ...(before ? { before } : {}) });
    const scope = rollSeenBy(state.actor);
    const items = await Promise.all(
      listed.map(async (alert) => {
        // The figures kept at the end are those of everybody: whoever sees a part of the roll has it counted.
        const isWhole = scope !== null && Object.keys(scope).length === 0;
        if (alert.final && isWhole) return presentListedAlert(alert, totalOf(alert.final));
        const counts = alert.status !== 'draft' && scope !== null;
        return presentListedAlert(alert, counts ? totalOf(await sharedTally(alert._id, scope)) : null);
      }),
    );
    ctx.body = { items, next: listed.length === limit ? (listed.at(-1)?.composedAt ?? null) : null };
  });
  router.get('/api/alerts/mine', async (ctx) => {
    ctx.body = { items: await myRolls(stateOf(ctx)) };
  });
  router.get('/api/alerts/choices', async (ctx) => {
    demand('composeAlert', stateOf(ctx));
    const { county, ...known } = await audienceChoices(stateOf(ctx).actor);
    ctx.body = { kinds: optionsOf(KINDS), answers: USUAL_ANSWERS, county, ...known };
  });
  router.get('/api/alerts/people', async (ctx) => {
    demand('composeAlert', stateOf(ctx));
    ctx.body = { items: await colleaguesNamed(checked(PeopleQuery, { ...ctx.query }).words, stateOf(ctx).actor) };
  });
  router.post('/api/alerts/preview', async (ctx) => {
    const state = stateOf(ctx);
    const { text, ...asked } = checked(PreviewAlert, ctx.request.body);
    demand('composeAlert', state);
    ctx.body = presentRoll(await lookUpRoll({ ...asked, county: ownCounty(asked, state) }, state.now), text);
  });
  router.post('/api/alerts', async (ctx) => {
    ctx.body = await compose(ctx.request.body, stateOf(ctx));
  });

  router.get('/api/alerts/:id/draft', async (ctx) => {
    const state = stateOf(ctx);
    const alert = await found(idOf(ctx));
    if (!permits('composeAlert', state.actor, alert) || alert.status !== 'draft')
      await hidden(state, idOf(ctx), 'draft.read');
    ctx.body = presentDraft(alert);
  });
  router.get('/api/alerts/:id/mine', async (ctx) => {
    ctx.body = await ownPlace(idOf(ctx), stateOf(ctx));
  });
  router.post('/api/alerts/:id/answer', async (ctx) => {
    const state = stateOf(ctx);
    const input = checked(AnswerAlert, ctx.request.body);
    const context = commandContext(state, idempotencyKey(ctx.get('idempotency-key'), state.actor));
    ctx.body = { mine: presentRecipient(await giveAnswer(idOf(ctx), input, context)) };
  });
  router.post('/api/alerts/:id/enter', async (ctx) => {
    const state = stateOf(ctx);
    const { recipient, ...input } = checked(EnteredAnswer, ctx.request.body);
    const context = commandContext(state, idempotencyKey(ctx.get('idempotency-key'), state.actor));
    if (alertOfRecipient(recipient) !== idOf(ctx))
      throw new DomainError('NOT_FOUND', '名单里没有这个人，请刷新后再试。');
    ctx.body = { recipient: presentRecipient(await enterAnswerFor(recipient, input, context)) };
  });
  router.get('/api/alerts/:id/board', async (ctx) => {
    const { alert, scope } = await board(idOf(ctx), stateOf(ctx));
    const tallies = alert.status === 'draft' ? [] : await sharedTally(alert._id, scope);
    ctx.body = {
      total: totalOf(tallies),
      units: tallies,
      choices: alert.choices,
      answerBy: alert.answerBy,
      sentAt: alert.sentAt,
    };
  });
  router.get('/api/alerts/:id/roll', async (ctx) => {
    const { which = 'all', unit, afterLabel, afterId = '', limit = 100 } = checked(RollQuery, { ...ctx.query });
    const { scope } = await board(idOf(ctx), stateOf(ctx));
    const rows = await rollPage(idOf(ctx), scope, {
      ...WHICH[which],
      ...(unit === undefined ? {} : { unit: unit || null }),
      ...(afterLabel === undefined ? {} : { after: { label: afterLabel, id: afterId } }),
      limit,
    });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    ctx.body = { items: rows.map(presentRecipient), next: last ? { label: last.label, id: last._id } : null };
  });
  router.get('/api/alerts/:id/export', async (ctx) => {
    const { text, name } = await exported(idOf(ctx), stateOf(ctx));
    ctx.set(
      'content-disposition',
      `attachment; filename="roll-call.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
    ctx.type = 'text/csv; charset=utf-8';
    ctx.body = text;
  });
}
