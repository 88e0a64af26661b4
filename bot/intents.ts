/**
 * Sentences that are commands. Every button of a card has one, so that somebody whose card does not load can still act. One table,
 * tried in its order; what matches nothing is a report (reporting.ts).
 */
import { purposeLabel } from '../models/assignment/assignment.purposes';
import { approvalQueue } from '../models/approval/queue';
import { assignmentsOf } from '../models/assignment/assignment.store';
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { offered } from '../models/core/workflow';
import { petitionDomain } from '../models/petition/petition';
import { type Petition } from '../models/petition/petition.schema';
import { openDraftOf, petitions } from '../models/petition/petition.store';
import { petitionWorkflow, type PetitionStep } from '../models/petition/petition.workflow';
import { mediumIn, placeIn, urgencyIn } from '../models/petition/understanding';
import { DUTY_INTENTS } from './duty.intents';
import { ANSWER, answerAlertBySentence } from './massAlertAnswers';
import { type Said } from './reporting';
import { doneAs, HELP, nothingFor, registeredAs, SAY, whichOne } from './sayings';
import { monthDayWords } from '../models/core/calendar';

type Groups = Readonly<Partial<Record<string, string>>>;
interface Intent {
  pattern: RegExp;
  /** Answers what to say; undefined: not meant after all, try the next. */
  run: (said: Said, groups: Groups) => Promise<string | undefined>;
}

const NO = '(?<no>[Xx][Ff][-－—]?\\d{4}[-－—]?\\d{1,6})';

/** XF20261, xf-2026-1 → XF-2026-000001. */
function numberFrom(said: string): string {
  const [, year, sequence = ''] = /(\d{4})[-－—]?(\d{1,6})$/.exec(said) ?? [];
  return `XF-${year}-${sequence.padStart(6, '0')}`;
}

async function byNumber(said: string): Promise<Petition> {
  const no = numberFrom(said);
  const petition = (await petitions.collection.findOne({ no })) as Petition | null;
  if (!petition) throw new DomainError('NOT_FOUND', `没有找到编号${no}，请核对后再发。`, { no });
  return petition;
}

/** Petitions that wait for this person, or were reported by them and answered. */
async function concerning({ context: { actor } }: Said): Promise<Petition[]> {
  const assigned = await assignmentsOf(actor.id, 'open');
  const ids = assigned.filter(({ record }) => record.store === petitions.name).map(({ record }) => record.id);
  return await petitions.collection
    .find(
      { $or: [{ _id: { $in: ids } }, { reporter: actor.id, status: { $in: ['replied', 'closed'] } }] },
      { sort: { updatedAt: -1 }, limit: 50 },
    )
    .toArray();
}

/** The one petition meant, and which of the steps fits it; or what to say instead. */
async function meant(said: Said, steps: readonly PetitionStep[], no: string | undefined) {
  const [first] = steps;
  const label = first ? petitionWorkflow.steps[first].label : '';
  const fits = (petition: Petition) =>
    steps.find((step) => offered(petitionWorkflow, petition, said.context).includes(step));
  if (no) {
    const petition = await byNumber(no);
    return { petition, step: fits(petition) ?? first };
  }
  const candidates = (await concerning(said)).filter(fits);
  const [only] = candidates;
  if (!only) return nothingFor(label);
  if (candidates.length > 1)
    return whichOne(
      label,
      candidates.slice(0, 5).map(({ no: number }) => number),
    );
  return { petition: only, step: fits(only) };
}

const stepBySentence =
  (steps: readonly PetitionStep[], inputOf: (groups: Groups) => unknown): Intent['run'] =>
  async (said, groups) => {
    const found = await meant(said, steps, groups['no']);
    if (typeof found === 'string') return found;
    const { petition, step } = found;
    if (!step) return SAY.unknown;
    const { no } = await perform(petitionDomain, step, petition._id, inputOf(groups), said.context);
    return doneAs(no, step);
  };

/** 同意 typed to the robot approves nothing: it answers what waits, and where it is approved. */
async function approveElsewhere({ context: { actor, now } }: Said): Promise<string> {
  const waiting = await approvalQueue(actor, now);
  if (waiting.length === 0) return SAY.approveElsewhere;
  const lines = waiting.slice(0, 5).map(({ view: { no, label }, dueAt }, index) => {
    return `${index + 1}. ${label} ${no}${dueAt ? `，${monthDayWords(dueAt)}前` : ''}`;
  });
  return [SAY.approveOnPage, ...lines].join('\n');
}

async function tasks({ context: { actor } }: Said): Promise<string> {
  const open = await assignmentsOf(actor.id, 'open', { limit: 10 });
  if (open.length === 0) return SAY.nothingToDo;
  const lines = open.map(({ purpose, title, dueAt, status }, index) => {
    const number = title.split(' · ')[0] ?? '';
    const until = dueAt ? `，${monthDayWords(dueAt)}前` : '';
    return `${index + 1}. ${purposeLabel(purpose)} ${number}${until}${status === 'acknowledged' ? '（已签收）' : ''}`;
  });
  return ['您的待办：', ...lines, '请按卡片上的按钮办理，或从工作台打开“我的任务”。'].join('\n');
}

async function confirm(said: Said): Promise<string | undefined> {
  const draft = await openDraftOf(said.context.actor.id);
  if (!draft) return undefined;
  const { no } = await perform(petitionDomain, 'confirm', draft._id, {}, said.context);
  return registeredAs(no);
}

async function discard(said: Said): Promise<string | undefined> {
  const draft = await openDraftOf(said.context.actor.id);
  if (!draft) return SAY.noDraft;
  await perform(petitionDomain, 'discard', draft._id, {}, said.context);
  return SAY.discarded;
}

/** What “修改 …” can name, and how the new value is read. */
const REVISABLE: readonly (readonly [RegExp, (value: string) => Record<string, unknown> | undefined])[] = [
  [/^(地点|位置|地方|地址)/, (place) => ({ place: placeIn(place).place === place ? placeIn(place).place : place })],
  [/^(紧急程度|缓急|紧急)/, (said) => found('urgency', urgencyIn(said || '紧急'))],
  [
    /^(污染类型|类型|种类|污染)/,
    (said) => found('medium', mediumIn(said) ?? (said.includes('其他') ? 'OTHER' : undefined)),
  ],
  [/^(情况|内容|描述)/, (content) => ({ content })],
];
const found = (field: string, value: unknown) => (value === undefined ? undefined : { [field]: value });

async function revise(said: Said, { what = '' }: Groups): Promise<string | undefined> {
  const draft = await openDraftOf(said.context.actor.id);
  if (!draft) return SAY.noDraft;
  for (const [name, read] of REVISABLE) {
    const value = what.replace(name, '').replace(/^[\s:：,，]*(改?(为|成)|是)?[\s:：,，]*/, '');
    const input = name.test(what) ? read(value) : undefined;
    if (!input || (!value && !('urgency' in input))) continue;
    await perform(petitionDomain, 'revise', draft._id, input, said.context);
    return SAY.confirmHint;
  }
  return SAY.reviseHow;
}

const POINTS: Record<string, number> = { 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5 };
const pointsOf = (said = '') => POINTS[said] ?? Number(said);
const constant = (text: string) => () => Promise.resolve(text);

const INTENTS: readonly Intent[] = [
  { pattern: /^(帮助|help|怎么用|菜单|功能|[?？]+)$/i, run: constant(HELP) },
  { pattern: /^(我的)?(待办|任务)$/, run: tasks },
  { pattern: ANSWER, run: answerAlertBySentence },
  ...DUTY_INTENTS,
  {
    pattern: /^(确认(上报)?|是的?|对的?|对了|好的?|嗯+|可以的?|没错|没问题|上报吧|报吧?|行|ok|同意)$/i,
    run: confirm,
  },
  {
    pattern:
      /^(同意|通过|批准|签发|审核通过|approve)(答复|立案|处罚|告知|决定|延长|结案)?\s*([A-Za-z]{2}[-－—]?\d{4}[-－—]?\d{1,6}|舟环\S{1,30})?$/i,
    run: approveElsewhere,
  },
  { pattern: /^(不报了?|取消(上报)?|算了|不用了|不上报了?|撤销)$/, run: discard },
  { pattern: /^(修改|更正|改一下|改)[\s:：,，]*(?<what>.*)$/s, run: revise },
  { pattern: new RegExp(`^(签收|收到)\\s*${NO}?$`), run: stepBySentence(['acknowledge'], () => ({})) },
  {
    pattern: new RegExp(`^退回\\s*${NO}?[\\s:：,，]*(?<reason>.*)$`, 's'),
    run: stepBySentence(['returnTask', 'returnToCentre'], ({ reason }) => ({ reason })),
  },
  {
    pattern: new RegExp(
      `^(评价|打分|评分)\\s*${NO}?\\s*(?<points>\\d|[一二两三四五])\\s*[分星]?[\\s,，。]*(?<text>.*)$`,
      's',
    ),
    run: stepBySentence(['rate'], ({ points, text }) => ({ satisfaction: pointsOf(points), text: text ?? '' })),
  },
  {
    pattern: new RegExp(`^(没有?解决|未解决|还是没解决)\\s*${NO}?[\\s:：,，。]*(?<reason>.*)$`, 's'),
    run: stepBySentence(['reopen'], ({ reason }) => ({ reason })),
  },
  {
    pattern: new RegExp(`^申请复查\\s*${NO}?[\\s:：,，。]*(?<reason>.*)$`, 's'),
    run: stepBySentence(['requestReview'], ({ reason }) => ({ reason })),
  },
  {
    pattern: new RegExp(`^批示\\s*${NO}[\\s:：,，。]*(?<text>.+)$`, 's'),
    run: stepBySentence(['remark'], ({ text }) => ({ text })),
  },
  { pattern: /^(你好|您好|喂|在吗|在不在|谢谢.{0,6}|辛苦了?|再见|早|早上好|下午好|晚上好|测试)$/, run: constant(HELP) },
];

/** Carry out the command a sentence is; undefined when it is none. @throws DomainError as the step does */
export async function commandIn(said: Said): Promise<string | undefined> {
  const text = said.text.replace(/[。.！!～~，,\s]+$/, '').trim();
  for (const { pattern, run } of INTENTS) {
    const match = pattern.exec(text);
    const answer = match ? await run(said, match.groups ?? {}) : undefined;
    if (answer !== undefined) return answer;
  }
  return undefined;
}
