/** 处罚决定: drafted by an investigator, signed by the head of the authority under everything that has to hold. Pure. 处罚办法 第五十二至五十七条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { type CaseFacts, notNow, outcome, signerOf, take, tell } from './acting';
import { closed } from './pausing';
import { basisWords, factWords, reasonWords } from './notice';
import { heavier } from './defence';
import { requireAuthority } from './review';
import { limitationOfAct } from './limitedAct';
import { type PenaltyCase } from './penalty.schema';
import { discussionMissing, legalReviewMissing, proposalOf } from './routing';
import { frozenRules } from './ruleSet';
import { type DraftDecision, type JustApproved } from './steps.schema';
import { vetoed, vetoItems, type VetoLinked } from './veto';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

/** How the defence went and what became of it, as the decision has to say. 行政处罚法 第五十九条. */
export function defenceWords({ notice, statements, hearingResult, recheck }: Case, added: string): string {
  const told = notice?.serving ? `${shanghaiDay(notice.serving.at)}送达事先告知书。` : '';
  const said = notice?.waived
    ? '当事人书面放弃陈述、申辩和听证的权利。'
    : statements.length + (hearingResult ? 1 : 0) === 0
      ? '当事人在规定期限内没有陈述、申辩，也没有申请听证。'
      : `当事人陈述申辩${statements.length}次${hearingResult?.outcome === 'HELD' ? '，并举行了听证' : ''}。`;
  const points = (recheck?.points ?? []).map(
    ({ point, adopted, reason }) => `${point}：${adopted ? '采纳' : '不予采纳'}，${reason}`,
  );
  return [told + said, ...points, added].filter(Boolean).join('\n');
}

/** 拟处罚决定, with everything that could still stand in the way said now. */
export function draftDecision(record: Case, said: DraftDecision, context: Context, facts: CaseFacts): Result {
  take('draftDecision', record, context);
  requireReady(record);
  const { now: at, actor } = context;
  const decisionDraft = {
    ...{ by: actor.id, byName: facts.byName, at, ...proposalOf(record), facts: factWords(record) },
    ...{ defence: defenceWords(record, said.defence), basis: basisWords(record) },
    ...{ reasons: reasonWords(record, said.reasons), order: said.order },
  };
  const document: Case = { ...record, decisionDraft };
  const { kinds, fineFen, confiscationFen } = decisionDraft;
  return outcome(document, 'decisionDrafted', { kinds, fineFen, confiscationFen }, [
    settle({ purposes: ['penalty.draft', 'penalty.decide'] }),
    ...tell(document, signerOf(document, facts), 'penalty.decide', { urgent: true }),
  ]);
}

/** Everything the case itself has to show before it can be decided. @throws DomainError NOT_NOW with what to do */
export function requireReady(record: Case): void {
  const missing = legalReviewMissing(record) ?? discussionMissing(record) ?? overLimitation(record);
  if (missing) throw notNow(missing);
  if (record.recusals.some(({ decision }) => decision === null)) throw notNow('还有回避申请没有决定，请负责人先决定。');
  if (heavier(record)) throw notNow('拟处罚比告知的重，请重新告知后再决定；不得因当事人陈述申辩而加重处罚。');
  const { kinds } = proposalOf(record);
  if (kinds.length === 0) throw notNow('还没有处罚的内容，请先完成裁量。');
}

/** 追责时效, of every act (生态环境法典 第一千零五十四条). */
function overLimitation({ acts }: Case): string | undefined {
  const over = acts.find((act) => limitationOfAct(act).within === false);
  return over ? `“${over.text}”已超过追责时效，不能处罚，请按“不予处罚”办理。` : undefined;
}

export interface DecisionFacts extends CaseFacts {
  /** 处罚决定书文号. */
  no: string;
  /** What the 25 items are judged by, beside the case itself. */
  linked: VetoLinked;
}

/**
 * 签发处罚决定: under the veto list, with the rules frozen for ever. Late is no reason to refuse – a decision late is still owed – but it
 * is written down.
 *
 * @throws DomainError NOT_NOW (what stands in the way, in words) and whatever `advance` throws
 */
export function decide(record: Case, { approval }: JustApproved, context: Context, facts: DecisionFacts): Result {
  const status = take('decide', record, context);
  requireAuthority(record, context);
  requireReady(record);
  const { decisionDraft: draft, filing } = record;
  if (!draft) throw notNow('还没有拟好的处罚决定。');
  const proposal = proposalOf(record);
  if (draft.fineFen !== proposal.fineFen || draft.confiscationFen !== proposal.confiscationFen)
    throw notNow('裁量在拟稿之后改过，金额与拟稿不一致，请退回重新拟稿。');
  const { now: at, actor } = context;
  const veto = vetoItems(record, facts.linked, at);
  const failed = vetoed(veto);
  if (failed) throw notNow(failed, { veto: veto.filter(({ ok }) => ok === false).map(({ no }) => no) });
  const { by: _by, byName: _byName, at: _at, ...content } = draft;
  const ruleSet = frozenRules(record, at);
  const document: Case = {
    ...{ ...record, status, ruleSet, veto, pauses: closed(record.pauses, at) },
    decision: {
      ...{ ...content, no: facts.no, at, by: actor.id, byName: facts.byName, authority: filing?.authority ?? null },
      ...{ dueDays: policy().execution.payment.n, approval: signedOf(approval, context) },
    },
  };
  const { kinds, fineFen, confiscationFen } = draft;
  const late = filing !== null && at > filing.dueAt;
  return outcome(document, 'decided', { no: facts.no, kinds, fineFen, confiscationFen, rules: ruleSet.hash, late }, [
    settle({}),
    ...tell(document, record.investigators, 'penalty.serve'),
  ]);
}
