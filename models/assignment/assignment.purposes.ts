/**
 * What each purpose is called: on the card's status line, in “my tasks” and beside every message. The word before the dot is
 * the domain, so that a list of mixed assignments reads without opening one.
 */
const PURPOSES = {
  'assignment.unreachable': '无人可通知，请人工联系',
  'probe.run': '链路自检',
  'petition.question': '随手报补充',
  'petition.confirm': '随手报确认',
  'petition.tracking': '随手报进度',
  'petition.triage': '信访待分类交办',
  'petition.appoint': '信访待指定承办人',
  'petition.handle': '信访交办',
  'petition.returned': '信访退回，待另派',
  'petition.approve': '答复待审核',
  'petition.replyReturned': '答复退回修改',
  'petition.recheck': '重新核查，待另派',
  'petition.review': '复查复核待答复',
  'petition.leaderCase': '领导包案',
  'petition.due': '办理期限提醒',
  'petition.informed': '信访告知',
  'petition.answer': '信访答复',
  'massAlert.draft': '紧急通知待您发出',
  'duty.slot': '值班安排',
  'duty.calledIn': '紧急顶岗',
  'duty.checkIn': '到岗签到',
  'duty.swapAsked': '同事请您换班',
  'duty.swapApprove': '换班待批准',
  'duty.swapped': '换班已办妥',
  'duty.swapRefused': '换班未成',
  'duty.swapFailed': '换班未办成，按原班',
  'duty.replaced': '值班已改派',
  'duty.missed': '有人未到岗',
  'duty.checkInDoubt': '到岗定位存疑',
  'duty.unfilled': '岗位无人可派',
  'duty.left': '值班人员离岗',
  'duty.lapsed': '班次无人到岗',
  'duty.handover': '接班，请逐项确认',
  'duty.handoverOverdue': '交接班超时',
  'dutyWeek.told': '本周值班',
  'absence.approve': '离岗申请待批准',
  'absence.decided': '离岗申请结果',
  'massAlert.silent': '点名未回复，请联系',
  'massAlert.help': '点名中有人需要支援',
  'massAlert.due': '点名回复已截止',
  'rotation.drawn': '抽调通知',
  'rotation.decline': '抽调困难待审',
  'rotation.absent': '抽调缺席',
  'rotation.vacant': '抽调缺员',
  'rotation.close': '抽调待结束',
  'rotation.excused': '抽调解除',
  'rotation.confirmed': '抽调人员已确认',
  'rotation.calledOff': '抽调取消',
  'flying.approve': '飞行检查待批准',
  'flying.assemble': '集合通知',
  'flying.revealed': '飞行检查开始',
  'flying.unlock': '飞行检查待双人解封',
  'flying.short': '飞行检查缺员',
  'flying.late': '飞行检查到点未成队',
  'flying.stoodDown': '集合解除',
  'flying.report': '飞行检查待结案',
  'flying.compromised': '飞行检查疑似泄密，待核查',
  'roster.gaps': '值班缺口预报',
  'roster.missing': '值班表待排',
  'incident.triage': '事件待研判',
  'incident.emergency': '突发事件通知',
  'incident.dispatch': '事件出动',
  'incident.declined': '队员去不了，待改派',
  'incident.secure': '请看护现场',
  'incident.report': '事件信息待报告',
  'incident.overdue': '事件超时提醒',
  'incident.merged': '事件已并入',
} as const;
type Purpose = keyof typeof PURPOSES;

/** Nobody could be reached for another assignment; told to the duty desk (alarm.ts). */
export const ALARM = 'assignment.unreachable' satisfies Purpose;

/** These tell and ask for nothing: they are messages, not tasks, and nobody has to finish them. */
export const NOTICES: readonly Purpose[] = [
  'probe.run',
  'petition.tracking',
  'petition.informed',
  'duty.swapped',
  'duty.swapRefused',
  'duty.swapFailed',
  'duty.replaced',
  'absence.decided',
  'rotation.excused',
  'rotation.confirmed',
  'rotation.calledOff',
  'flying.stoodDown',
  'incident.merged',
];

/** Chinese label of a purpose; of the message that a rung of the ladder sent, what the rung is for. */
export function purposeLabel(purpose: string, told?: { rung: number; to: string; person: string }): string {
  if (told && told.rung > 0) return told.to === told.person ? '再次提醒' : '升级提醒';
  return Object.hasOwn(PURPOSES, purpose) ? PURPOSES[purpose as Purpose] : '任务';
}
