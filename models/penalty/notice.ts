/** 事先告知: drafted by an investigator, approved by a head, served; from then on the party has five working days. Pure. 处罚办法 第四十四条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { addCalendarDays, deadline, endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { cited, PENALTY_KINDS } from '../law/law.schema';
import { tellParty } from '../party/party.effects';
import { type CaseFacts, faulty, notNow, outcome, signerOf, take, tell } from './acting';
import { type CasePause, type CaseServing, type Notice } from './case.schema';
import { rightsClock } from './clocks';
import { requireAuthority } from './review';
import { type PenaltyCase } from './penalty.schema';
import { hearingCauses, proposalOf, yuanWords } from './routing';
import { frozenRules } from './ruleSet';
import { type DraftNotice, type JustApproved, type Reason, type ServeNotice } from './steps.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

/** 《生态环境法典》第…条 of every act, by the law that was chosen. */
export function basisWords({ sheets }: Pick<Case, 'sheets'>): string {
  const chosen = sheets.map(
    ({ candidates, chosen: side }) => candidates.find((one) => one.side === side) ?? candidates[0],
  );
  return [...new Set(chosen.flatMap((one) => (one ? [cited(one.basis)] : [])))].join('、');
}

/** What is found, act by act, as every paper of the case says it. */
export const factWords = ({ acts, report, facts }: Case): string =>
  acts.length > 0
    ? acts.map((act) => `${act.text}（${act.actOn}）：${act.facts}`).join('\n')
    : (report?.facts ?? facts);

/** Why this much, as the sheets explain it. */
export const reasonWords = ({ sheets, origin }: Case, added: string): string =>
  [
    ...sheets.map(({ explanation }) => explanation),
    ...(origin ? [`按日连续处罚${origin.days}日，罚款${yuanWords(origin.fineFen)}。`] : []),
    added,
  ]
    .filter(Boolean)
    .join('\n');

const kindWords = ({
  kinds,
  fineFen,
  confiscationFen,
}: Pick<Notice, 'kinds' | 'fineFen' | 'confiscationFen'>): string =>
  kinds
    .map((kind) =>
      kind === 'FINE'
        ? `罚款${yuanWords(fineFen)}`
        : kind === 'CONFISCATE_GAINS'
          ? `没收违法所得${yuanWords(confiscationFen)}`
          : PENALTY_KINDS[kind],
    )
    .join('；');

/** 罚款406,000元；责令停产整治. */
export const penaltyWords = kindWords;

/** 拟告知书: proposal, facts, reasons, basis and rights, as they stand now. */
export function draftNotice(record: Case, said: DraftNotice, context: Context, facts: CaseFacts): Result {
  take('draftNotice', record, context);
  const proposal = proposalOf(record);
  if (proposal.kinds.length === 0) throw notNow('还没有拟处罚的内容，请先完成裁量。');
  const because = hearingCauses(record, proposal);
  const { now, actor } = context;
  const notice: Notice = {
    ...{ no: null, draftedBy: actor.id, draftedByName: facts.byName, draftedAt: now, ...proposal },
    ...{ facts: factWords(record), basis: [basisWords(record), said.basis].filter(Boolean).join('；') },
    ...{ reasons: reasonWords(record, said.reasons), hearingRight: because.length > 0, hearingBecause: because },
    ...{ days: policy().penalty.statement.n, approvedBy: null, approvedByName: null, approvedAt: null, approval: null },
    ...{ serving: null, dueAt: null, waived: null },
  };
  const document: Case = { ...record, notice };
  return outcome(document, 'noticeDrafted', { ...proposal, hearingRight: notice.hearingRight }, [
    settle({ purposes: ['penalty.notice'] }),
    ...tell(document, signerOf(document, facts), 'penalty.approveNotice', { urgent: true }),
  ]);
}

export interface NoticeFacts extends CaseFacts {
  /** 告知书文号. */
  no: string;
}

/** 批准告知: the rules are frozen here; another amount from now on needs another notice. */
export function approveNotice(record: Case, { approval }: JustApproved, context: Context, facts: NoticeFacts): Result {
  take('approveNotice', record, context);
  requireAuthority(record, context);
  const { notice } = record;
  if (!notice) throw notNow('还没有拟好的告知书。');
  const proposal = proposalOf(record);
  if (proposal.fineFen !== notice.fineFen || proposal.confiscationFen !== notice.confiscationFen)
    throw notNow('裁量在拟稿之后改过，金额与告知书不一致，请退回重新拟稿。');
  const { now, actor } = context;
  const document: Case = {
    ...{ ...record, noticeRuleSet: frozenRules(record, now) },
    notice: {
      ...{ ...notice, no: facts.no, approvedBy: actor.id, approvedByName: facts.byName, approvedAt: now },
      approval: signedOf(approval, context),
    },
  };
  const { kinds, fineFen, confiscationFen } = notice;
  return outcome(
    document,
    'noticeApproved',
    { no: facts.no, kinds, fineFen, confiscationFen, rules: document.noticeRuleSet?.hash },
    [settle({ purposes: ['penalty.approveNotice'] }), ...tell(document, record.investigators, 'penalty.serveNotice')],
  );
}

export function returnNotice(record: Case, { reason }: Reason, context: Context): Result {
  take('returnNotice', record, context);
  const document: Case = { ...record, notice: null, noticeRuleSet: null };
  return outcome(document, 'noticeReturned', { reason }, [
    settle({ purposes: ['penalty.approveNotice', 'penalty.serveNotice'] }),
    ...tell(document, record.investigators, 'penalty.notice', { because: '负责人退回了告知书，请修改' }),
  ]);
}

/** Working hours: a paper received on a day was received by its noon, so that periods run from its day. */
const NOON_MS = 12 * 3_600_000;
const noonOf = (day: string): Date => new Date(startOfShanghaiDay(day).getTime() + NOON_MS);

/** @throws DomainError INVALID_INPUT for a day that cannot be */
function servingOf(said: ServeNotice, approvedAt: Date, { now, actor }: Context): CaseServing {
  const { how, on, receiver, place, witness, remark, photos } = said;
  if (on > shanghaiDay(now)) throw faulty('on', '送达日期还没有到，请核对。');
  if (on < shanghaiDay(approvedAt)) throw faulty('on', '送达日期早于告知书的批准日期，请核对。');
  if (how === 'LEFT' && witness === '') throw faulty('witness', '留置送达要有见证人，请填写见证人姓名和单位。');
  const announced = deadline({ from: noonOf(on), ...policy().execution.announcement }).dueAt;
  const at = how === 'ANNOUNCEMENT' ? announced : on === shanghaiDay(now) ? now : noonOf(on);
  return { how, at, receiver, place, witness: witness || null, remark, proof: photos, by: actor.id };
}

/** The days on which the notice was on its way do not count; those of an announcement neither. 处罚办法 第五十七条. */
function servicePause(record: Case, approvedAt: Date, { at, how, by }: CaseServing): CasePause[] {
  if (shanghaiDay(approvedAt) === shanghaiDay(at)) return record.pauses;
  const kind = how === 'ANNOUNCEMENT' ? ('ANNOUNCEMENT' as const) : ('SERVICE' as const);
  const id = `p${record.pauses.length + 1}`;
  const from = endOfShanghaiDay(addCalendarDays(shanghaiDay(approvedAt), 1));
  return [...record.pauses, { id, kind, from, to: at < from ? from : at, reason: '送达事先告知书', by }];
}

/** 送达告知书: the five working days begin on the day after receipt. */
export function serveNotice(record: Case, said: ServeNotice, context: Context): Result {
  const status = take('serveNotice', record, context);
  const { notice } = record;
  if (!notice?.approvedAt) throw notNow('告知书还没有批准，批准后才能送达。');
  const { fineFen, confiscationFen } = proposalOf(record);
  if (fineFen !== notice.fineFen || confiscationFen !== notice.confiscationFen)
    throw notNow('裁量在批准之后改过，金额与告知书不一致，请负责人退回后重新拟稿。');
  const serving = servingOf(said, notice.approvedAt, context);
  const { dueAt, warnings } = rightsClock(serving.at);
  const document: Case = {
    ...{
      ...record,
      status,
      notice: { ...notice, serving, dueAt },
      pauses: servicePause(record, notice.approvedAt, serving),
    },
    ...{ statements: [], hearingRequest: null, hearing: null, hearingResult: null, defencePoints: [], recheck: null },
  };
  return outcome(document, 'noticeServed', { how: serving.how, on: shanghaiDay(serving.at), dueAt, warnings }, [
    settle({ purposes: ['penalty.serveNotice'] }),
    tellParty({ case: record._id, purpose: 'notice.served' }),
  ]);
}
