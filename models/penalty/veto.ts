/**
 * 一票否决事项: the 25 items by which a file fails whatever its score. Each is judged from the case and the records linked to it, and says
 * which document or record proves it; a decision is refused while one is red. Pure. Source: 生态环境行政执法案卷评查细则 (2024).
 */
import { type VetoItem } from './case.schema';
import { type PenaltyCase } from './penalty.schema';
import * as facts from './veto/facts';
import * as law from './veto/law';
import * as persons from './veto/persons';
import * as procedure from './veto/procedure';
import { type Rule, type VetoLinked } from './veto/verdict';

export type { VetoLinked } from './veto/verdict';

/** In the order of the rule book; the place is the item's number. */
export const VETO_RULES: readonly (readonly [title: string, rule: Rule])[] = [
  ['处罚主体和管辖权合法', persons.authority],
  ['两名以上持证执法人员办案', persons.certified],
  ['当事人名称前后一致', persons.sameName],
  ['处罚对象正确', persons.rightSubject],
  ['违法事实与证据相符', facts.factsProven],
  ['证据充分，采样合法', facts.evidenceSufficient],
  ['审查了无主观过错的证据', facts.noFault],
  ['事实与适用条款相符', facts.factsMatch],
  ['处罚有法定依据', law.basisExists],
  ['准确引用条、款、项和版本', law.exactClause],
  ['兜底条款与明确规定同时引用', law.catchAll],
  ['处罚在法定幅度内，减轻有依据', law.amountInside],
  ['登记保存、查封扣押的物品与本案有关', facts.related],
  ['告知权利、给足期限、送达有证、告知检测结果', procedure.rightsTold],
  ['回避、申辩、听证依法办理', persons.heard],
  ['登记保存、查封扣押告知权利并有现场笔录', facts.takenRightly],
  ['应当集体讨论的已讨论并有记录', procedure.discussed],
  ['调查人员没有参加表决', persons.noVotes],
  ['应当法制审核的已审核', procedure.legallyReviewed],
  ['没有超过追责时效', law.withinLimitation],
  ['调查与审查人员分离', persons.separated],
  ['按日连续处罚：先责令改正', procedure.orderedFirst],
  ['按日连续处罚：期限内复查', procedure.recheckedInTime],
  ['按日连续处罚：在原处罚决定之后', procedure.afterOriginal],
  ['登记保存、查封扣押没有超期', facts.inTime],
];

/** All 25, in order. `ok` is null where an item does not apply; `because` says of a red one what to do. */
export const vetoItems = (record: PenaltyCase, linked: VetoLinked, now: Date): VetoItem[] =>
  VETO_RULES.map(([title, rule], at) => ({ no: at + 1, title, ...rule(record, linked, now) }));

/** The red ones in one sentence; undefined when nothing stands in the way of the decision. */
export function vetoed(items: readonly VetoItem[]): string | undefined {
  const failed = items.filter(({ ok }) => ok === false);
  const [first] = failed;
  if (!first) return undefined;
  const more =
    failed.length > 1
      ? `；另有第${failed
          .slice(1)
          .map(({ no }) => no)
          .join('、')}项`
      : '';
  return `案卷有一票否决事项，不能决定。第${first.no}项“${first.title}”：${first.because.replace(/。$/, '')}${more}。`;
}
