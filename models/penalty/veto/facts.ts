/** Items about facts and evidence: 5 to 8, 13, 16, 25. */
import { type Act, type ReviewPoint } from '../case.schema';
import { type PenaltyCase } from '../penalty.schema';
import { fieldProof, green, type HoldFact, notHere, paper, recordProof, red, type Rule } from './verdict';

const agreed = ({ review }: PenaltyCase, asked: ReviewPoint): boolean =>
  review?.opinions.find(({ point }) => point === asked)?.agrees === true;
const named = (acts: readonly Act[]) => acts.map(({ text }) => `“${text}”`).join('、');

/** 5: each act has evidence of this case. */
export const factsProven: Rule = (record) => {
  const { acts, evidence } = record;
  if (acts.length === 0) return red('还没有写明违法行为，请先填写“违法行为”。', paper('investigationReport'));
  const bare = acts.filter((act) => act.evidence.length === 0);
  if (bare.length > 0) return red(`${named(bare)}没有对应的证据，请为每项违法行为选定证据。`, paper('evidenceList'));
  const foreign = acts.filter((act) => act.evidence.some((hash) => !evidence.includes(hash)));
  if (foreign.length > 0)
    return red(`${named(foreign)}引用了不在本案证据目录里的材料，请先“补充证据”。`, paper('evidenceList'));
  return agreed(record, 'facts')
    ? green(`${acts.length}项违法行为都有证据对应，审查认定事实清楚。`, paper('investigationReport'))
    : red('案件审查没有认定违法事实清楚，请补充调查后重新审查。', paper('caseReview'));
};

/** Offences whose finding rests on a measured value. */
const MEASURED = /^(exceed|permitExceed|odour|marineHeavyMetal|marineOilyWater)/;

/** 6: enough of it, all kept, and where something was measured, a sampling on record. */
export const evidenceSufficient: Rule = (record, { evidence, fields }) => {
  const lost = evidence.filter(({ kept }) => !kept);
  if (lost.length > 0)
    return red(`有${lost.length}件证据的原始文件没有上传完整，请取证人员联网补传后再办。`, paper('evidenceList'));
  const measured = record.acts.filter(({ offence }) => MEASURED.test(offence));
  const sampled = fields.find(({ samples }) => samples.length > 0);
  if (measured.length > 0 && !sampled)
    return red(`${named(measured)}要以监测数据认定，笔录里没有采样记录，请补充采样和监测报告。`, paper('evidenceList'));
  const alone = sampled?.samples.find(({ accompaniedBy }) => !accompaniedBy.trim());
  if (sampled && alone)
    return red(`样品 ${alone.no} 没有记录陪同人，采样程序不完整，请补充说明或者重新采样。`, fieldProof(sampled));
  const doubtful = new Set(evidence.filter(({ flags }) => flags.length > 0).map(({ hash }) => hash));
  const shaky = record.acts.filter(
    (act) => act.evidence.length > 0 && act.evidence.every((hash) => doubtful.has(hash)),
  );
  if (shaky.length > 0)
    return red(`${named(shaky)}只有带疑点的证据，请补充其他证据或者查清疑点。`, paper('evidenceList'));
  return agreed(record, 'evidence')
    ? green(`${evidence.length}件证据齐全，审查认定确凿充分${sampled ? '，采样有记录' : ''}。`, paper('evidenceList'))
    : red('案件审查没有认定证据确凿充分，请补充证据后重新审查。', paper('caseReview'));
};

/** 7: what the party brought forward against its own fault was looked at. */
export const noFault: Rule = ({ report }) =>
  report?.noFault.trim()
    ? green('调查报告写明了当事人有无主观过错和对反证的审查。', paper('investigationReport'))
    : red('没有写明当事人有没有足以证明无过错的证据，请补充调查报告。', paper('investigationReport'));

/** 8: the clause is one for what was done. */
export const factsMatch: Rule = (record) => {
  const { acts, sheets, origin } = record;
  if (origin) return green('按日连续处罚，沿用原处罚决定认定的违法行为。', paper('dailyPenalty'));
  const open = acts.filter(({ id }) => !sheets.some(({ act }) => act === id));
  if (open.length > 0) return red(`${named(open)}还没有确定适用的条款，请先完成裁量。`);
  const wrong = acts.filter(({ id, offence }) => {
    const own = sheets.filter(({ act }) => act === id);
    return (
      !own.some((sheet) => sheet.offence === offence) ||
      own.some((sheet) => sheet.candidates.some(({ basis }) => basis.offence !== sheet.offence))
    );
  });
  if (wrong.length > 0) return red(`${named(wrong)}适用的条款与违法行为不对应，请重新裁量。`);
  return agreed(record, 'law')
    ? green('每项违法行为都适用与之对应的条款，审查认定准确。', paper('caseReview'))
    : red('案件审查没有认定适用依据准确，请审查人员出具意见。', paper('caseReview'));
};

const holdProof = ({ _id, no }: HoldFact) => recordProof('evidence-holds', _id, `先行登记保存 ${no}`);
const NO_HOLDS = '本案没有先行登记保存或者查封扣押。';

/** 13: what was taken has to do with the case. */
export const related: Rule = ({ enterprise }, { holds, fields }) => {
  if (holds.length === 0) return notHere(NO_HOLDS);
  const visits = fields.filter(({ path }) => path === 'site-records').map(({ id }) => id);
  const foreign = holds.find((hold) => {
    const here = hold.siteRecord !== null && visits.includes(hold.siteRecord);
    return !here && (hold.enterprise === null || hold.enterprise !== enterprise);
  });
  return foreign
    ? red(`${foreign.no} 保存的物品与本案的检查没有关联，请核对；无关的应当立即返还。`, holdProof(foreign))
    : green(`${holds.length}份先行登记保存都与本案检查对应。`, holds[0] ? holdProof(holds[0]) : null);
};

/** 16: the party was told of its rights when something was taken, and it stands in a site record. */
export const takenRightly: Rule = (_record, { holds, fields }) => {
  const taken = holds.filter(
    ({ serving, status }) => serving !== null || !['asked', 'approved', 'refused'].includes(status),
  );
  if (taken.length === 0) return notHere(NO_HOLDS);
  const unserved = taken.find(({ serving }) => serving === null);
  if (unserved) return red(`${unserved.no} 没有送达当事人，请补充送达并告知权利。`, holdProof(unserved));
  const unapproved = taken.find(({ approvedAt, lapse }) => approvedAt === null && lapse === null);
  if (unapproved) return red(`${unapproved.no} 没有经负责人批准，请补办批准手续。`, holdProof(unapproved));
  for (const hold of taken) {
    const visit = fields.find(({ id }) => id === hold.siteRecord);
    if (!visit?.closed || !visit.rightsTold)
      return red(
        `${hold.no} 实施时没有告知权利的现场笔录，请补充现场笔录。`,
        visit ? fieldProof(visit) : holdProof(hold),
      );
  }
  return green('先行登记保存均已送达、经批准，有现场笔录并告知权利。', taken[0] ? holdProof(taken[0]) : null);
};

/** 25: nothing is kept longer than the law allows. */
export const inTime: Rule = (_record, { holds }, now) => {
  const taken = holds.filter(({ serving }) => serving !== null);
  if (taken.length === 0) return notHere(NO_HOLDS);
  const kept = taken.find(({ lapse, handedBack }) => lapse !== null && handedBack === null);
  if (kept) return red(`${kept.no} 期满已自动解除，物品还没有返还，请立即返还。`, holdProof(kept));
  const late = taken.find(({ decision, decisionDueAt, lapse }) => {
    if (lapse || !decisionDueAt) return false;
    return (decision?.at ?? now) > decisionDueAt;
  });
  return late
    ? red(`${late.no} 超过七个工作日没有作出处理决定，措施应当解除，请办理返还。`, holdProof(late))
    : green('先行登记保存都在法定期限内作出处理。', taken[0] ? holdProof(taken[0]) : null);
};
