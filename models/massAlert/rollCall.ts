/** The roll call as a table for a spreadsheet. Pure. Protected people stand in it by village and role only. */
import { type AlertRecipient, RECIPIENT_STATES, WAYS } from './alertRecipient.schema';
import { type MassAlert } from './massAlert.schema';
import { momentWords } from '../core/calendar';

export const COLUMNS = [
  '单位',
  '姓名',
  '状态',
  '回复',
  '补充说明',
  '回复时间',
  '是否迟到',
  '代为登记',
  '通知时间',
  '已接收',
  '已送达',
  '已读',
  '通知方式',
  '未送达原因',
] as const;

const moment = (at: Date | null) => (at ? momentWords(at) : '');

/** One person's row, in the order of `COLUMNS`. */
export function rowOf(recipient: AlertRecipient): string[] {
  const { unitName, label, status, answer, answeredAt, late, toldAt, tellings, unreachable } = recipient;
  const { acceptedAt, deliveredAt, readAt } = recipient;
  return [
    unitName,
    label,
    RECIPIENT_STATES[status],
    answer?.choice ?? '',
    answer?.words ?? '',
    moment(answeredAt),
    late ? '迟到' : '',
    answer?.enteredBy ? '是' : '',
    moment(toldAt),
    moment(acceptedAt),
    moment(deliveredAt),
    moment(readAt),
    [...new Set(tellings.map(({ way }) => WAYS[way]))].join('、'),
    status === 'silent' ? (unreachable ?? '') : '',
  ];
}

/** What a spreadsheet would take for a formula, however much space stands before it. */
const FORMULA = /^[\s\u00a0]*[=+\-@＝＋－＠]|^[\t\r]/;

/** One cell: quoted, and never a formula of somebody's making. */
export function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replace(/"/g, '""').replace(/\r?\n/g, ' ')}"`;
}

const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`;
/** Without it the spreadsheet programs of the bureau read UTF-8 as something else. */
const BOM = '\uFEFF';

/** What stands above the rows. */
export function headOf(alert: MassAlert, mark: string): string {
  return `${BOM}${line([`${mark}${alert.no ?? ''} ${alert.title}`])}${line(COLUMNS)}`;
}

/** Rows as text of a CSV file. */
export const rowsOf = (recipients: readonly AlertRecipient[]): string =>
  recipients.map((one) => line(rowOf(one))).join('');
