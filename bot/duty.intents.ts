/** 值班 by sentence: every button of a shift's card has one. Which shift is meant follows from who speaks; a day narrows it. */
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { type Stored } from '../models/core/journal';
import { offered } from '../models/core/workflow';
import { dutyDomain } from '../models/duty/duty';
import { dutyFace } from '../models/duty/duty.face';
import { type Shift } from '../models/duty/duty.schema';
import { shiftsConcerning } from '../models/duty/duty.store';
import { nameOf } from '../models/duty/duty.words';
import { type DutyStep, dutyWorkflow } from '../models/duty/duty.workflow';
import { type Said } from './reporting';

type Groups = Readonly<Partial<Record<string, string>>>;
type Run = (said: Said, groups: Groups) => Promise<string | undefined>;

/** 3月9日, 3-9, 9日; not the 3 of 3天. */
const DAY = '((?<month>\\d{1,2})[月\\-./])?(?<date>\\d{1,2})(?![\\d天周个小])[日号]?';

const onDay =
  ({ month, date }: Groups) =>
  ({ day }: Shift): boolean => {
    const [, m, d] = day.split('-').map(Number);
    return !date || (d === Number(date) && (!month || m === Number(month)));
  };

/** The one shift on which this person could take the step now; or what to say instead. */
async function meant(said: Said, step: DutyStep, groups: Groups): Promise<Stored<Shift> | string> {
  const { label } = dutyWorkflow.steps[step];
  const fitting = (await shiftsConcerning(said.context.actor.id, said.context.now)).filter(
    (shift) => onDay(groups)(shift) && offered<Shift>(dutyWorkflow, shift, said.context).includes(step),
  );
  const [only] = fitting;
  if (!only) return `现在没有可以“${label}”的班次。回“待办”看看，或打开“值班表”查看。`;
  if (fitting.length === 1) return only;
  const names = fitting.slice(0, 5).map(nameOf);
  return `有好几个班次可以“${label}”，请带上日期，例如“${label} ${names[0]?.replace(/[白晚夜全].*$/, '') ?? ''}”。现在有：${names.join('、')}。`;
}

const bySentence =
  (step: DutyStep, inputOf: (groups: Groups) => unknown = () => ({}), done?: string): Run =>
  async (said, groups) => {
    const shift = await meant(said, step, groups);
    if (typeof shift === 'string') return shift;
    await perform(dutyDomain, step, shift._id, inputOf(groups), said.context);
    return `${nameOf(shift)}：${done ?? `“${dutyWorkflow.steps[step].label}”已经办好。`}`;
  };

/** 换班 李四: the colleague by name, among those who could come. Without a name, who they are. */
const swap: Run = async (said, groups) => {
  const shift = await meant(said, 'requestSwap', groups);
  if (typeof shift === 'string') return shift;
  const { person = [] } = (await dutyFace.options?.(shift, said.context)) ?? {};
  const simple = person.filter(({ value }) => !value.includes('|'));
  const named = simple.filter(({ text }) => groups['name'] && text.startsWith(groups['name']));
  const [chosen] = named;
  if (chosen && named.length === 1) {
    await perform(dutyDomain, 'requestSwap', shift._id, { person: chosen.value }, said.context);
    return `${nameOf(shift)}：已请${groups['name'] ?? ''}代班，对方同意并经负责人批准后生效。`;
  }
  const names = simple.slice(0, 8).map(({ text }) => text.replace(/代班.*$/, ''));
  if (names.length === 0) return '现在没有能换班的同事，请点卡片上的“请假”，或联系带班领导改派。';
  return `请说和谁换，例如“换班 ${names[0] ?? ''}”。现在能来的有：${names.join('、')}。要用对方的班次来换，请在卡片上点“换班”。`;
};

/** Somebody on post only; whoever else says so means something else. */
const note =
  (always: boolean): Run =>
  async (said, { text = '' }) => {
    const here = (await shiftsConcerning(said.context.actor.id, said.context.now)).find((shift) =>
      offered<Shift>(dutyWorkflow, shift, said.context).includes('note'),
    );
    if (!here) return always ? '到岗签到以后才能写值班记录，请先签到。' : undefined;
    if (text.trim().length < 2) return '请把要记的内容接着说完，例如“值班记录 18时接到台风预报”。';
    await perform(dutyDomain, 'note', here._id, { text: text.trim() }, said.context);
    return `已记入${nameOf(here)}的值班日志。`;
  };

const takeOver: Run = async (said) => {
  const shift = await meant(said, 'confirmLine', {});
  if (typeof shift === 'string') return shift;
  return '接班要逐项核对，请在卡片上点“查看详情”，核对后逐项确认。';
};

/** A check-in by sentence has no position, which a leader then has to make good. */
const checkIn: Run = async (said, groups) => {
  try {
    return await bySentence(
      'checkIn',
      undefined,
      '已签到。聊天里签到没有定位，已请带班领导核实；下次请在卡片上点“到岗”。',
    )(said, groups);
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
};

const REASON = '[\\s:：,，]*(?<reason>.*)';

/** Tried in this order, before what is understood as a report. */
export const DUTY_INTENTS: readonly { pattern: RegExp; run: Run }[] = [
  { pattern: new RegExp(`^确认(值班|班次)\\s*(${DAY})?$`), run: bySentence('confirm') },
  {
    pattern: new RegExp(`^同意换班\\s*(${DAY})?$`),
    run: bySentence('agreeSwap', undefined, '已同意换班，等负责人批准。'),
  },
  { pattern: new RegExp(`^(谢绝|不同意|不能)换班\\s*(${DAY})?$`), run: bySentence('declineSwap') },
  { pattern: new RegExp(`^(撤回|取消)换班\\s*(${DAY})?$`), run: bySentence('withdrawSwap') },
  { pattern: new RegExp(`^批准换班\\s*(${DAY})?$`), run: bySentence('approveSwap') },
  { pattern: new RegExp(`^不批(准)?换班${REASON}$`, 's'), run: bySentence('refuseSwap', ({ reason }) => ({ reason })) },
  { pattern: new RegExp(`^换班\\s*(${DAY})?[\\s,，]*(?<name>\\S{2,6})?$`), run: swap },
  {
    pattern: new RegExp(`^(值班)?请假\\s*(${DAY})?${REASON}$`, 's'),
    run: bySentence('leave', ({ reason }) => ({ reason }), '请假已报本单位负责人，批准前仍由您值班。'),
  },
  { pattern: /^(我)?(已)?(到岗|签到)(了|签到)?$/, run: checkIn },
  { pattern: /^(开始)?交班$/, run: bySentence('handOver', undefined, '交班已开始，请等接班人员逐项确认。') },
  { pattern: /^接班$/, run: takeOver },
  { pattern: /^(我来)?顶岗$/, run: bySentence('takeOver') },
  { pattern: /^值班(记录|日志)[\s:：,，。]*(?<text>.*)$/s, run: note(true) },
  { pattern: /^(请)?记一下[\s:：,，。]*(?<text>.*)$/s, run: note(false) },
];
