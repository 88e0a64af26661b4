/** What happened on a shift, in sentences; history and duty log say the same. */
import { type Face, type Sentence } from '../core/face';
import { type Shift } from './duty.schema';

type Data = Readonly<Record<string, unknown>>;
const said =
  (what: (data: Data) => string, detail?: (data: Data) => unknown) =>
  (data: Data): Sentence => {
    const more = detail?.(data);
    return typeof more === 'string' && more ? { what: what(data), detail: more } : what(data);
  };
const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export const dutySentences: Face<Shift>['sentences'] = {
  'duty.planned': '排入值班表',
  'shift.planned': '排入值班表',
  'shift.asked': ({ seats }) => `发出值班卡片${word(seats)}张`,
  'shift.confirmed': ({ post }) => `确认${word(post)}岗位`,
  'shift.swapAsked': ({ with: other, inReturn }) => `请${word(other)}${inReturn ? `用${word(inReturn)}对调` : '代班'}`,
  'shift.swapAgreed': ({ from }) => `同意与${word(from)}换班`,
  'shift.swapDeclined': ({ from }) => `谢绝与${word(from)}换班`,
  'shift.swapWithdrawn': '撤回换班',
  'shift.swapApproved': ({ from, with: other }) => `批准${word(from)}与${word(other)}换班`,
  'shift.swapRefused': said(
    ({ from, with: other }) => `不批${word(from)}与${word(other)}换班`,
    ({ reason }) => reason,
  ),
  'shift.swapReleased': ({ from }) => `对调：${word(from)}让出岗位`,
  'shift.swapTaken': ({ from, with: other }) => `对调：${word(other)}接替${word(from)}`,
  'shift.swapFinished': ({ from, with: other }) => `${word(from)}与${word(other)}对调办妥`,
  'shift.swapFailed': said(
    () => '对调没有办成，正在恢复原班',
    ({ why }) => why,
  ),
  'shift.swapUndone': said(
    ({ name }) => `恢复原班：${word(name)}`,
    ({ why }) => why,
  ),
  'shift.tradeOrdered': ({ from, with: other }) => `安排${word(from)}与${word(other)}对调`,
  'shift.leaveAsked': '申请请假',
  'shift.substituted': said(
    ({ from, to, post }) => `${word(post)}由${word(to)}顶替${word(from)}`,
    ({ reason }) => reason,
  ),
  'shift.unfilled': said(
    ({ post }) => `${word(post)}无人可派，已报带班领导`,
    ({ reason }) => reason,
  ),
  'shift.arranged': said(
    ({ from, to, post }) => `${word(post)}由${word(from)}改派为${word(to)}`,
    ({ why }) => why,
  ),
  'shift.checkInOpened': ({ seats }) => `签到开始，${word(seats)}人待到岗`,
  'shift.checkedIn': said(
    ({ post, late }) => `${late ? '迟到' : ''}到岗（${word(post)}）`,
    ({ doubt }) => doubt,
  ),
  'shift.missed': said(
    ({ from, to, post }) => `${word(from)}未到岗（${word(post)}）${to ? `，已通知${word(to)}顶替` : '，暂无人可派'}`,
    ({ reason }) => reason,
  ),
  'shift.takenOver': ({ from, post }) => `顶${word(from)}的${word(post)}岗`,
  'shift.left': ({ name, why }) => `${word(name)}${word(why)}`,
  'shift.handoverOpened': ({ lines }) => `开始交班，${word(lines)}项待确认`,
  'shift.incomingChanged': '接班人员更新',
  'shift.lineConfirmed': said(
    ({ text }) => `接班确认：${word(text)}`,
    ({ note }) => note,
  ),
  'shift.handedOver': said(
    ({ late }) => `确认最后一项，交接完成${late ? '（超时）' : ''}`,
    ({ note }) => note,
  ),
  'shift.handoverOverdue': '交接超时，已报领导',
  'shift.noted': said(
    () => '值班记录',
    ({ text }) => text,
  ),
  'shift.closed': said(
    () => '由领导结束班次',
    ({ reason }) => reason,
  ),
  'shift.lapsed': '到点无人签到，班次结束',
  'shift.clockStopped': '到期检查，无需处理',
};
