/** What a leader sees of a penalty case before approving a step of it. Pure; every amount in fen, every day in words. */
import { type Evidence } from '../evidence/evidence.schema';
import { shanghaiDay } from '../core/calendar';
import { COUNTIES } from '../core/place';
import { type DiscretionSheet, SIDES } from '../discretion/discretion.schema';
import { cited, PENALTY_KINDS, type PenaltyKind } from '../law/law.schema';
import { yuan } from '../law/law.words';
import { type VetoItem } from '../penalty/case.schema';
import { ANNULMENTS, CLOSINGS } from '../penalty/execution.schema';
import { CONDITIONS, type ConditionName, type PenaltyCase, SOURCES, STATES } from '../penalty/penalty.schema';
import { type ApprovalView, type Block, partOf, type ShownEvidence, type ViewPart } from './view';

/** What has to be looked up beside the case. */
export interface CaseLooked {
  evidence: readonly Evidence[];
  veto: readonly VetoItem[];
}
export const NOTHING_LOOKED: CaseLooked = { evidence: [], veto: [] };

type Rows = [label: string, value: string][];
const row = (label: string, value: string | null | undefined): Rows => (value ? [[label, value]] : []);
const money = (label: string, fen: number | null | undefined): Rows => (fen ? [[label, yuan(fen)]] : []);
const day = (at: Date | null | undefined) => (at ? shanghaiDay(at) : '');
const rows = (...all: Rows[]): Block => ({ kind: 'rows', rows: all.flat() });
const text = (said: string | null | undefined): Block => ({ kind: 'text', text: said ?? '' });
const kindsIn = (kinds: readonly PenaltyKind[]) => kinds.map((kind) => PENALTY_KINDS[kind]).join('、');

/** What is put before the leader, by step: the proposal itself in a few lines. */
const ASKED: Readonly<Record<string, (record: PenaltyCase) => Block[]>> = {
  file: ({ registeredByName, source }) => [rows(row('登记人', registeredByName), row('来源', SOURCES[source.kind]))],
  approveExtension: ({ extension }) => [rows(row('申请延长审查的理由', extension?.reason))],
  extendDecision: ({ decisionExtensions }) => {
    const open = decisionExtensions.find(({ granted }) => granted === null);
    return [rows(row('申请延长', open && `${String(open.days)} 日`), row('理由', open?.reason))];
  },
  approveNotice: ({ notice }) => [
    rows(
      row('拟处罚', notice && kindsIn(notice.kinds)),
      money('罚款', notice?.fineFen),
      money('没收', notice?.confiscationFen),
      row('听证权利', notice && (notice.hearingRight ? `有：${notice.hearingBecause.join('；')}` : '没有')),
      row('陈述申辩期限', notice && `${String(notice.days)} 个工作日`),
      row('拟稿', notice?.draftedByName),
    ),
  ],
  decide: ({ decisionDraft }) => [
    rows(
      row('拟决定', decisionDraft && kindsIn(decisionDraft.kinds)),
      money('罚款', decisionDraft?.fineFen),
      money('没收', decisionDraft?.confiscationFen),
      row('责令改正', decisionDraft?.order),
      row('拟稿', decisionDraft?.byName),
    ),
  ],
  noPenalty: ({ review }) => [rows(row('审查意见', review?.text))],
  grantInstalment: instalment,
  refuseInstalment: instalment,
  closeCase: ({ closing }) => [
    rows(
      row('结案情形', closing && CLOSINGS[closing.kind]),
      row('办理情况', closing?.summary),
      row('提出人', closing?.proposedByName),
    ),
  ],
  applyCourt: ({ enforcement }) => [
    rows(row('催告日期', day(enforcement?.demand?.at)), row('当事人意见', enforcement?.demand?.answer)),
  ],
  annul: ({ annulled }) => [rows(row('已有的变动', annulled && ANNULMENTS[annulled.kind]))],
};
function instalment({ instalment: asked }: PenaltyCase): Block[] {
  const shares = (asked?.asked ?? []).map(({ dueOn, amountFen }): Rows[number] => [dueOn, yuan(amountFen)]);
  return [rows(row('申请理由', asked?.reason), shares, row('应当答复', day(asked?.answerDueAt)))];
}

function facts(record: PenaltyCase): Block[] {
  const { party, partyDetails, county, facts: found, acts, report, actOn } = record;
  return [
    rows(
      row('当事人', party.name),
      row('统一社会信用代码', party.uscc),
      row('负责人', partyDetails?.representative),
      row('地址', partyDetails?.address),
      row('县区', COUNTIES[county]),
      row('行为日期', acts.length > 0 ? acts.map((act) => act.actOn).join('、') : actOn),
    ),
    text(report?.facts ?? found),
    ...acts.map((act) => text(`${act.text}：${act.facts}`)),
    rows(row('主观过错', report?.noFault), row('改正情况', report?.correction)),
  ];
}

function evidence({ evidence: hashes, acts, statements }: PenaltyCase, { evidence: known }: CaseLooked): Block[] {
  const byHash = new Map(known.map((one) => [one._id, one]));
  const all = [...new Set([...hashes, ...acts.flatMap((act) => act.evidence)])];
  const items = all.map((hash): ShownEvidence => {
    const found = byHash.get(hash);
    return found
      ? { hash, of: 'evidence', kind: found.taken.kind, caption: '' }
      : { hash, of: 'file', kind: 'photo', caption: '' };
  });
  const files = statements.flatMap((statement) => statement.files.map(({ name }) => name));
  return [{ kind: 'evidence', items }, rows(row('当事人提交的材料', files.join('、')))];
}

const lawsOf = ({ candidates, chosen }: DiscretionSheet): Block => ({
  kind: 'laws',
  items: candidates.map(({ side, basis, range, resultFen }) => ({
    side: candidates.length > 1 ? SIDES[side] : SIDES.ONLY,
    chosen: candidates.length === 1 || side === chosen,
    ...{ cited: cited(basis), text: basis.text, ...range, resultFen },
  })),
});

function law({ sheets, conditions, notice, decisionDraft }: PenaltyCase): Block[] {
  const answered = (Object.keys(CONDITIONS) as ConditionName[]).flatMap((name): Rows => {
    const said = conditions?.[name];
    return said ? [[CONDITIONS[name], `${said.met ? '是' : '否'}，${said.reason}`]] : [];
  });
  return [
    rows(answered),
    ...sheets.flatMap((sheet): Block[] => [
      lawsOf(sheet),
      rows(
        sheet.comparison.map((line): Rows[number] => ['比较', line]),
        row('选择适用的理由', sheet.chosenReason),
      ),
    ]),
    text(decisionDraft?.basis ?? notice?.basis),
  ];
}

function amount({ sheets, acts, decisionDraft, notice, recheck, payment }: PenaltyCase): Block[] {
  const computed = sheets.flatMap((sheet): Block[] => {
    const { candidates, chosen, act, resultFen, confiscationFen, explanation, discussBecause, outlier } = sheet;
    const used = candidates.find(({ side }) => candidates.length === 1 || side === chosen) ?? candidates[0];
    const lines = (used?.lines ?? []).map(({ label, step, established, fen }) => ({
      ...{ label, fen },
      step: [step, established ? '' : '未查明，按最低档'].filter(Boolean).join('，'),
    }));
    return [
      { kind: 'amount', title: acts.find(({ id }) => id === act)?.text ?? act, lines, totalFen: resultFen },
      rows(
        money('没收违法所得', confiscationFen),
        row('需要集体讨论', discussBecause),
        row('与近似案件相差', outlier?.warning),
      ),
      rows(row('保留的理由', outlier?.reason)),
      text(explanation),
    ];
  });
  const proposal = decisionDraft ?? notice;
  return [
    ...computed,
    rows(
      money('拟罚款合计', proposal?.fineFen),
      money('复核后罚款', recheck?.fineFen),
      row('裁量理由', decisionDraft?.reasons ?? notice?.reasons),
      money('决定罚款', payment?.fineFen),
      payment?.receipts.map(({ paidOn, amountFen }): Rows[number] => [`${paidOn} 缴款`, yuan(amountFen)]) ?? [],
    ),
  ];
}

function defence({ statements, notice, hearingResult, recheck, decisionDraft }: PenaltyCase): Block[] {
  return [
    rows(
      row('告知送达', day(notice?.serving?.at)),
      row('放弃权利', notice?.waived?.text),
      row('听证', hearingResult?.opinion),
    ),
    ...statements.map(({ at, text: said, oral }) => text(`${day(at)}${oral ? '（口头）' : ''} ${said}`)),
    { kind: 'points', items: recheck?.points ?? [] },
    text(decisionDraft?.defence),
  ];
}

function opinions({ review, legalReview, discussions, sentBack }: PenaltyCase): Block[] {
  return [
    rows(
      row('案件审查', review && `${review.byName}：${review.text}`),
      row('法制审核', legalReview && `${legalReview.byName}：${legalReview.opinion}`),
      discussions.map(({ at, result }): Rows[number] => [`${day(at)} 集体讨论`, result]),
      sentBack.map(({ byName, reason }): Rows[number] => ['曾退回', `${byName}：${reason}`]),
    ),
  ];
}

const checks = ({ veto }: CaseLooked): Block[] => [
  {
    kind: 'checks',
    items: veto.map(({ no, title, ok, because, proof }) => ({ no, title, ok, because, proof: proof?.label ?? '' })),
  },
];

/** The parts of a case, without what is asked: also what the members of a discussion vote on. */
export const casePartsOf = (record: PenaltyCase, looked: CaseLooked): ViewPart[] =>
  [
    partOf('facts', '当事人和违法事实', facts(record)),
    partOf('evidence', '证据', evidence(record, looked)),
    partOf('law', '法律依据和幅度', law(record)),
    partOf('amount', '金额和计算', amount(record)),
    partOf('defence', '陈述申辩和处理', defence(record)),
    partOf('opinions', '审查和讨论', opinions(record)),
    partOf('veto', '一票否决事项', checks(looked)),
  ].filter((part) => part !== null);

/** The number people know the case by: that of the file, before it that of the clue. */
export const caseNoOf = ({ filing, no }: Pick<PenaltyCase, 'filing' | 'no'>): string => filing?.no ?? no ?? '';

/** What the approval of one step shows. @param label words on the step's button */
export function caseView(record: PenaltyCase, step: string, label: string, looked: CaseLooked): ApprovalView {
  const due = record.status === 'clue' ? record.reviewDueAt : record.dueAt;
  const asked = partOf('asked', '请您决定', ASKED[step]?.(record) ?? []);
  return {
    ...{ store: 'penalty_cases', record: record._id, step, label, no: caseNoOf(record) },
    ...{ title: STATES[record.status], deadline: due ? shanghaiDay(due) : null },
    parts: [...(asked ? [asked] : []), ...casePartsOf(record, looked)],
  };
}
