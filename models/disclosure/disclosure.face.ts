/** 处罚信息公开 in words. Cards carry number and deadline; the text stands on the page. */
import { permits } from '../core/access';
import { deadline, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { type Face, type RunningClock, type Tone } from '../core/face';
import { type Field, optionsOf } from '../core/form';
import { policy } from '../core/policy';
import { disclosureDomain } from './disclosure';
import { type Disclosure, FIELDS, GROUNDS, SOURCES, STATES, WITHHOLDINGS } from './disclosure.schema';
import { publicHash, shownText } from './publicText';
import { FINDS } from './redaction';

const TONES: Record<Disclosure['status'], Tone> = {
  ...{ draft: 'orange', submitted: 'blue', published: 'green', withheld: 'grey', withdrawing: 'red' },
  ...{ withdrawn: 'grey', repaired: 'grey', expired: 'grey' },
};
const NOTES: Partial<Record<Disclosure['status'], string>> = {
  draft: '请逐处核对系统找出的个人信息，遮盖或者写明保留的理由，再送审。',
  submitted: '请核对将要公开的文字，确认没有多余的个人信息和秘密，再公开。',
  withdrawing: '处罚决定已有变动，信息已停止展示，请写明理由后撤回。',
};
const long = (name: string, label: string, maxLength: number): Field => ({
  name,
  label,
  kind: 'textarea',
  required: true,
  maxLength,
});
const reason = (label: string): Field => long('reason', label, 500);
const OPEN: readonly string[] = ['draft', 'submitted'];

function clocks({ status, decidedOn, dueAt, withdrawal, repair, displayUntil }: Disclosure): RunningClock[] {
  const clock = (label: string, at: Date): RunningClock => ({ label, dueAt: at, explain: [] });
  if (OPEN.includes(status)) {
    const { explain } = deadline({ from: startOfShanghaiDay(decidedOn), ...policy().disclosure.within });
    return [{ label: '公开', dueAt, explain }];
  }
  if (status === 'withdrawing' && withdrawal) return [clock('撤回并公开说明', withdrawal.dueAt)];
  if (status !== 'published') return [];
  return [
    ...(repair?.granted === null ? [clock('决定信用修复', repair.dueAt)] : []),
    ...(displayUntil ? [clock('展示期', displayUntil)] : []),
  ];
}

const withReason = (what: string) => (data: Readonly<Record<string, unknown>>) => ({
  what,
  detail: String(data['reason']),
});

export const disclosureFace: Face<Disclosure> = {
  domain: disclosureDomain,
  path: 'disclosures',
  maySee: (record, actor) => permits('seeDisclosure', actor, record),
  seenBy: ['county', 'handlers'],
  outline: (record) => ({
    title: '处罚信息公开',
    number: record.no,
    status: STATES[record.status],
    tone: TONES[record.status],
    facts: [
      ['程序', SOURCES[record.source.kind]],
      ['决定日期', record.decidedOn],
      ...(record.publishedAt ? [['公开日期', shanghaiDay(record.publishedAt)] as [string, string]] : []),
    ],
    note:
      record.returnedReason && record.status === 'draft'
        ? `退回修改：${record.returnedReason}`
        : (NOTES[record.status] ?? ''),
    until: OPEN.includes(record.status)
      ? record.dueAt
      : record.withdrawal?.at === null
        ? record.withdrawal.dueAt
        : null,
  }),
  forms: {
    redraft: [
      long('facts', FIELDS.facts, 3_000),
      long('basis', FIELDS.basis, 1_500),
      long('result', FIELDS.result, 1_000),
    ],
    sendBack: [reason('退回的理由')],
    withhold: [
      { name: 'ground', label: '不予公开的情形', kind: 'choice', required: true, options: optionsOf(WITHHOLDINGS) },
      reason('理由'),
    ],
    reopen: [reason('恢复的理由')],
    withdraw: [long('statement', '公开说明的理由（群众可见）', 500)],
    requestRepair: [
      long('corrected', '改正情况', 1_000),
      { name: 'committed', label: '已收到信用承诺书', kind: 'yesno', required: true },
      { name: 'photos', label: '改正和承诺的材料', kind: 'photos', required: true },
    ],
    grantRepair: [reason('核查意见')],
    refuseRepair: [reason('不同意的理由')],
  },
  readFirst: ['release', 'submit', 'mark'],
  sentences: {
    'disclosure.prepared': ({ finds }) => `起草公开文本，找出 ${String(finds)} 处可能的个人信息`,
    'disclosure.redrafted': ({ finds }) => `修改公开文本，重新找出 ${String(finds)} 处`,
    'disclosure.marked': ({ choice }) => (choice === 'KEEP' ? '核对一处，保留' : '核对一处，遮盖'),
    'disclosure.submitted': '逐处核对完毕，送审',
    'disclosure.returned': withReason('退回修改'),
    'disclosure.published': ({ late, until }) =>
      `审核公开${late === true ? '（超过期限）' : ''}，展示至${String(until)}`,
    'disclosure.withheld': ({ ground, reason: because }) => ({
      what: `不予公开：${WITHHOLDINGS[ground as keyof typeof WITHHOLDINGS]}`,
      detail: String(because),
    }),
    'disclosure.reopened': withReason('恢复公开办理'),
    'disclosure.annulled': ({ ground }) => `处罚决定被${GROUNDS[ground as keyof typeof GROUNDS]}，停止展示`,
    'disclosure.withdrawn': ({ statement, late }) => ({
      what: `撤回并公开说明${late === true ? '（超过三个工作日）' : ''}`,
      detail: String(statement),
    }),
    'disclosure.repairRequested': '登记信用修复申请',
    'disclosure.repaired': withReason('同意信用修复，停止展示'),
    'disclosure.repairRefused': withReason('不同意信用修复'),
    'disclosure.reminded': '公开期限快到，提醒办理',
    'disclosure.late': '超过公开期限，告知办理人员和负责人',
    'disclosure.withdrawalLate': '超过撤回期限，告知负责人',
    'disclosure.repairLate': '信用修复超期未决定，告知负责人',
    'disclosure.expired': '展示期满，停止展示',
  },
  clocks,
  extra: (record) => ({
    ...{ facts: record.facts, basis: record.basis, result: record.result, source: record.source },
    finds: record.finds.map(({ id, field, kind, at, text, choice, reason: because }) => ({
      ...{ id, field, kindLabel: FINDS[kind], kind, at, text, choice, reason: because },
    })),
    shown: shownText(record),
    publicHash: publicHash(record),
    publicId: record.publishedAt ? record.publicId : null,
    withdrawal: record.withdrawal && {
      ground: GROUNDS[record.withdrawal.ground],
      statement: record.withdrawal.statement,
    },
    repair: record.repair && {
      corrected: record.repair.corrected,
      granted: record.repair.granted,
      reason: record.repair.reason,
    },
  }),
};
