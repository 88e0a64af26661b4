/** What the steps of a follow-up ask for. Runs in the browser. */
import { type Form, optionsOf } from '../core/form';
import { FINDINGS } from './followUp.schema';

const note = (label: string, required = false): Form => [
  { name: 'note', label, kind: 'textarea', required, maxLength: 300 },
];
const reason = (label: string): Form => [{ name: 'reason', label, kind: 'textarea', required: true, maxLength: 300 }];

export const followUpForms: Partial<Record<string, Form>> = {
  visit: [
    { name: 'finding', label: '违法排放的情况', kind: 'choice', required: true, options: optionsOf(FINDINGS) },
    {
      ...{ name: 'note', label: '核查情况', kind: 'textarea', required: true, maxLength: 1_000 },
      placeholder: '看了什么、和原来比有什么变化',
    },
    { name: 'photos', label: '检测报告（拍照，没有可不填）', kind: 'photos', required: false },
  ],
  rectified: note('说明'),
  partly: note('还差什么'),
  notRectified: note('说明'),
  relapse: reason('再次违法的情况'),
  signOff: note('销号意见'),
  sendBack: reason('退回的理由'),
  askExtension: [
    {
      ...{ name: 'until', label: '延到哪一天', kind: 'text', required: true, maxLength: 10 },
      placeholder: '写作 2026-09-30，不超过核查之日起三十日',
    },
    ...reason('延期的理由'),
  ],
  refuseExtension: reason('不同意的理由'),
  handOn: reason('拒不改正的情况'),
  close: reason('结束的理由'),
  reassign: [
    { name: 'first', label: '执法人员一', kind: 'officer', required: true },
    { name: 'second', label: '执法人员二', kind: 'officer', required: true },
  ],
};
