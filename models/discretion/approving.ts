/** 批准裁量表 as an approval: what it changes, why, and what it would have made of past cases; the signature covers all of it. */
import { type Approvable, approvingBy } from '../approval/signing';
import { type ApprovalView, partOf, type ViewPart } from '../approval/view';
import { OFFENCES } from '../law/law.schema';
import { yuan } from '../law/law.words';
import { type DiscretionTable, KINDS, type Simulation, type TableFactor } from './discretion.schema';
import { discretionWorkflow } from './discretion.workflow';
import { titleOf } from './proposing';
import { percent } from './table';

type Rows = (readonly [label: string, value: string])[];

const factorRow = ({ label, steps, weightMilli }: TableFactor): Rows[number] => [
  weightMilli === undefined ? label : `${label}（权重${percent(weightMilli * 10)}）`,
  steps
    .map(({ label: step, weight }) => `${step} ${weightMilli === undefined ? percent(weight) : `${weight}级`}`)
    .join('；'),
];

const tableRows = ({
  code,
  edition,
  kind,
  offences,
  validFrom,
  roundToFen,
  source,
  factors,
}: DiscretionTable): Rows => [
  ['裁量表', `${code} 第${edition}版`],
  ['适用', offences.map((offence) => OFFENCES[offence]).join('；')],
  ['计算', KINDS[kind]],
  ['生效日期', validFrom],
  ['取整', yuan(roundToFen)],
  ['依据', source],
  ...factors.map(factorRow),
];

/** Enough to see where it changes; the outliers first. */
const SHOWN = 50;

function simulationRows({ cases, higher, lower, same, outliers, distribution }: Simulation): Rows {
  const shown = [...cases].sort((a, b) => Number(b.outlier) - Number(a.outlier)).slice(0, SHOWN);
  return [
    ['以往案件', `${cases.length}件：${higher}件提高，${lower}件降低，${same}件不变，${outliers}件变化明显`],
    ...distribution.map(([label, count]): Rows[number] => [label, `${count}件`]),
    ...shown.map(({ no, oldFen, newFen, outlier }): Rows[number] => [
      no ?? '未编号',
      `${yuan(oldFen)} → ${yuan(newFen)}${outlier ? '（变化明显）' : ''}`,
    ]),
  ];
}

function view(table: DiscretionTable, step: string): ApprovalView {
  const steps: Readonly<Record<string, { label: string }>> = discretionWorkflow.steps;
  const parts = [
    partOf('change', '裁量表', [{ kind: 'rows', rows: tableRows(table) }]),
    partOf('simulation', '用以往案件模拟', [
      { kind: 'rows', rows: table.simulation ? simulationRows(table.simulation) : [] },
    ]),
    partOf('reason', '修改说明', [
      { kind: 'text', text: table.note },
      { kind: 'rows', rows: [['提出', table.authorName]] },
    ]),
  ];
  return {
    ...{ store: 'discretion_tables', record: table._id, step, label: steps[step]?.label ?? step },
    ...{ no: discretionWorkflow.noun, title: titleOf(table), deadline: null },
    parts: parts.filter((part): part is ViewPart => part !== null),
  };
}

/** Two persons have always looked: `own` in the table keeps it from being signed for somebody else. */
export const discretionApprovable: Approvable<DiscretionTable, null> = {
  ...{ workflow: discretionWorkflow, view, look: () => Promise.resolve(null) },
  waits: { approve: ({ status }) => status === 'proposed' },
  back: { approve: 'refuse' },
};
export const discretionApproving = approvingBy(discretionApprovable);
