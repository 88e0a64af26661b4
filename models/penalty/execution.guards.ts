/** What stands against a step after the decision, in the words of whoever wants to take it. */
import { shanghaiDay } from '../core/calendar';
import { monthDayWords } from '../core/calendar';
import { policy } from '../core/policy';
import { accountOf, courtWindow } from './execution.clocks';
import { ledgerOf } from './ledger';
import { any, type By, isRecused, mayNotDirect, recused } from './penalty.guards';
import { type PenaltyCase } from './penalty.schema';

type Guard = (record: PenaltyCase, by: By) => string | undefined;

const isAnnulled = ({ annulled }: PenaltyCase) => annulled !== null && annulled.kind !== 'CHANGED';
const standsNoMore: Guard = (record) => (isAnnulled(record) ? '处罚决定已被撤销，不再执行，请办理结案。' : undefined);

/** 公告送达 is the last way: while it runs no other is booked. */
export const alreadyAnnounced = any(recused, standsNoMore, ({ announcement }) =>
  announcement ? '正在公告送达，期满即视为送达。当事人来领取的，请按直接送达登记。' : undefined,
);
export const mayNotServe = any(recused, standsNoMore);
export const consentedBefore: Guard = ({ eService }) => (eService ? '已经签过电子送达确认书。' : undefined);
export const notConsented = any(alreadyAnnounced, ({ eService, sent }) => {
  if (!eService) return '当事人没有签电子送达确认书，不能电子送达，请改用其他方式。';
  return sent ? '已经电子送达，正等待当事人确认；当事人不确认的，请改用其他方式。' : undefined;
});
export const notSent: Guard = ({ sent }) => (sent ? undefined : '决定书还没有电子送达，请与承办人员联系。');

export const notPayable: Guard = (record) =>
  record.payment ? standsNoMore(record, undefined as never) : '这件处罚决定没有罚没款，不需要缴款。';
export const nothingOver: Guard = (record, { now }) => {
  const account = accountOf(record);
  const over = account ? ledgerOf(account, shanghaiDay(now)).overFen : 0;
  return over > 0 ? undefined : '没有多缴的款项，不需要退付。';
};

/** Before the last day, once at a time, and nothing is granted twice. */
export const mayNotAskInstalment = any(notPayable, ({ instalment, payment }, { now }) => {
  if (instalment?.status === 'requested') return '延期、分期申请正在等待决定。';
  if (instalment && instalment.schedule.length > 0) return '已经同意过延期、分期缴纳，请按期缴纳。';
  if (instalment?.status === 'refused') return '延期、分期申请没有获得同意，请在期限内缴款。';
  return payment && shanghaiDay(now) > payment.dueOn ? '缴款期限已过，不能再申请延期、分期，请尽快缴款。' : undefined;
});
export const noInstalmentAsked = any(mayNotDirect, ({ instalment }, { actor }) => {
  if (instalment?.status !== 'requested') return '没有等待决定的延期、分期申请。';
  return instalment.requestedBy === actor.id ? '申请由您登记，要由其他负责人决定。' : undefined;
});

export const remedyRunning: Guard = ({ remedies }) =>
  remedies.some(({ to }) => to === null) ? '还有没有结束的复议或者诉讼，请先登记它的结果。' : undefined;
export const noRemedyRunning: Guard = ({ remedies }) =>
  remedies.some(({ to }) => to === null) ? undefined : '没有正在进行的复议或者诉讼。';

/** A body with powers of its own waits thirty days of late penalty first (行政强制法 第四十六条); ours asks the court. */
export const mayNotDemand = any(recused, standsNoMore, (record, { now }) => {
  const account = accountOf(record);
  const { demandAfterLateDays } = policy().execution;
  const days = account ? ledgerOf(account, shanghaiDay(now)).lateDays : 0;
  if (days < demandAfterLateDays)
    return `加处罚款满${String(demandAfterLateDays)}日以后才能催告，现在是第${String(days)}日。`;
  return remedyRunning(record, { now } as By);
});
export const demandServed = any(recused, ({ enforcement }) =>
  enforcement?.demand?.serving ? '催告书已经送达。' : undefined,
);
export const demandNotServed: Guard = ({ enforcement }) =>
  enforcement?.demand?.serving ? undefined : '催告书还没有送达，请先登记送达。';

/** 行政强制法 第五十三、五十四条: demanded in vain, nothing pending, and not too late. */
export const mayNotApplyCourt = any(mayNotDirect, standsNoMore, demandNotServed, remedyRunning, (record, { now }) => {
  const { dueAt } = record.enforcement?.demand ?? {};
  if (dueAt && now <= dueAt) return `催告的期限到${monthDayWords(dueAt)}，期满仍未履行的才能申请。`;
  const window = courtWindow(record);
  if (!window || now <= window.opensAt)
    return `当事人申请复议、提起诉讼的期限${window ? `到${monthDayWords(window.opensAt)}` : '还没有届满'}，期满后才能申请。`;
  return now > window.closes.dueAt
    ? `申请法院强制执行的期限已于${monthDayWords(window.closes.dueAt)}届满，法院不再受理，请报负责人处理。`
    : undefined;
});
export const notAccepted: Guard = ({ enforcement }) =>
  enforcement?.court?.acceptedOn ? undefined : '法院还没有受理，请先登记受理。';
export const acceptedBefore: Guard = ({ enforcement }) =>
  enforcement?.court?.acceptedOn ? '法院受理已经登记过了。' : undefined;
export const ruledBefore = any(notAccepted, ({ enforcement }) =>
  enforcement?.court?.ruling ? '法院裁定已经登记过了。' : undefined,
);
export const notGranted = any(notAccepted, ({ enforcement }) =>
  enforcement?.court?.ruling === 'GRANTED' ? undefined : '法院没有准予强制执行，不能登记执行完毕。',
);
export const annulledBefore = any(recused, (record) =>
  isAnnulled(record) ? '处罚决定已经撤销，不能再登记。' : undefined,
);

/** Proposed by one, approved by another; returned, it is proposed again. */
export const closingStanding: Guard = (record, { actor }) => {
  if (isRecused(record, actor.id)) return recused(record, { actor } as By);
  const { closing } = record;
  return closing && !closing.returnedReason ? '结案已经提出，请等负责人批准。' : undefined;
};
export const notClosable = any(mayNotDirect, ({ closing }, { actor }) => {
  if (!closing || closing.returnedReason) return '还没有提出结案，请等承办人员填写结案审批表。';
  return closing.proposedBy === actor.id ? '结案由您提出，要由其他负责人批准。' : undefined;
});
