/** 两法衔接: what each step decides. Pure: no database, no clock; what it is about comes in sealed. */
import { signedOf } from '../approval/approval';
import { assign, settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { DomainError } from '../core/errors';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { type Approval } from '../approval/approval.schema';
import { alarmsOf, CLOCKS, hoursEnd, periodEnd, runningClocks } from './clocks';
import { type Piece } from './pieces';
import { answerCase } from './transfer.effects';
import * as take from './transfer.schema';
import { type CriminalTransfer, type PieceName, type TransferAnswer } from './transfer.schema';
import { transferWorkflow, type TransferStep } from './transfer.workflow';
import { type z } from 'zod';

type Transfer = CriminalTransfer;
type Result = Outcome<Transfer>;
export interface Named {
  id: string;
  name: string;
}
/** Looked up or sealed before a step is decided. */
export interface TransferFacts {
  byName: string;
  piece: Piece | null;
}

/** The number alone: neither the party nor the crime. */
export const titleOf = ({ no }: Pick<Transfer, 'no'>): string => no ?? UNNUMBERED;

/** No ladder and no county: whoever climbs in would learn of it. */
const tell = (transfer: Transfer, people: readonly string[], purpose: `transfer.${string}`, dueAt?: Date): Effect[] =>
  [...new Set(people)].map((person) =>
    assign({ person, purpose, title: titleOf(transfer), ladder: false, dueAt: dueAt ?? null }),
  );

const outcome = (document: Transfer, type: string, data: Record<string, unknown>, effects: Effect[]): Result => ({
  document: {
    ...document,
    dueAt: runningClocks(document)[0]?.dueAt ?? null,
    wakeAt: alarmsOf(document)[0]?.at ?? null,
  },
  event: { type: `transfer.${type}`, data },
  effects,
});

/** The record with the piece of this name; a step that carries a text never goes on without it. */
function withPiece(transfer: Transfer, name: PieceName, { piece }: TransferFacts): Transfer {
  if (!piece) throw new DomainError('UNAVAILABLE', '内容没有密封成功，请稍后重新提交。', { name });
  const { keyId } = piece.key;
  return {
    ...{ ...transfer, pieces: { ...transfer.pieces, [name]: piece } },
    sealedUnder: [...new Set([...transfer.sealedUnder, keyId])],
  };
}

const taken = (step: TransferStep, transfer: Transfer, context: Context): Transfer => ({
  ...transfer,
  status: advance(transferWorkflow, step, transfer, context),
});

const by = ({ actor, now }: Context) => ({ at: now, by: actor.id });

/** Told to the case. One of which only the detention was asked goes on by itself. */
function answered(transfer: Transfer, answer: TransferAnswer['answer'], at: Date): Effect[] {
  const { case: about, _id, no, judgement, kind } = transfer;
  if (kind !== 'CRIME') return [];
  return [answerCase({ case: about, transfer: _id, no, answer, outcome: judgement?.outcome ?? null, at })];
}

/** To be entered on the information platform within days. */
const entered = (transfer: Transfer, what: string, at: Date): Transfer => ({
  ...transfer,
  platform: [...transfer.platform, { what, dueAt: periodEnd('platform', at).dueAt, at: null }],
});

/** What lies between what is said to have happened and now makes no sense. @throws DomainError INVALID_INPUT */
function requireBetween(label: string, at: Date, from: Date | null | undefined, now: Date): void {
  if (at > now) throw new DomainError('INVALID_INPUT', `${label}还没有到，请核对时间。`, {});
  if (from && at < from) throw new DomainError('INVALID_INPUT', `${label}早于上一步，请按实际先后核对时间。`, {});
}

export interface OpeningFacts {
  group: Named[];
  head: Named;
  piece: Piece | null;
}
interface Opening extends Pick<Transfer, 'case' | 'caseNo' | 'county' | 'kind' | 'hints'> {
  openedBy: string;
}

/** A suspicion: known to its group, to the head, and to whoever told it. */
export function openTransfer(
  id: string,
  said: Opening,
  { now }: Context,
  { group, head, piece }: OpeningFacts,
): Result {
  const { case: about, caseNo, county, kind, hints, openedBy } = said;
  const groupIds = [...new Set(group.map((one) => one.id))];
  const document: Transfer = {
    ...{ _id: id, version: 0, no: null, status: 'suspected', kind, case: about, caseNo, county, hints, openedBy },
    ...{ group: group.filter((one, at) => groupIds.indexOf(one.id) === at), groupIds, head: head.id },
    ...{
      headName: head.name,
      knowing: [...new Set([...groupIds, head.id, openedBy])].filter((one) => one !== 'clock'),
    },
    ...{
      open: false,
      pieces: piece ? { suspicion: piece } : {},
      sealedUnder: piece ? [piece.key.keyId] : [],
      openedAt: now,
      reported: null,
      decided: null,
    },
    ...{ opinion: null, sendBy: null, sent: null, receiptBy: null, receipt: null, term: 'PLAIN', policeBy: null },
    ...{ supplementBy: null, answer: null, reconsiderBy: null, reconsideration: null, supervision: null },
    ...{
      itemsBy: null,
      items: null,
      judgement: null,
      platform: [],
      endedAt: null,
      alarms: [],
      dueAt: null,
      wakeAt: null,
    },
  };
  const told = tell(document, groupIds, 'transfer.report');
  return { ...outcome(document, 'opened', { kind, group: groupIds.length }, told), number: 'YS' };
}

export function addMember(transfer: Transfer, _: unknown, context: Context, { member }: { member: Named }): Result {
  const standing = taken('addMember', transfer, context);
  if (transfer.groupIds.includes(member.id))
    throw new DomainError('INVALID_INPUT', `${member.name}已经在专案组里。`, { person: member.id });
  if (transfer.head === member.id)
    throw new DomainError('INVALID_INPUT', '作出决定的负责人不能同时是专案组成员，请选择其他执法人员。', {});
  const document: Transfer = {
    ...{ ...standing, group: [...standing.group, member], groupIds: [...standing.groupIds, member.id] },
    knowing: [...new Set([...standing.knowing, member.id])],
  };
  const purpose = transfer.status === 'approved' ? 'transfer.send' : 'transfer.report';
  return outcome(document, 'joined', {}, tell(document, [member.id], purpose));
}

/** 书面报告: from here the principal head has three days. */
export function report(transfer: Transfer, _: unknown, context: Context, facts: TransferFacts): Result {
  const { dueAt } = periodEnd('decide', context.now);
  const standing = withPiece(taken('report', transfer, context), 'report', facts);
  const document: Transfer = { ...standing, reported: { ...by(context), dueAt } };
  return outcome(document, 'reported', { dueAt }, [
    settle({ purposes: ['transfer.report'] }),
    ...tell(document, [document.head], 'transfer.decide', dueAt),
  ]);
}

/** 批准: to the police within twenty-four hours; a matter for detention within days. */
export function approve(
  transfer: Transfer,
  input: { approval: Approval },
  context: Context,
  facts: TransferFacts,
): Result {
  const standing = taken('approve', transfer, context);
  const sendBy = sendingBy(transfer, context.now);
  const approval = signedOf(input.approval, context);
  const document: Transfer = {
    ...{ ...standing, sendBy },
    decided: { ...by(context), byName: facts.byName, approved: true, approval },
  };
  const late = isLate(transfer.reported?.dueAt, context.now);
  return outcome(document, 'approved', { late }, [
    settle({}),
    ...tell(document, document.groupIds, 'transfer.send', sendBy),
  ]);
}
const isLate = (dueAt: Date | null | undefined, now: Date): boolean => dueAt != null && now > dueAt;
const sendingBy = ({ kind }: Transfer, now: Date): Date =>
  kind === 'DETENTION' ? periodEnd('detentionSend', now).dueAt : hoursEnd('sendHours', now);

/** 不批准: the reasons stay in the record; the case goes on, and a penalty never stands for a transfer (处罚办法 第十七条). */
export function refuse(transfer: Transfer, _: unknown, context: Context, facts: TransferFacts): Result {
  const standing = withPiece(taken('refuse', transfer, context), 'decision', facts);
  const decided = { ...by(context), byName: facts.byName, approved: false, approval: null };
  const document: Transfer = { ...standing, decided };
  return outcome(document, 'refused', {}, [
    settle({}),
    ...tell(document, document.groupIds, 'transfer.refused'),
    ...answered(document, 'REFUSED', context.now),
  ]);
}

/** The procuratorate finds that it has to be transferred: three days, whatever was decided before. */
export function opinion(transfer: Transfer, _: unknown, context: Context, facts: TransferFacts): Result {
  const standing = withPiece(taken('opinion', transfer, context), 'opinion', facts);
  const sendBy = periodEnd('opinion', context.now).dueAt;
  const document: Transfer = { ...standing, opinion: by(context), sendBy };
  const told = [...document.groupIds, document.head];
  return outcome(document, 'opinion', {}, [settle({}), ...tell(document, told, 'transfer.send', sendBy)]);
}

const OPTIONAL = { appraisal: 'appraisal', photos: 'photos', penaltyDecision: 'decision' } as const;

/** 送出: letter, report and list of items always; a copy of the letter to the procuratorate. */
export function send(transfer: Transfer, said: take.Send, context: Context): Result {
  const standing = taken('send', transfer, context);
  const { to, letterNo, procuratorate, items } = said;
  if (!items)
    throw new DomainError('INVALID_INPUT', '移送必须附涉案物品清单（没有物品的写“无”），请准备好后再登记送出。', {});
  if (transfer.kind === 'DETENTION' && !said.penaltyDecision)
    throw new DomainError('INVALID_INPUT', '移送行政拘留应附已作出的行政处罚决定书和案卷，请准备好后再登记送出。', {});
  const more = (Object.keys(OPTIONAL) as (keyof typeof OPTIONAL)[]).filter((name) => said[name]);
  const materials = [...take.NEEDED_MATERIALS, ...more.map((name) => OPTIONAL[name])];
  const receiptBy = hoursEnd('receiptHours', context.now);
  const document = entered(
    { ...standing, sent: { ...by(context), to, letterNo, procuratorate, materials }, receiptBy },
    '移送信息',
    context.now,
  );
  const late = isLate(transfer.sendBy, context.now);
  return outcome(document, 'sent', { late, materials: materials.length }, [
    settle({}),
    ...tell(document, document.groupIds, 'transfer.police', receiptBy),
    ...answered(document, 'SENT', context.now),
  ]);
}

const POLICE = { PLAIN: 'policePlain', CHECK: 'policeCheck', COMPLEX: 'policeComplex' } as const;
const policeBy = ({ kind }: Transfer, term: take.Term, from: Date): Date =>
  periodEnd(kind === 'DETENTION' ? 'detentionAnswer' : POLICE[term], from).dueAt;

export function receive(transfer: Transfer, said: take.Receive, context: Context): Result {
  const standing = taken('receive', transfer, context);
  const { at, no, receiver } = said;
  requireBetween('接收时间', at, transfer.sent?.at, context.now);
  const document: Transfer = {
    ...{ ...standing, receipt: { at, by: context.actor.id, no, receiver } },
    policeBy: policeBy(transfer, 'PLAIN', at),
  };
  return outcome(document, 'received', {}, [
    settle({ purposes: ['transfer.police', 'transfer.overdue'] }),
    ...tell(document, document.groupIds, 'transfer.police', document.policeBy ?? undefined),
  ]);
}

/** Not theirs: the police pass it on within twenty-four hours. */
export function passOn(transfer: Transfer, { to }: { to: string }, context: Context): Result {
  const standing = taken('passOn', transfer, context);
  if (!standing.sent) throw new DomainError('NOT_NOW', '还没有送出，请先登记送出。', {});
  const receiptBy = hoursEnd('receiptHours', context.now);
  const document: Transfer = { ...standing, sent: { ...standing.sent, to }, receipt: null, policeBy: null, receiptBy };
  return outcome(document, 'passedOn', {}, tell(document, document.groupIds, 'transfer.police', receiptBy));
}

export function askSupplement(transfer: Transfer, _: unknown, context: Context, facts: TransferFacts): Result {
  const standing = withPiece(taken('askSupplement', transfer, context), 'supplement', facts);
  const supplementBy = periodEnd('supplement', context.now).dueAt;
  const document: Transfer = { ...standing, supplementBy };
  return outcome(
    document,
    'supplementAsked',
    {},
    tell(document, document.groupIds, 'transfer.supplement', supplementBy),
  );
}

/** The police count anew from the complete material. */
export function supplemented(transfer: Transfer, _: unknown, context: Context): Result {
  const standing = taken('supplemented', transfer, context);
  const document: Transfer = {
    ...standing,
    supplementBy: null,
    policeBy: policeBy(transfer, transfer.term, context.now),
  };
  return outcome(document, 'supplemented', {}, [settle({ purposes: ['transfer.supplement', 'transfer.overdue'] })]);
}

export function lengthen(transfer: Transfer, { term }: { term: 'CHECK' | 'COMPLEX' }, context: Context): Result {
  const standing = taken('lengthen', transfer, context);
  const from = transfer.receipt?.at ?? context.now;
  const document: Transfer = { ...standing, term, policeBy: policeBy(transfer, term, from) };
  return outcome(document, 'lengthened', { term }, [settle({ purposes: ['transfer.overdue'] })]);
}

/** 公安立案: no longer sealed; items within three days. */
export function policeFiled(transfer: Transfer, said: { at: Date; no: string }, context: Context): Result {
  const standing = taken('policeFiled', transfer, context);
  requireBetween('立案时间', said.at, transfer.receipt?.at, context.now);
  const answer = { at: said.at, by: context.actor.id, filed: true, no: said.no };
  const itemsBy = periodEnd('items', said.at).dueAt;
  const document = entered({ ...standing, answer, open: true, itemsBy }, '公安立案信息', context.now);
  return outcome(document, 'filed', {}, [
    settle({}),
    ...tell(document, document.groupIds, 'transfer.items', itemsBy),
    ...answered(document, 'FILED', said.at),
  ]);
}

/** 不予立案: three working days to ask for reconsideration. */
export function policeRefused(
  transfer: Transfer,
  said: z.infer<typeof take.PoliceRefused>,
  context: Context,
  facts: TransferFacts,
): Result {
  const standing = withPiece(taken('policeRefused', transfer, context), 'policeReason', facts);
  requireBetween('通知时间', said.at, transfer.receipt?.at, context.now);
  const answer = { at: said.at, by: context.actor.id, filed: false, no: said.no };
  const reconsiderBy = transfer.kind === 'CRIME' ? periodEnd('reconsider', said.at).dueAt : null;
  const document = entered({ ...standing, answer, reconsiderBy }, '公安不予立案信息', context.now);
  const told = reconsiderBy
    ? tell(document, document.groupIds, 'transfer.reconsider', reconsiderBy)
    : tell(document, document.groupIds, 'transfer.over');
  return outcome(document, 'notFiled', {}, [settle({}), ...told]);
}

export function reconsider(transfer: Transfer, _: unknown, context: Context, facts: TransferFacts): Result {
  const standing = withPiece(taken('reconsider', transfer, context), 'reconsideration', facts);
  const { dueAt } = periodEnd('reconsiderAnswer', context.now);
  const document: Transfer = { ...standing, reconsideration: { ...by(context), dueAt } };
  return outcome(document, 'reconsidered', {}, [
    settle({}),
    ...tell(document, document.groupIds, 'transfer.police', dueAt),
  ]);
}

export function askSupervision(transfer: Transfer, _: unknown, context: Context, facts: TransferFacts): Result {
  const standing = withPiece(taken('askSupervision', transfer, context), 'supervision', facts);
  const document: Transfer = { ...standing, supervision: by(context) };
  return outcome(document, 'supervisionAsked', {}, [settle({})]);
}

export function handItems(transfer: Transfer, said: take.HandItems, context: Context, facts: TransferFacts): Result {
  const standing = withPiece(taken('handItems', transfer, context), 'items', facts);
  const late = isLate(transfer.itemsBy, context.now);
  const document: Transfer = { ...standing, items: { ...by(context), count: said.count } };
  return outcome(document, 'itemsHanded', { late, count: said.count }, [
    settle({ purposes: ['transfer.items', 'transfer.overdue'] }),
  ]);
}

const fen = (yuan: number) => Math.round(yuan * 100);

/** What the courts or the police decided. An administrative fine that was paid counts against a criminal one. 行政处罚法 第三十五条. */
function judged(
  transfer: Transfer,
  step: 'judge' | 'detained',
  said: take.Judge,
  context: Context,
  facts: TransferFacts,
): Result {
  const standing = withPiece(taken(step, transfer, context), 'judgement', facts);
  const [criminalFineFen, finePaidFen] = [fen(said.criminalFineYuan), fen(said.finePaidYuan)];
  if (step === 'judge' && said.outcome === 'DETAINED')
    throw new DomainError('INVALID_INPUT', '行政拘留请用“公安决定行政拘留”登记。', {});
  const offsetFen = Math.min(criminalFineFen, finePaidFen);
  const judgement = { ...by(context), outcome: said.outcome, criminalFineFen, finePaidFen, offsetFen };
  const document = entered({ ...standing, judgement, open: true }, '处理结果', context.now);
  return outcome(document, 'judged', { outcome: said.outcome }, [
    settle({}),
    ...tell(document, document.groupIds, 'transfer.platform', document.platform.at(-1)?.dueAt),
    ...answered(document, 'JUDGED', context.now),
  ]);
}
export const judge = (transfer: Transfer, said: take.Judge, context: Context, facts: TransferFacts): Result =>
  judged(transfer, 'judge', said, context, facts);
export const detained = (
  transfer: Transfer,
  { judgement }: { judgement: string },
  context: Context,
  facts: TransferFacts,
): Result => {
  const said = { outcome: 'DETAINED' as const, criminalFineYuan: 0, finePaidYuan: 0, judgement };
  return judged(transfer, 'detained', said, context, facts);
};

/** Everything that waits has been entered. */
export function enterPlatform(transfer: Transfer, _: unknown, context: Context): Result {
  const standing = taken('enterPlatform', transfer, context);
  const platform = standing.platform.map((entry) => ({ ...entry, at: entry.at ?? context.now }));
  return outcome({ ...standing, platform }, 'entered', {}, [
    settle({ purposes: ['transfer.platform', 'transfer.overdue'] }),
  ]);
}

/** 移送结束: the case may be dealt with by the bureau again, unless the courts have. */
export function giveBack(transfer: Transfer, _: unknown, context: Context, facts: TransferFacts): Result {
  const standing = withPiece(taken('giveBack', transfer, context), 'end', facts);
  const document: Transfer = { ...standing, open: true, endedAt: context.now };
  const convicted = document.judgement && ['CONVICTED', 'DETAINED'].includes(document.judgement.outcome);
  const over = convicted || transfer.status === 'refused';
  const answers = over ? [] : answered(document, backAnswer(transfer), context.now);
  return outcome(document, 'ended', {}, [settle({}), ...tell(document, [document.head], 'transfer.over'), ...answers]);
}
const backAnswer = ({ judgement }: Transfer): TransferAnswer['answer'] => (judgement ? 'BACK' : 'NOT_FILED');

/** The clock's turn: whoever has to act is reminded; what is late is told to the head as well. */
export function wake(transfer: Transfer, _: unknown, context: Context): Result {
  const standing = taken('wake', transfer, context);
  const due = alarmsOf(transfer).filter(({ at }) => at <= context.now);
  const document: Transfer = { ...standing, alarms: [...transfer.alarms, ...due.map(({ id }) => id)] };
  const effects = due.flatMap(({ clock, late }) => {
    const { who, purpose } = CLOCKS[clock.name];
    const people = who === 'head' ? [document.head] : document.groupIds;
    return late
      ? tell(document, [...people, document.head], 'transfer.overdue', clock.dueAt)
      : tell(document, people, purpose, clock.dueAt);
  });
  const late = due.some((alarm) => alarm.late);
  return outcome(document, due.length > 0 ? 'reminded' : 'clockChecked', { late }, effects);
}
