/** What happened to a case after its decision, in sentences. Amounts stand on the page, never in a message. */
import { type Face } from '../core/face';
import { SERVED_BY } from './case.schema';
import { ANNULMENTS, CLOSINGS, REMEDIES, REMEDY_RESULTS, RULINGS } from './execution.schema';
import { type PenaltyCase } from './penalty.schema';

type Data = Readonly<Record<string, unknown>>;
const of = (words: Readonly<Record<string, string>>, key: unknown) => words[String(key)] ?? '';
const yuan = (fen: unknown) => `${(Number(fen ?? 0) / 100).toFixed(2)}元`;
const split = ({ fineFen, confiscationFen, lateFen, overFen }: Data) =>
  [
    ...(Number(fineFen) > 0 ? [`罚款${yuan(fineFen)}`] : []),
    ...(Number(confiscationFen) > 0 ? [`没收${yuan(confiscationFen)}`] : []),
    ...(Number(lateFen) > 0 ? [`加处罚款${yuan(lateFen)}`] : []),
    ...(Number(overFen) > 0 ? [`多缴${yuan(overFen)}`] : []),
  ].join('，');

export const executionSentences: Face<PenaltyCase>['sentences'] = {
  'penalty.served': ({ how, on, late }: Data) =>
    `${of(SERVED_BY, how)}决定书，${String(on)}送达${late === true ? '（超过法定期限）' : ''}`,
  'penalty.eServiceConsented': '当事人签署电子送达确认书',
  'penalty.sentElectronically': '电子送达决定书，等待当事人确认',
  'penalty.electronicUnconfirmed': '当事人没有确认电子送达，改用其他方式',
  'penalty.announced': ({ where, tried }: Data) => ({ what: `公告送达：${String(where)}`, detail: String(tried) }),
  'penalty.serveReminded': '送达期限快到，提醒承办人员',
  'penalty.serveLate': '超过期限没有送达，告知承办人员和负责人',
  'penalty.paymentReceived': (data: Data) => ({
    what: `收到缴款（${String(data['paidOn'])}，流水号${String(data['ref'])}）`,
    detail: split(data),
  }),
  'penalty.paymentReversed': ({ ref }: Data) => `退出误入账的缴款${typeof ref === 'string' ? `（流水号${ref}）` : ''}`,
  'penalty.paymentRefunded': ({ ref, amountFen }: Data) => `退付多缴的${yuan(amountFen)}（凭证${String(ref)}）`,
  'penalty.paymentReminded': '缴款期限快到，提醒当事人',
  'penalty.overdue': '到期没有缴清，开始加处罚款',
  'penalty.instalmentRequested': ({ shares }: Data) =>
    Number(shares) === 1 ? '申请延期缴纳' : `申请分${String(shares)}期缴纳`,
  'penalty.instalmentGranted': ({ shares, until }: Data) => `同意分${String(shares)}期缴纳，至${String(until)}`,
  'penalty.instalmentRefused': ({ reason }: Data) => ({ what: '不同意延期、分期缴纳', detail: String(reason) }),
  'penalty.instalmentBroken': '没有按期缴款，分期终止，自缺缴之日起加处罚款',
  'penalty.instalmentLate': '延期、分期申请没有按时答复，告知负责人',
  'penalty.accountChecked': () => undefined,
  'penalty.remedyBegun': ({ kind, body, no }: Data) =>
    `${of(REMEDIES, kind)}受理：${String(body)} ${String(no)}，其间不计加处罚款`,
  'penalty.remedyEnded': ({ kind, result, to }: Data) =>
    `${of(REMEDIES, kind)}于${String(to)}结束：${of(REMEDY_RESULTS, result)}`,
  'penalty.demandTime': '复议和诉讼期限届满，提醒催告',
  'penalty.demanded': '制作催告书',
  'penalty.demandServed': ({ how, on }: Data) => `${of(SERVED_BY, how)}催告书，${String(on)}送达`,
  'penalty.demandAnswered': ({ answer }: Data) => ({ what: '记录当事人对催告的意见', detail: String(answer) }),
  'penalty.demandOver': '催告期满，告知承办人员和负责人',
  'penalty.courtReminded': '申请法院强制执行的期限快到，提醒承办人员和负责人',
  'penalty.courtMissed': '申请法院强制执行的期限已过，告知负责人和局领导',
  'penalty.courtApplied': ({ court }: Data) => `申请${String(court)}强制执行`,
  'penalty.courtAccepted': ({ no, acceptedOn }: Data) => `法院${String(acceptedOn)}受理（${String(no)}）`,
  'penalty.courtRuled': ({ ruling, reason }: Data) => ({
    what: `法院裁定${of(RULINGS, ruling)}`,
    detail: String(reason),
  }),
  'penalty.rulingLate': '法院没有按时裁定，提醒承办人员',
  'penalty.enforced': ({ on, summary }: Data) => ({ what: `${String(on)}执行完毕`, detail: String(summary) }),
  'penalty.annulled': ({ kind, body, no }: Data) => `处罚决定被${of(ANNULMENTS, kind)}：${String(body)} ${String(no)}`,
  'penalty.closingProposed': ({ kind }: Data) => `提出结案：${of(CLOSINGS, kind)}`,
  'penalty.closingReturned': ({ reason }: Data) => ({ what: '退回结案', detail: String(reason) }),
  'penalty.closingLate': '应当结案没有结案，提醒承办人员和负责人',
  'penalty.closed': ({ kind }: Data) => `批准结案：${of(CLOSINGS, kind)}`,
  'penalty.archivingLate': '应当归档没有归档，提醒承办人员和负责人',
  'penalty.archived': ({ no }: Data) => `归档（档号${String(no)}）`,
};
