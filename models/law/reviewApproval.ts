/** 批准启用 as an approval: what the page shows of a proposed row, and what the signature covers. */
import { type Approvable, approvingBy } from '../approval/signing';
import { type ApprovalView, partOf, type ViewPart } from '../approval/view';
import { type Workflow } from '../core/workflow';
import { type Reviewed } from './reviewed';

interface Shown<D extends Reviewed> {
  store: string;
  workflow: Workflow<D>;
  titleOf: (row: D) => string;
  /** Everything that the row changes, in words. */
  rows: (row: D) => readonly (readonly [label: string, value: string])[];
  text?: (row: D) => string;
}

/** Never signed for somebody else (`own` in the table), so that two persons have always looked. */
export function reviewApproval<D extends Reviewed>({ store, workflow, titleOf, rows, text }: Shown<D>) {
  const parts = (row: D) => [
    partOf('change', '调整内容', [
      { kind: 'rows', rows: rows(row) },
      { kind: 'text', text: text?.(row) ?? '' },
    ]),
    partOf('reason', '提出的理由', [
      { kind: 'text', text: row.note },
      { kind: 'rows', rows: [['提出', row.authorName]] },
    ]),
  ];
  const view = (row: D, step: string): ApprovalView => ({
    ...{ store, record: row._id, step, label: workflow.steps[step]?.label ?? step, no: workflow.noun },
    ...{ title: titleOf(row), deadline: null },
    parts: parts(row).filter((part): part is ViewPart => part !== null),
  });
  const approvable: Approvable<D, null> = {
    ...{ workflow, view, look: () => Promise.resolve(null) },
    waits: { approve: ({ status }) => status === 'proposed' },
    back: { approve: 'refuse' },
  };
  return { approvable, approving: approvingBy(approvable) };
}
