/** 业务参数: how another value is proposed and comes into force, and the domain as the doors see it. */
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { overlay } from '../core/policy';
import { command, type Context, type Outcome } from '../core/workflow';
import { decider } from '../law/law.facts';
import {
  Approve,
  askLeaders,
  decidedAbout,
  type DeciderFacts,
  type Named,
  proposedBy,
  reasonOf,
  Refuse,
  TakeBack,
  Withdraw,
} from '../law/reviewed';
import { reviewApproval } from '../law/reviewApproval';
import { figureNamed, valueWords } from './figures';
import { laidOn, requireSound, sealOf, valueOn } from './overlay';
import { type ProposeSetting, type Setting } from './setting.schema';
import { approvedSettings, settings } from './setting.store';
import { settingWorkflow } from './setting.workflow';

export const titleOf = ({ key }: Pick<Setting, 'key'>): string => (figureNamed(key)?.label ?? key).slice(0, 60);

export interface ApprovedFacts {
  approved: Setting[];
}

/** Longer ahead nobody knows what will hold. */
const AHEAD_DAYS = 731;

function requireFuture(from: string, now: Date, code: 'INVALID_INPUT' | 'NOT_NOW'): void {
  const today = shanghaiDay(now);
  if (from < today)
    throw new DomainError(code, `生效日期 ${from} 已经过去，已办的事不能倒推，请选今天或以后的日期重新提出。`, {
      from,
    });
  if (from > addCalendarDays(today, AHEAD_DAYS))
    throw new DomainError(code, '生效日期太远，请选两年以内的日期。', { from });
}

/**
 * Another value as it is proposed; asked of every leader but its author.
 *
 * @throws DomainError INVALID_INPUT (unknown figure, value out of bounds, day in the past, nothing changes)
 */
export function proposeSetting(
  id: string,
  { note, ...said }: ProposeSetting,
  { now }: Context,
  { author, leaders, approved }: ApprovedFacts & { author: Named; leaders: Named[] },
): Outcome<Setting> {
  requireFuture(said.from, now, 'INVALID_INPUT');
  requireSound(said, approved);
  const before = (valueOn(said.key, said.from, approved) ?? null) as Setting['before'];
  if (sealOf({ ...said, value: before }) === sealOf(said))
    throw new DomainError('INVALID_INPUT', '提出的数值与那一天的数值相同，不需要调整。', { key: said.key });
  const document: Setting = {
    ...{ ...said, ...proposedBy(author, note, now), _id: id, before, seal: sealOf(said), asked: said.key },
  };
  return {
    document,
    event: { type: 'setting.proposed', data: { note, seal: document.seal } },
    effects: askLeaders('setting', titleOf(document), author.id, leaders),
  };
}

const about = { workflow: settingWorkflow, word: 'setting', titleOf };

const decide =
  (step: 'approve' | 'refuse' | 'takeBack' | 'withdraw') =>
  (
    setting: Setting,
    input: object,
    context: Context,
    facts: DeciderFacts & Partial<ApprovedFacts>,
  ): Outcome<Setting> => {
    const outcome = decidedAbout(about, step, setting, reasonOf(input), context, facts);
    if (step === 'approve') requireApprovable(setting, context, facts.approved ?? []);
    const { seal } = setting;
    const event = { ...outcome.event, data: { ...outcome.event.data, seal } };
    return { ...outcome, event, document: { ...outcome.document, asked: null } };
  };

/** Judged once more: days have passed, other figures were changed, and the row may have been tampered with. */
function requireApprovable(setting: Setting, { now }: Context, approved: readonly Setting[]): void {
  requireFuture(setting.from, now, 'NOT_NOW');
  if (sealOf(setting) !== setting.seal)
    throw new DomainError('NOT_NOW', '这份提议的内容与提出时不一致，不能批准，请通知安全管理员核查。', {
      id: setting._id,
    });
  requireSound(
    setting,
    approved.filter(({ _id }) => _id !== setting._id),
  );
}

/** What a figure was and becomes. */
export const settingRows = ({ key, before, value, from, legalSource }: Setting): [string, string][] => [
  ['业务参数', figureNamed(key)?.label ?? key],
  ['现在', valueWords(key, before ?? undefined)],
  ['改为', valueWords(key, value)],
  ['生效日期', from],
  ['依据', legalSource],
];

/** What a leader reads before a figure is changed. */
export const settingApproval = reviewApproval({
  ...{ store: settings.name, workflow: settingWorkflow, titleOf, rows: settingRows },
});

export const settingDomain: Domain<Setting> = {
  store: settings,
  workflow: settingWorkflow,
  commands: {
    approve: command(Approve, decide('approve')),
    refuse: command(Refuse, decide('refuse')),
    takeBack: command(TakeBack, decide('takeBack')),
    withdraw: command(Withdraw, decide('withdraw')),
  },
  approving: settingApproval.approving,
  facts: {
    approve: async (input, id, context) => ({
      ...(await decider(input, id, context)),
      approved: await approvedSettings(),
    }),
    refuse: decider,
    takeBack: decider,
    withdraw: decider,
  },
};

/**
 * Lay the settings of this moment on the policy of this process.
 *
 * @returns the rows that were left out, with why; somebody has to look
 */
export async function applySettings(now: Date): Promise<{ id: string; reason: string }[]> {
  const { figures, refused } = laidOn(await approvedSettings(), shanghaiDay(now));
  overlay(figures);
  return refused;
}
