/** 业务参数 by HTTP, beyond what every domain has: all figures with what is planned for them, previews and proposals. */
import type Router from '@koa/router';
import { z } from 'zod';
import { type Action, permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { officialCalendar, shanghaiDay } from '../models/core/calendar';
import { DomainError } from '../models/core/errors';
import { NewId } from '../models/core/newId';
import { figureIn, policy } from '../models/core/policy';
import { checked } from '../models/core/workflow';
import { face } from '../models/domains';
import { leaders, named } from '../models/law/law.facts';
import { figureNamed, figures, type FigureShape, valueWords } from '../models/setting/figures';
import { GROUPS } from '../models/setting/labels';
import { laidOn, previewOf } from '../models/setting/overlay';
import { proposeSetting } from '../models/setting/setting';
import { settingFace } from '../models/setting/setting.face';
import { PreviewSetting, ProposeSetting, type Setting } from '../models/setting/setting.schema';
import { approvedSettings, listSettings, settings } from '../models/setting/setting.store';
import { commandContext } from './commands';
import { propose } from './law.routes';
import { type SignedIn } from './signIn';

export const SettingsQuery = z.strictObject({ key: z.string().max(80) }).partial();
export const NewSetting = z.strictObject({ id: NewId, ...ProposeSetting.shape });

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

async function requireMay(state: SignedIn, action: Action, message: string): Promise<void> {
  if (permits(action, state.actor)) return;
  await recordDenied(commandContext(state), {
    ...{ objectType: settings.name, objectId: '–', action: `setting.${action}` },
  });
  throw new DomainError('NOT_PERMITTED', message);
}
const READ = '业务参数供本局工作人员查看，如需了解请联系本单位负责人。';
const PROPOSE = '业务参数由法制审核人员提出调整，请把意见告诉他们。';

const change = ({ _id: id, key, value, before, from, status, legalSource, note, ...who }: Setting) => ({
  ...{ id, key, from, status, legalSource, note, label: figureNamed(key)?.label ?? key },
  ...{ words: valueWords(key, value), beforeWords: valueWords(key, before ?? undefined) },
  ...{ authorName: who.authorName, decidedByName: who.decidedByName, proposedAt: who.proposedAt },
});

/** Years with a notice, and the two that somebody may want to enter. */
function yearsOf(today: string): FigureShape[] {
  const year = Number(today.slice(0, 4));
  const entered = Object.keys(policy().calendar).map(Number);
  const all = [...new Set([year, year + 1, ...entered])].sort();
  return all.flatMap((one) => figureNamed(`calendar.${one}`) ?? []);
}

const missingYears = (today: string): number[] => {
  const year = Number(today.slice(0, 4));
  return [year, year + 1].filter((one) => !officialCalendar().has(one));
};

async function list(state: SignedIn) {
  await requireMay(state, 'seeSetting', READ);
  const today = shanghaiDay(state.now);
  const [approved, proposed] = await Promise.all([approvedSettings(), listSettings({ status: 'proposed' })]);
  const planned = approved.filter(({ from }) => from > today);
  const row = (figure: FigureShape) => {
    const value = figureIn(policy(), figure.key);
    return { ...figure, value: value ?? null, words: valueWords(figure.key, value) };
  };
  return {
    today,
    groups: GROUPS,
    figures: [...yearsOf(today), ...figures()].map(row),
    planned: planned.map(change),
    proposed: proposed.map(change),
    refused: laidOn(approved, today).refused,
    missingYears: missingYears(today),
    mayPropose: permits('proposeSetting', state.actor),
  };
}

async function proposeOne(body: unknown, state: SignedIn) {
  await requireMay(state, 'proposeSetting', PROPOSE);
  const { id, ...said } = checked(NewSetting, body);
  return propose(settings, face(settingFace), id, state, async (context) => {
    const [author, above, approved] = await Promise.all([named(state.actor.id), leaders(), approvedSettings()]);
    return proposeSetting(id, said, context, { author, leaders: above, approved });
  });
}

/** Mounted before the routes of single records. */
export function settingRoutes(router: Router): void {
  router.get('/api/settings', async (ctx) => {
    ctx.body = await list(stateOf(ctx));
  });
  router.get('/api/settings/history', async (ctx) => {
    const state = stateOf(ctx);
    await requireMay(state, 'seeSetting', READ);
    const { key } = checked(SettingsQuery, { ...ctx.query });
    ctx.body = { items: (await listSettings(key ? { key } : {})).map(change) };
  });
  router.post('/api/settings/preview', async (ctx) => {
    await requireMay(stateOf(ctx), 'proposeSetting', PROPOSE);
    ctx.body = previewOf(checked(PreviewSetting, ctx.request.body), await approvedSettings());
  });
  router.post('/api/settings', async (ctx) => {
    ctx.body = await proposeOne(ctx.request.body, stateOf(ctx));
  });
}
