/** Items about the procedure: 14, 17, 19, 22 to 24. */
import { shanghaiDay } from '../../core/calendar';
import { policy } from '../../core/policy';
import { rightsClock } from '../clocks';
import {
  discussionCauses,
  discussionMissing,
  hearingCauses,
  legalReviewCauses,
  legalReviewMissing,
  proposalOf,
} from '../routing';
import { type PenaltyCase } from '../penalty.schema';
import {
  type DailyFact,
  green,
  notHere,
  paper,
  type Proof,
  recordProof,
  red,
  type Rule,
  type Verdict,
} from './verdict';

/** What stands in the way, with what to do where the sentence itself does not say it. */
const advised = (sentence: string, advice: string) =>
  sentence.includes('请') ? sentence : `${sentence.replace(/。$/, '')}；${advice}。`;
const RESULTS_TOLD = /监测|检测|采样|化验|鉴定/;

/** 14: rights told, the whole period given, the service proved, results of tests told. */
export const rightsTold: Rule = (record, { fields }, now) => {
  const { notice, statements, hearingRequest, eService } = record;
  const proof = paper('priorNotice', notice?.no);
  if (!notice?.serving) return red('事先告知书还没有送达当事人，请先送达。', proof);
  const { serving } = notice;
  if (notice.days < policy().penalty.statement.n)
    return red(`告知的期限少于${policy().penalty.statement.n}个工作日，请重新告知。`, proof);
  if (hearingCauses(record, notice).length > 0 && !notice.hearingRight)
    return red('达到听证条件却没有告知听证权利，请重新告知。', proof);
  if (serving.how === 'ELECTRONIC' ? !eService : serving.proof.length === 0)
    return red('没有送达的证明，请补充送达回证；电子送达要有当事人的书面确认。', proof);
  const end = rightsClock(serving.at).dueAt;
  const answered = notice.waived !== null || statements.length > 0 || hearingRequest !== null;
  if (now <= end && !notice.waived) {
    const said = answered ? '当事人已表达意见，但' : '';
    return red(`${said}五个工作日的期限到 ${shanghaiDay(end)} 才届满，请期满后再决定。`, proof);
  }
  const sampled = fields.some(({ samples }) => samples.length > 0);
  if (sampled && !RESULTS_TOLD.test(`${notice.facts}${notice.reasons}`))
    return red('采过样，但告知书没有告知监测结果，请补充告知。', proof);
  return green(
    `${shanghaiDay(serving.at)} 送达，期限${notice.waived ? '经当事人书面放弃' : `至 ${shanghaiDay(end)} 已满`}。`,
    proof,
  );
};

/** 17: held where it has to be, on record, and again when a defence followed. */
export const discussed: Rule = (record, { discussions }) => {
  const causes = discussionCauses(record, proposalOf(record));
  const missing = discussionMissing(record);
  const last = discussions.filter(({ status }) => status !== 'cancelled').at(-1);
  const proof: Proof | null = last ? recordProof('discussions', last._id, `集体讨论 ${last.no ?? ''}`.trim()) : null;
  if (missing) return red(advised(missing, '请提请集体讨论后再决定'), proof);
  if (causes.length === 0) return notHere('没有达到集体讨论的条件。');
  if (!last?.minutes || !last.result) return red('集体讨论没有形成记录，请记录人补充并由成员确认。', proof);
  return green(`因${causes.join('、')}已集体讨论，记录完整。`, proof);
};

/** 19: passed, and repeated after new evidence. */
export const legallyReviewed: Rule = (record) => {
  const missing = legalReviewMissing(record);
  if (missing) return red(advised(missing, '请提请法制审核后再决定'), paper('legalReview'));
  if (legalReviewCauses(record).length === 0) return notHere('不属于应当法制审核的情形。');
  return green(`${record.legalReview?.byName ?? ''}审核通过，之后没有补充证据。`, paper('legalReview'));
};

/** 22 to 24 concern a daily penalty alone. */
const daily =
  (judge: (fact: DailyFact, record: PenaltyCase) => Verdict): Rule =>
  (record, linked) => {
    if (!record.origin) return notHere('不是按日连续处罚案件。');
    return linked.daily ? judge(linked.daily, record) : red('没有找到原处罚案件的记录，请联系系统管理员。');
  };
const orderProof = ({ order }: DailyFact) => (order ? recordProof('orders', order.id, `责令改正 ${order.no}`) : null);
const recheckProof = ({ recheck }: DailyFact) =>
  recheck ? recordProof('site-records', recheck.id, `复查笔录 ${recheck.on}`) : null;

/** 22: the order to correct comes before the recheck. */
export const orderedFirst = daily((fact) => {
  const { order, recheck } = fact;
  if (!order?.servedAt) return red('没有送达责令改正决定，不能按日连续处罚；请先责令改正并送达。', orderProof(fact));
  if (!recheck || recheck.on <= shanghaiDay(order.servedAt))
    return red('复查没有在责令改正送达之后进行，请重新暗查。', recheckProof(fact));
  return green(`${order.no} 于 ${shanghaiDay(order.servedAt)} 送达，${recheck.on} 复查。`, orderProof(fact));
});

/** 23: the recheck comes in time, and the days are those that the law counts. */
export const recheckedInTime = daily((fact, { origin }) => {
  const { counted } = fact;
  if (!counted) return red('没有复查记录，不能按日连续处罚；请先暗查。', recheckProof(fact));
  if (!counted.ok) return red(counted.because, recheckProof(fact));
  // Several rechecks add up: never fewer days than the last of them gives.
  if (origin && origin.days < counted.days)
    return red(`案件按${origin.days}日计罚，最后一次复查就有${counted.days}日，请核对计罚日数。`, recheckProof(fact));
  return green(`复查在期限内，计罚${origin?.days ?? counted.days}日。`, recheckProof(fact));
});

/** 24: after the original decision, and a multiple of its fine. */
export const afterOriginal = daily((fact, { origin }) => {
  const { original } = fact;
  const proof = original ? recordProof('penalties', original.id, `原处罚决定 ${original.no ?? ''}`.trim()) : null;
  if (!original?.decidedAt || !original.servedAt)
    return red('原处罚决定还没有作出并送达，请等原决定送达后再按日连续处罚。', proof);
  if (origin && origin.fineFen !== original.fineFen * origin.days)
    return red('罚款不等于原处罚数额乘以计罚日数，请核对。', proof);
  return green(`原处罚决定 ${original.no ?? ''} 于 ${shanghaiDay(original.servedAt)} 送达。`, proof);
});
