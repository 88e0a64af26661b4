/** 两法衔接: every command behind its schema, what has to be looked up, and the domain as the doors see it. */
import { type Approvable, approvingBy } from '../approval/signing';
import { type ApprovalView, partOf, type ViewPart } from '../approval/view';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { checked, command, type Context } from '../core/workflow';
import { COUNTIES } from '../core/place';
import { personById } from '../people/people.store';
import { openedPieces, sealedPiece } from './pieces';
import * as take from './transfer.schema';
import { type CriminalTransfer, KINDS, type PieceName } from './transfer.schema';
import { transfers } from './transfer.store';
import { transferWorkflow } from './transfer.workflow';
import * as decide from './transferring';
import { type Named, type TransferFacts } from './transferring';

const nameOf = async (id: string): Promise<string> => (await personById(id))?.name ?? '';

/** Who acts, and the text of this name sealed for this record. */
const sealing =
  (name: PieceName | null) =>
  async (input: unknown, id: string, { actor }: Context): Promise<TransferFacts> => ({
    byName: await nameOf(actor.id),
    piece: name && sealedPiece(id, name, input),
  });

async function member(input: unknown): Promise<{ member: Named }> {
  const { person } = checked(take.AddMember, input);
  return { member: await officer(person) };
}

/** Somebody who may be in a group: an officer who is still here. @throws DomainError INVALID_INPUT */
export async function officer(id: string): Promise<Named> {
  const found = await personById(id);
  if (!found?.active || !found.roles.includes('officer'))
    throw new DomainError('INVALID_INPUT', '专案组成员应为在岗执法人员，请重新选择。', { person: id });
  return { id, name: found.name };
}

/** What the principal head reads before deciding. */
const view = (
  transfer: CriminalTransfer,
  step: string,
  texts: readonly { name: PieceName; label: string; text: string }[],
): ApprovalView => {
  const { _id, no, caseNo, kind, county, group, hints, reported } = transfer;
  const parts = [
    partOf(
      'report',
      '涉嫌犯罪的事实和书面报告',
      texts.map(({ label, text }) => ({ kind: 'text', text: `${label}：${text}` })),
    ),
    partOf('case', '案件和专案组', [
      {
        kind: 'rows',
        rows: [
          ['种类', KINDS[kind]],
          ['案件', caseNo ?? ''],
          ['县区', COUNTIES[county]],
          ['专案组', group.map(({ name }) => name).join('、')],
          ['对照的提示', hints.join('、') || '没有'],
        ],
      },
    ]),
  ];
  return {
    ...{ store: transfers.name, record: _id, step, label: transferWorkflow.steps.approve.label, no: no ?? '' },
    ...{ title: KINDS[kind], deadline: reported?.dueAt.toISOString() ?? null },
    parts: parts.filter((part): part is ViewPart => part !== null),
  };
};

export const transferApprovable: Approvable<CriminalTransfer, ReturnType<typeof openedPieces>> = {
  workflow: transferWorkflow,
  look: (transfer) => Promise.resolve(openedPieces(transfer)),
  view,
  waits: { approve: ({ status, head }, person) => status === 'reported' && head === person },
  back: { approve: 'refuse' },
};

export const transferCommands = {
  addMember: command(take.AddMember, decide.addMember),
  report: command(take.Report, decide.report),
  approve: command(take.ApproveTransfer, decide.approve),
  refuse: command(take.RefuseTransfer, decide.refuse),
  opinion: command(take.Opinion, decide.opinion),
  send: command(take.Send, decide.send),
  receive: command(take.Receive, decide.receive),
  passOn: command(take.PassOn, decide.passOn),
  askSupplement: command(take.AskSupplement, decide.askSupplement),
  supplemented: command(take.Supplemented, decide.supplemented),
  lengthen: command(take.Lengthen, decide.lengthen),
  policeFiled: command(take.PoliceFiled, decide.policeFiled),
  policeRefused: command(take.PoliceRefused, decide.policeRefused),
  detained: command(take.Detained, decide.detained),
  reconsider: command(take.Reconsider, decide.reconsider),
  askSupervision: command(take.AskSupervision, decide.askSupervision),
  handItems: command(take.HandItems, decide.handItems),
  judge: command(take.Judge, decide.judge),
  enterPlatform: command(take.Nothing, decide.enterPlatform),
  giveBack: command(take.End, decide.giveBack),
  wake: command(take.Nothing, decide.wake),
};

export const transferDomain: Domain<CriminalTransfer> = {
  store: transfers,
  workflow: transferWorkflow,
  commands: transferCommands,
  approving: approvingBy(transferApprovable),
  facts: {
    ...{ addMember: member, report: sealing('report'), approve: sealing(null), refuse: sealing('decision') },
    ...{ opinion: sealing('opinion'), askSupplement: sealing('supplement'), policeRefused: sealing('policeReason') },
    ...{ reconsider: sealing('reconsideration'), askSupervision: sealing('supervision'), handItems: sealing('items') },
    ...{ judge: sealing('judgement'), detained: sealing('judgement'), giveBack: sealing('end') },
  },
};
