/** 办理: what branch and officer do, until the reply goes out. Pure: no database, no clock. */
import { acknowledged, assign, settle } from '../assignment/assignment.effects';
import { deadline } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { titleOf, informed, duty, fetchLater, extensionOf, remindAt } from './common';
import { type OfficerFacts } from './lookups';
import {
  type AcknowledgePetition,
  type AppointOfficer,
  type Attachment,
  type DraftReply,
  type ExtendPetition,
  type Petition,
  type ProvePetition,
  type ReturnPetition,
  type ReturnReply,
} from './petition.schema';
import { petitionWorkflow } from './petition.workflow';
import type { z } from 'zod';

/** 指定承办人: an officer of the same branch; a recheck goes to somebody who has not handled it (另派他人). */
export function appointOfficer(
  petition: Petition,
  { officer: id }: AppointOfficer,
  context: Context,
  { officer }: OfficerFacts,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'appoint', petition, context);
  if (!officer?.isOfficer || officer.unit !== petition.unit) {
    throw new DomainError('INVALID_INPUT', '承办人须是本分局的执法人员，请重新选择。', { officer: id });
  }
  if (petition.formerOfficers.includes(id)) {
    throw new DomainError('NOT_NOW', '重新核查须换人办理，请选择没有办过这件事的同事。', { officer: id });
  }
  const document = { ...petition, status, officer: id, officerName: officer.name };
  const replaced =
    petition.officer && petition.officer !== id
      ? [settle({ person: petition.officer, purposes: ['petition.handle'], as: 'cancelled' as const })]
      : [];
  return {
    document,
    event: { type: 'petition.officerAppointed', data: { officer: id, officerName: officer.name } },
    effects: [
      ...replaced,
      settle({ purposes: ['petition.appoint', 'petition.recheck', 'petition.returned'] }),
      assign({ person: id, purpose: 'petition.handle', todo: true, ...duty(document) }),
    ],
  };
}

/** 签收: the ladder stops, the work begins. */
export function acknowledgePetition(
  petition: Petition,
  { eta }: z.infer<typeof AcknowledgePetition>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'acknowledge', petition, context);
  return {
    document: { ...petition, status },
    event: { type: 'petition.acknowledged', data: eta ? { eta } : {} },
    effects: [acknowledged({ person: context.actor.id, purposes: ['petition.handle'] })],
  };
}

/** 退回（理由）: back to the branch head, who appoints somebody else. */
export function returnTask(
  petition: Petition,
  { reason, suggestedUnit }: ReturnPetition,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'returnTask', petition, context);
  const document: Petition = { ...petition, status, officer: null, officerName: null };
  return {
    document,
    event: { type: 'petition.returned', data: { reason, suggestedUnit, from: petition.officerName } },
    effects: [
      settle({ person: context.actor.id, purposes: ['petition.handle'], as: 'cancelled' }),
      ...(petition.head ? [assign({ person: petition.head, purpose: 'petition.returned', ...duty(document) })] : []),
    ],
  };
}

/** 佐证照片 the officer sends into the chat: fetched from DingTalk and kept with the result. */
export function provePetition(
  petition: Petition,
  { attachments }: z.infer<typeof ProvePetition>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'prove', petition, context);
  const kept = attachments.map((attachment): Attachment => ({
    ...attachment,
    proof: true,
    hash: null,
    lost: null,
    at: context.now,
  }));
  return {
    document: { ...petition, status, attachments: [...petition.attachments, ...kept] },
    event: { type: 'petition.proved', data: { attachments: kept.length } },
    effects: kept.map(fetchLater),
  };
}

/** 填写办理结果: findings, measures, proof and the draft of the reply; the branch head approves. */
export function draftReply(
  petition: Petition,
  { photos, ...written }: z.infer<typeof DraftReply>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'draftReply', petition, context);
  const document = {
    ...petition,
    ...written,
    status,
    resultPhotos: [...photos, ...proofsOf(petition)],
    draftedBy: context.actor.id,
  };
  return {
    document,
    event: { type: 'petition.replyDrafted', data: { result: written.result, photos: photos.length } },
    effects: [
      settle({ person: context.actor.id, purposes: ['petition.handle', 'petition.replyReturned'] }),
      ...(petition.head ? [assign({ person: petition.head, purpose: 'petition.approve', ...duty(document) })] : []),
    ],
  };
}

const proofsOf = ({ attachments }: Petition) => attachments.flatMap(({ proof, hash }) => (proof && hash ? [hash] : []));

/** 同意答复: the reply goes out to the petitioner, who is asked to rate it. 书面答复: 第三十四条. */
export function approveReply(petition: Petition, _input: unknown, context: Context): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'approveReply', petition, context);
  const closesAt = deadline({ from: context.now, ...policy().petition.reviewRequest }).dueAt;
  const document = {
    ...petition,
    status,
    repliedAt: context.now,
    wakeAt: closesAt,
    satisfaction: null,
    ratingText: null,
  };
  return {
    document,
    event: { type: 'petition.replied', data: { late: petition.dueAt !== null && context.now > petition.dueAt } },
    effects: [
      settle({}),
      ...(petition.reporter
        ? [assign({ person: petition.reporter, purpose: 'petition.answer', title: titleOf(document), ladder: false })]
        : []),
    ],
  };
}

/** 退回修改: with the reason, to the officer who drafted it. */
export function returnReply(
  petition: Petition,
  { reason }: z.infer<typeof ReturnReply>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'returnReply', petition, context);
  return {
    document: { ...petition, status },
    event: { type: 'petition.replyReturned', data: { reason } },
    effects: [
      settle({ purposes: ['petition.approve'] }),
      ...(petition.officer
        ? [assign({ person: petition.officer, purpose: 'petition.replyReturned', ...duty(petition) })]
        : []),
    ],
  };
}

/** 延长期限: once, with the reason; the petitioner is told (第三十四条). */
export function extendPetition(
  petition: Petition,
  { reason }: z.infer<typeof ExtendPetition>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'extend', petition, context);
  const dueAt = deadline({ from: petition.dueAt ?? context.now, ...extensionOf(petition) }).dueAt;
  const document = { ...petition, status, dueAt, extendedAt: context.now, wakeAt: remindAt(dueAt, context.now) };
  return { document, event: { type: 'petition.extended', data: { reason, dueAt } }, effects: informed(document) };
}
