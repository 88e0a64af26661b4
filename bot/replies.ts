/**
 * A press on a card becomes a step. Whatever the press was – late, doubled, from the wrong hand, on a card nobody knows – it is
 * answered with a sentence and the true state, within the time DingTalk gives, and never with an error.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { type Stored } from '../models/core/journal';
import { type Context, type Stateful } from '../models/core/workflow';
import { type FoundMessage, markOnce, markShown, messageById } from '../models/assignment/message.store';
import { type CardDomain } from './cardDomains';
import { type Log } from './dingtalk/client';
import { type CardCallback, type CardResponse } from './dingtalk/stream';
import { inputOf, VERSION_FIELD } from './form';
import { type Receiver, receiverByUserId } from './receiver';
import { domainOf, type Occasion, recordOf, rendered } from './render';

interface ReplyDoors {
  appUrl: string;
  clock: () => Date;
  log: Log;
  /** Of DingTalk's 2 s, some are spent on the way. Default 1 500. */
  budgetMs?: number;
}

const SENTENCES = {
  unknownCard: '这张卡片已经失效，请到“我的任务”里查看最新情况。',
  stranger: '没有找到您的身份，请联系本单位的钉钉管理员。',
  notYours: '这张卡片是发给别人的，您不能代为操作。',
  gone: '这件事的记录已经不在，请联系指挥中心。',
  late: '操作未完成，请再按一次。',
  broken: '系统忙，操作没有完成，请稍后再按一次。',
  onPage: '这一步需要在页面上办理，请点“查看详情”。',
  noStep: '没有这个操作，请按卡片上现有的按钮。',
} as const;

/** Only the person who pressed sees it: the card may be somebody else's. */
const only = (note: string): CardResponse => ({ privateData: { note } });

/** What was pressed, brought into one shape. */
interface Press {
  action: string;
  /** A form was submitted, not a button pressed. */
  submitted: boolean;
  input: Record<string, unknown>;
  /** The version the person saw; for a form without one, what was written in it. */
  seen: string;
}

const word = (value: unknown, otherwise = '') =>
  (typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise).slice(0, 60);

function pressOf({ actionIds, params, form }: CardCallback, { message }: FoundMessage): Press {
  const [first = ''] = actionIds;
  const byForm = first === 'form';
  // A form may also come under the name of its step; what counts is that it was filled in.
  const submitted = byForm || Object.keys(form).length > 0;
  const action = byForm ? word(params['action'], message.form ?? '') : word(first || params['action']);
  const written = createHash('sha256').update(JSON.stringify(form)).digest('base64url').slice(0, 12);
  const seen = word(params[VERSION_FIELD]) || word(form[VERSION_FIELD]) || (submitted ? written : '0');
  return { action, submitted, input: inputOf(form), seen };
}

interface Pressed extends FoundMessage {
  domain: CardDomain;
  record: Stored<Stateful>;
  receiver: Receiver;
  context: Context;
}

interface Consequence {
  record: Stored<Stateful>;
  acted: boolean;
  note?: string;
  form?: string | null;
}

/** Take the step, open its form, or say why not. */
async function consequenceOf(pressed: Pressed, { action, submitted, input }: Press): Promise<Consequence> {
  const { domain, record, context } = pressed;
  const taken = await domain.shortcut(record, action);
  if (taken) return take(pressed, taken.step, taken.input);
  if (!domain.has(action)) return { record, acted: false, note: SENTENCES.noStep };
  if (!domain.forms[action]?.length || submitted) return take(pressed, action, submitted ? input : {});
  const refused = domain.refusal(record, action, context);
  return refused ? { record, acted: false, note: refused, form: null } : { record, acted: false, form: action };
}

async function take({ domain, record, context, message }: Pressed, step: string, input: unknown): Promise<Consequence> {
  try {
    return { record: await domain.perform(step, record, input, context), acted: true, form: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const now = (await domain.read(record._id)) ?? record;
    return { record: now, acted: false, note: error.message, form: message.form };
  }
}

/** Draw the card as it is now, and remember that it shows this. */
async function shown(pressed: Pressed, outcome: Consequence, { appUrl }: ReplyDoors, isLate: () => boolean) {
  const { assignment, message, receiver, context } = pressed;
  const occasion: Occasion = { appUrl, now: context.now };
  if (outcome.note !== undefined) occasion.note = outcome.note;
  if (outcome.form !== undefined) occasion.form = outcome.form;
  let card = await rendered(pressed, outcome.record, receiver, occasion);
  if (outcome.form && !outcome.note && !card.form) {
    card = await rendered(pressed, outcome.record, receiver, { ...occasion, note: SENTENCES.onPage });
  }
  const at = context.now;
  const moments = {
    deliveredAt: message.deliveredAt ?? at,
    readAt: message.readAt ?? at,
    ...(outcome.acted ? { actedAt: message.actedAt ?? at } : {}),
  };
  // After two seconds DingTalk throws our answer away and does not tell; so after a step the card counts as not yet up to date,
  // and the refresh that follows the change shows the same once more.
  const seen = outcome.acted ? { shown: card.version - 1, face: '' } : { shown: card.version, face: card.face };
  const marks = { ...moments, ...seen, form: card.form };
  const marked = !isLate() && (await markShown(assignment._id, message.id, marks));
  if (!marked) await markOnce(assignment._id, message.id, moments);
  return { cardData: card.variables };
}

async function answer(callback: CardCallback, doors: ReplyDoors, isLate: () => boolean): Promise<CardResponse> {
  const now = doors.clock();
  const [found, receiver] = await Promise.all([messageById(callback.outTrackId), receiverByUserId(callback.userId)]);
  const domain = found && domainOf(found);
  if (!found || !domain) return only(SENTENCES.unknownCard);
  if (!receiver) return only(SENTENCES.stranger);
  const press = pressOf(callback, found);
  const { actor } = receiver;
  const key = `${callback.outTrackId}:${press.action}:${actor.id}:${press.seen}`;
  const context: Context = { actor, now, door: 'card', key };
  const { store: objectType, id: objectId } = found.assignment.record;
  if (actor.id !== found.message.to) {
    await recordDenied(context, { objectType, objectId, action: press.action });
    return only(SENTENCES.notYours);
  }
  const record = await recordOf(found);
  if (!record) return only(SENTENCES.gone);
  const pressed: Pressed = { ...found, domain, record, receiver, context };
  return shown(pressed, await consequenceOf(pressed, press), doors, isLate);
}

/**
 * The handler of card callbacks.
 *
 * @returns the card's new state for the person who pressed; never throws
 */
export function cardReplies(doors: ReplyDoors): (callback: CardCallback) => Promise<CardResponse> {
  return async (callback) => {
    let late = false;
    const facts = { card: callback.outTrackId, actions: callback.actionIds };
    const work = answer(callback, doors, () => late).catch((error: unknown): CardResponse => {
      doors.log.error({ ...facts, err: error }, 'card callback failed');
      return only(SENTENCES.broken);
    });
    const timer = new AbortController();
    const tooLate = sleep(doors.budgetMs ?? 1500, undefined, { signal: timer.signal }).then(
      (): CardResponse => {
        late = true;
        doors.log.warn(facts, 'card callback out of time');
        return { cardData: { note: SENTENCES.late } };
      },
      (): CardResponse => ({}),
    );
    return Promise.race([work, tooLate]).finally(() => timer.abort());
  };
}
