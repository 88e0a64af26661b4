/** 两法衔接 in words. The card names number and deadline only; what it is about stands on the page of those who may know. */
import { appendAudit } from '../core/auditLog';
import { type Face, type Outline, type Reader, type RunningClock, type Tone } from '../core/face';
import { type Stored } from '../core/journal';
import { COUNTIES } from '../core/place';
import { peopleWithRole } from '../people/people.store';
import { CLOCKS, explained, runningClocks } from './clocks';
import { openedPieces } from './pieces';
import { transferDomain } from './transfer';
import { transferForms } from './transfer.form';
import { type CriminalTransfer, KINDS, MATERIALS, OUTCOMES, STATES, TERMS } from './transfer.schema';
import { maySeeTransfer, transfers } from './transfer.store';

const TONES: Partial<Record<CriminalTransfer['status'], Tone>> = {
  ...{ refused: 'grey', filed: 'green', itemsHanded: 'green', judged: 'green', back: 'grey', notFiled: 'red' },
};

/** The line of state and its colour, for lists too. */
export function transferLine({ status, dueAt }: Pick<CriminalTransfer, 'status' | 'dueAt'>, now: Date) {
  const late = dueAt !== null && now > dueAt;
  return {
    statusLine: late ? `${STATES[status]}，已逾期` : STATES[status],
    tone: late ? 'red' : (TONES[status] ?? 'orange'),
  };
}

const NOTES: Partial<Record<CriminalTransfer['status'], string>> = {
  suspected: '两名以上执法人员组成专案组，写出书面报告。内容密封，请勿转告他人。',
  reported: '请主要负责人在期限内决定；批准的，二十四小时内移送公安并抄送检察机关。',
  approved: '请按时送交公安机关，抄送检察机关，并登记送出。',
  sent: '公安应当场出具回执；材料不全的，二十四小时内告知。',
  notFiled: '不服不予立案的，三个工作日内提请复议，或者建议检察机关立案监督。',
  filed: '请在三日内移交涉案物品和材料。',
};

const clocks = (transfer: Stored<CriminalTransfer>): RunningClock[] =>
  runningClocks(transfer).map((clock) => ({
    ...{ label: CLOCKS[clock.name].label, dueAt: clock.dueAt, explain: explained(transfer, clock) },
  }));

/** The first time somebody reads what is sealed is written down. */
async function noteReading({ _id }: CriminalTransfer, { actor, now }: Reader): Promise<void> {
  await appendAudit([
    {
      ...{ factId: `transfer-read:${_id}:${actor.id}`, at: now, actor: actor.id, action: 'transfer.read' },
      ...{ objectType: transfers.name, objectId: _id, result: 'revealed' },
    },
  ]);
}

async function extra(transfer: Stored<CriminalTransfer>, reader: Reader) {
  if (!maySeeTransfer(transfer, reader.actor)) return {};
  await noteReading(transfer, reader);
  const { kind, case: about, caseNo, county, group, headName, hints, sent, receipt, term, answer, items } = transfer;
  const { judgement, platform, decided, open } = transfer;
  return {
    ...{ kind: KINDS[kind], case: about, caseNo, county: COUNTIES[county], headName, hints, open },
    group: group.map(({ name }) => name),
    pieces: openedPieces(transfer),
    decided: decided && { at: decided.at, byName: decided.byName, approved: decided.approved },
    sent: sent && {
      ...{ at: sent.at, to: sent.to, letterNo: sent.letterNo, procuratorate: sent.procuratorate },
      materials: sent.materials.map((one) => MATERIALS[one]),
    },
    receipt: receipt && { at: receipt.at, no: receipt.no, receiver: receipt.receiver },
    term: TERMS[term],
    answer: answer && { at: answer.at, filed: answer.filed, no: answer.no },
    items: items && { at: items.at, count: items.count },
    judgement: judgement && {
      ...{ outcome: OUTCOMES[judgement.outcome], criminalFineFen: judgement.criminalFineFen },
      ...{ finePaidFen: judgement.finePaidFen, offsetFen: judgement.offsetFen },
    },
    platform: platform.map(({ what, dueAt, at }) => ({ what, dueAt, at })),
  };
}

async function options(transfer: Stored<CriminalTransfer>) {
  const officers = await peopleWithRole('officer');
  const free = officers.filter(({ _id }) => !transfer.groupIds.includes(_id) && _id !== transfer.head);
  return { person: free.map(({ _id, name, unitName }) => ({ value: _id, text: `${unitName} ${name}` })) };
}

const late = (data: Readonly<Record<string, unknown>>) => (data['late'] ? '（已逾期）' : '');

/** 两法衔接 as the doors see it. */
export const transferFace: Face<CriminalTransfer> = {
  domain: transferDomain,
  path: 'transfers',
  maySee: maySeeTransfer,
  seenBy: ['knowing', 'open', 'county'],
  ownMessages: ({ open }) => !open,
  outline: (transfer, { now }): Outline => {
    const { statusLine: status, tone } = transferLine(transfer, now);
    const note = NOTES[transfer.status] ?? '';
    return { title: '案件移送', number: transfer.no ?? '', status, tone, facts: [], note, until: transfer.dueAt };
  },
  forms: transferForms,
  sentences: {
    'transfer.opened': '提出移送，成立专案组',
    'transfer.joined': '增加专案组成员',
    'transfer.reported': '提交书面报告',
    'transfer.approved': (data) => `主要负责人批准移送${late(data)}`,
    'transfer.refused': '主要负责人不批准移送，理由记录在案',
    'transfer.opinion': '检察机关提出移送意见',
    'transfer.sent': (data) => `送交公安机关，附材料 ${Number(data['materials'])} 种${late(data)}`,
    'transfer.received': '公安机关出具回执',
    'transfer.passedOn': '公安机关转送有管辖权的机关',
    'transfer.supplementAsked': '公安机关要求补充材料',
    'transfer.supplemented': '补充材料',
    'transfer.lengthened': ({ term }) => `公安机关审查期限：${TERMS[term as keyof typeof TERMS]}`,
    'transfer.filed': '公安机关立案',
    'transfer.notFiled': '公安机关不予立案（处罚）',
    'transfer.reconsidered': '提请公安机关复议',
    'transfer.supervisionAsked': '建议检察机关立案监督',
    'transfer.itemsHanded': (data) => `移交涉案物品 ${Number(data['count'])} 件${late(data)}`,
    'transfer.judged': ({ outcome }) => `处理结果：${OUTCOMES[outcome as keyof typeof OUTCOMES]}`,
    'transfer.entered': '录入信息平台',
    'transfer.ended': '移送结束',
    'transfer.reminded': (data) => (data['late'] ? '期限已过，提醒专案组和负责人' : '期限将到，提醒承办人员'),
    'transfer.clockChecked': () => undefined,
  },
  clocks,
  options,
  extra,
  readFirst: ['approve', 'refuse', 'report', 'send'],
};
