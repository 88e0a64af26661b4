/** How one item of the library looks, in words: the same on the card and at the top of the page. */
import { permits } from '../core/access';
import { type Face, type Outline, type Sentence, type Tone } from '../core/face';
import { type Form } from '../core/form';
import { SECTORS } from '../enterprise/enterprise.schema';
import { checkItemDomain } from './checkItem';
import { type CheckItem, STATES } from './checkItem.schema';
import { citation } from './legalBasis';

const TONES: Record<CheckItem['status'], Tone> = {
  drafted: 'grey',
  proposed: 'orange',
  approved: 'green',
  withdrawn: 'grey',
};

type Facts = Outline['facts'];
const fact = (label: string, value: string | null | undefined | false): Facts => (value ? [[label, value]] : []);
const days = ({ validFrom, validTo }: Pick<CheckItem, 'validFrom' | 'validTo'>) =>
  validTo ? `${validFrom} 至 ${validTo}` : `${validFrom} 起`;

function outline(item: CheckItem): Outline {
  const { _id, sector, group, question, status, photos, bases, drafterName, approverName, validTo, confirmed } = item;
  return {
    title: question,
    number: _id,
    status: status === 'approved' ? `${STATES.approved}，${days(item)}` : STATES[status],
    tone: validTo ? 'grey' : TONES[status],
    facts: [
      ['行业', sector ? SECTORS[sector] : '各行业通用'],
      ['类别', group],
      ...fact('依据', bases.map(citation).join('；')),
      ...fact('拍照', photos),
      ['起草', drafterName],
      ...fact('批准', approverName),
      ...fact('法制机构', !confirmed && '文字和条款待法制机构确认'),
    ],
    note: item.reason && status !== 'approved' ? `退回：${item.reason}` : item.hint,
    until: null,
  };
}

type Data = Readonly<Record<string, unknown>>;
const said = (value: unknown): string => (typeof value === 'string' ? value : '');
const withDetail = (what: string, detail: string): Sentence => (detail ? { what, detail } : what);

const sentences: Face<CheckItem>['sentences'] = {
  'checkItem.drafted': (data: Data) => `起草第 ${Number(data['revision'])} 版`,
  'checkItem.amended': '修改',
  'checkItem.proposed': (data: Data) => (data['library'] ? '从内置事项库采用，提交批准' : '提交批准'),
  'checkItem.approved': (data: Data) => `批准，${said(data['validFrom'])} 起执行`,
  'checkItem.sentBack': (data: Data) => withDetail('退回', said(data['reason'])),
  'checkItem.withdrawn': '撤回',
  'checkItem.retired': (data: Data) => withDetail(`${said(data['lastDay'])} 后停用`, said(data['reason'])),
  'checkItem.superseded': (data: Data) => `由 ${said(data['by'])} 代替，执行到 ${said(data['lastDay'])}`,
};

const reason = (label: string): Form[number] => ({
  ...{ name: 'reason', label, kind: 'textarea', required: true, maxLength: 300 },
});
const text = (name: string, label: string, maxLength: number): Form[number] => ({
  ...{ name, label, kind: 'textarea', required: false, maxLength, placeholder: '不填则保持不变' },
});
const forms: Face<CheckItem>['forms'] = {
  amend: [
    text('question', '要查什么', 200),
    text('photos', '要拍什么', 200),
    text('hint', '给检查人员的提示', 400),
    text('problem', '存在问题时的用语', 300),
    text('violation', '涉嫌违法时的用语', 300),
  ],
  sendBack: [reason('退回的理由')],
  retire: [
    {
      name: 'lastDay',
      label: '最后执行日',
      kind: 'text',
      required: true,
      placeholder: '例如 2026-12-31',
      maxLength: 10,
    },
    reason('停用的理由'),
  ],
};

/** 检查事项 as the doors see it. Drafts are read by those who write and decide. */
export const checkItemFace: Face<CheckItem> = {
  domain: checkItemDomain,
  path: 'check-items',
  maySee: (item, actor) =>
    permits('draftCheckItem', actor) ||
    permits('approveCheckItem', actor) ||
    (item.status === 'approved' && permits('seeCheckItem', actor)),
  seenBy: ['status'],
  outline,
  forms,
  sentences,
  extra: ({
    key,
    revision,
    sector,
    order,
    group,
    question,
    results,
    fields,
    when,
    photos,
    hint,
    bases,
    suggested,
    ...rest
  }) => ({
    ...{ key, revision, sector, order, group, question, results, fields, when, photos, hint, bases, suggested },
    ...{ confirmed: rest.confirmed, validFrom: rest.validFrom, validTo: rest.validTo },
  }),
  readFirst: ['approve'],
};
