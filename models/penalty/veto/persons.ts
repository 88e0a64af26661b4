/** Items about who acts and whom it concerns: 1 to 4, 15, 18, 21. */
import { authorityOf } from '../authority';
import { shanghaiDay } from '../../core/calendar';
import { fieldProof, green, notHere, paper, recordProof, red, type Rule } from './verdict';

/** 1: own jurisdiction, in the name of whoever may decide on this day. */
export const authority: Rule = (record, _linked, now) => {
  const { conditions, filing, review, decision, county } = record;
  if (!conditions?.jurisdiction.met || !filing)
    return red('立案时没有确认属于本机关管辖，请核对管辖后补办；不属于本机关管辖的，应当移送。', paper('filing'));
  const opinion = review?.opinions.find(({ point }) => point === 'authority');
  if (!opinion?.agrees) return red('案件审查没有确认本机关有管辖权，请审查人员出具意见。', paper('caseReview'));
  const signed = decision ? decision.authority : filing.authority;
  const right = authorityOf(county, shanghaiDay(decision?.at ?? now));
  // Filed by the bureau before branches had a name of their own: the bureau may go on.
  if (signed !== right && signed !== null)
    return red('分局当时还不能以自己的名义处罚，请以市局名义办理。', paper('filing', filing.no));
  return green('立案和审查都确认属于本机关管辖，署名机关与权限一致。', paper('filing', filing.no));
};

/** 2: two certified officers, in the case and on every record. */
export const certified: Rule = ({ investigators }, { fields }, now) => {
  const valid = investigators.filter(({ certificateValidTo }) => certificateValidTo >= shanghaiDay(now));
  if (new Set(valid.map(({ id }) => id)).size < 2)
    return red('持有效执法证的调查人员少于两人，请负责人更换或者增派调查人员。', paper('investigationReport'));
  const short = fields.find((field) => field.certified < 2);
  if (short) return red(`笔录 ${short.no} 上出示有效执法证的人员少于两人，请重新调查取证。`, fieldProof(short));
  const names = valid.map(({ name, certificateNo }) => `${name}（${certificateNo}）`).join('、');
  const shown = fields.length > 0 ? `；${String(fields.length)}份笔录均有两名以上执法人员亮证` : '';
  return green(`${names}${shown}。`, paper('investigationReport'));
};

/** Brackets of both widths and blanks make no other party. */
const plain = (name: string) => name.replace(/\s/g, '').replace(/（/g, '(').replace(/）/g, ')');

/** 3: one and the same name everywhere. */
export const sameName: Rule = ({ party }, { fields, orders, holds, enterprise }) => {
  const named = [
    ...fields.map((field) => ({ name: field.partyName, proof: fieldProof(field) })),
    ...orders.map((one) => ({ name: one.party.name, proof: recordProof('orders', one._id, `责令改正 ${one.no}`) })),
    ...holds.map((one) => ({
      ...{ name: one.party.name, proof: recordProof('evidence-holds', one._id, `先行登记保存 ${one.no}`) },
    })),
    ...(enterprise ? [{ name: enterprise.name, proof: null }] : []),
  ];
  const other = named.find(({ name }) => name !== null && plain(name) !== plain(party.name));
  return other
    ? red(`案卷里另有名称“${other.name ?? ''}”，与当事人“${party.name}”不一致，请核对并更正。`, other.proof)
    : green(`各份文书中的当事人都是“${party.name}”。`, paper('investigationReport'));
};

/** 4: the party itself, not its contractor, operator or maker of equipment. */
export const rightSubject: Rule = (record, { fields, enterprise }) => {
  const { party, partyDetails } = record;
  const number = partyDetails?.idNumber || party.uscc || '';
  if (!number)
    return red('没有核对当事人的证照号码，请在“核对当事人”里填写营业执照或者身份证件。', paper('investigationReport'));
  if (enterprise && enterprise.uscc !== number)
    return red(`证照号码 ${number} 与企业名录里的 ${enterprise.uscc} 不一致，请核对处罚对象是否正确。`);
  const elsewhere = fields.find(
    (field) => field.enterprise !== null && record.enterprise !== null && field.enterprise !== record.enterprise,
  );
  if (elsewhere)
    return red(
      `笔录 ${elsewhere.no} 检查的是另一家单位，请核对处罚对象，不得处罚承包、运维或者设备单位。`,
      fieldProof(elsewhere),
    );
  const opinion = record.review?.opinions.find(({ point }) => point === 'facts');
  return opinion?.agrees
    ? green(`当事人证照号码 ${number} 已核对，审查确认处罚对象正确。`, paper('caseReview'))
    : red('案件审查没有确认违法事实和处罚对象，请审查人员出具意见。', paper('caseReview'));
};

/** 15: recusal decided, defence answered point by point and never made worse. */
export const heard: Rule = (record) => {
  const { recusals, investigatorIds, statements, recheck, hearingRequest, hearingResult, notice } = record;
  const open = recusals.find(({ decision }) => decision === null);
  if (open) return red(`${open.personName}的回避申请还没有决定，请负责人先决定。`);
  const stayed = recusals.find(({ person, decision }) => decision === 'GRANTED' && investigatorIds.includes(person));
  if (stayed) return red(`${stayed.personName}应当回避，仍是调查人员，请更换调查人员。`);
  if (hearingRequest && !hearingResult)
    return red('当事人申请了听证，还没有举行，请先安排听证。', paper('priorNotice', notice?.no));
  const last = statements.at(-1);
  if ((last || hearingResult?.outcome === 'HELD') && !recheck)
    return red('当事人陈述申辩或者听证后还没有复核，请审查人员逐条复核。', paper('defenceRecheck'));
  if (last && recheck && recheck.at < last.at)
    return red('复核之后当事人又陈述申辩，请重新复核。', paper('defenceRecheck'));
  if (recheck && notice && recheck.fineFen > notice.fineFen)
    return red('复核后的罚款高于告知的金额，不得因申辩加重处罚，请改正。', paper('defenceRecheck'));
  return last || hearingRequest
    ? green('回避、陈述申辩和听证都已办理，逐条答复，没有加重。', paper('defenceRecheck'))
    : green('没有回避申请，当事人没有陈述申辩或者要求听证。', paper('priorNotice', notice?.no));
};

/** 18: investigators neither vote nor belong to the committee. */
export const noVotes: Rule = ({ everInvestigated }, { discussions }) => {
  const held = discussions.filter(({ status }) => status !== 'cancelled');
  if (held.length === 0) return notHere('本案没有集体讨论。');
  for (const one of held) {
    const proof = recordProof('discussions', one._id, `集体讨论 ${one.no ?? ''}`.trim());
    const id = [...one.members, ...one.votes.map(({ by }) => by)].find((person) => everInvestigated.includes(person));
    const name = one.people.find((person) => person.id === id)?.name ?? '调查人员';
    if (id) return red(`${name}是本案调查人员，却参加了表决，请排除后重新集体讨论。`, proof);
  }
  const last = held.at(-1);
  return green(
    '调查人员没有参加表决。',
    last ? recordProof('discussions', last._id, `集体讨论 ${last.no ?? ''}`.trim()) : null,
  );
};

/** 21: whoever investigated does not review. */
export const separated: Rule = ({ review, recheck, legalReview, everInvestigated }) => {
  if (!review) return red('案件还没有审查，请等审查人员出具审查意见。', paper('caseReview'));
  const reviewers = [review, recheck, legalReview].filter((one) => one !== null);
  const both = reviewers.find(({ by }) => everInvestigated.includes(by));
  return both
    ? red(`${both.byName}调查过本案，不能再审查，请换人重新审查。`, paper('caseReview'))
    : green(
        `由${[...new Set(reviewers.map(({ byName }) => byName))].join('、')}审查，均没有参加调查。`,
        paper('caseReview'),
      );
};
