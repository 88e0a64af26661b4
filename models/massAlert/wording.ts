/**
 * What is said to many people at once. A drill says so on every text that leaves; the words of each round differ and carry their time,
 * since DingTalk drops the same text to the same person on one day without a word. No person is named.
 */
import { clockWords, momentWords } from '../core/calendar';
import { KINDS, type MassAlert } from './massAlert.schema';

/** One message before it is addressed. */
export interface Words {
  title: string;
  /** Markdown. */
  text: string;
  button: string;
}

type Titled = Pick<MassAlert, 'kind' | 'title'>;

/** 【演练】 stands before everything that a drill says. */
export const drillMark = ({ kind }: Pick<MassAlert, 'kind'>): string => (kind === 'DRILL' ? '【演练】' : '');

/** 【演练】演练：防台点名; 台风：……. */
export const titleOf = (alert: Titled): string =>
  `${drillMark(alert)}${alert.kind === 'DRILL' || alert.kind === 'OTHER' ? '' : `${KINDS[alert.kind]}：`}${alert.title}`;

const assembly = ({ place, assembleAt }: MassAlert) =>
  place || assembleAt ? [`集合：${[assembleAt && momentWords(assembleAt), place].filter(Boolean).join('，')}`] : [];

const asked = ({ answerBy, choices, no }: MassAlert) => [
  `请在${momentWords(answerBy)}前回复：${choices.map(({ text }) => text).join(' / ')}。`,
  `点下面的按钮回复，或直接回“${choices[0]?.text ?? ''}”。编号${no ?? ''}`,
];

const paragraphs = (lines: readonly string[]) => lines.join('\n\n');

/** The order itself, and the same again for those who have not answered. */
export function orderWords(alert: MassAlert, round: number, now: Date): Words {
  const title = titleOf(alert);
  const again = round > 1 ? [`第${round}次通知（${clockWords(now)}）：还没有收到您的回复。`] : [];
  return {
    title: round > 1 ? `第${round}次通知：${title}` : title,
    text: paragraphs([`**${title}**`, ...again, alert.text, ...assembly(alert), ...asked(alert)]),
    button: '查看并回复',
  };
}

/** The order is taken back: told to everybody who may have read it. */
export function revokeWords(alert: MassAlert, now: Date): Words {
  const title = `${drillMark(alert)}已取消：${alert.title}`;
  const why = alert.remark ? [`原因：${alert.remark}`] : [];
  return {
    title,
    text: paragraphs([
      `**${title}**`,
      `编号${alert.no ?? ''}的通知已于${clockWords(now)}取消，请不要再按它行动，也不用再回复。`,
      ...why,
    ]),
    button: '查看详情',
  };
}

/** One line for DING, text message and todo. */
export const lineOf = (words: Words, alert: MassAlert, now: Date): string =>
  `${words.title}（编号${alert.no ?? ''}，${clockWords(now)}）`;
