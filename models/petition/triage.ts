/** 分办: what the command centre decides about a registered petition. Pure: no database, no clock. */
import { acknowledged, assign, settle } from '../assignment/assignment.effects';
import { deadline } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { titleOf, informed, duty, periodOf, remindAt } from './common';
import { type DutyFacts, type UnitFacts, type ClassifyFacts } from './lookups';
import {
  type AssignPetition,
  type ClassifyPetition,
  type Petition,
  type RemarkPetition,
  type ReturnPetition,
  type LinkIncident,
} from './petition.schema';
import { petitionWorkflow } from './petition.workflow';
import type { z } from 'zod';

/** 分类: medium, urgency, path of the law, county, enterprise, repeat. Three repeats or a group of five: 领导包案. */
export function classifyPetition(
  petition: Petition,
  input: ClassifyPetition,
  context: Context,
  facts: ClassifyFacts,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'classify', petition, context);
  if (input.repeatOf === petition._id)
    throw new DomainError('INVALID_INPUT', '不能把一件信访件标为自己的重复件，请重新选择。', { id: petition._id });
  const { leaderCaseRepeats, leaderCaseGroup } = policy().petition;
  const leaderCase =
    input.groupSize >= leaderCaseGroup || (input.repeatOf !== null && facts.repeats + 1 >= leaderCaseRepeats);
  const { id: enterpriseId = null, name: enterpriseName = null } = facts.enterprise ?? {};
  const document = { ...petition, ...input, enterpriseId, enterpriseName, status, leaderCase };
  const toLeader =
    leaderCase && !petition.leaderCase && facts.leader
      ? [
          assign({
            person: facts.leader.id,
            purpose: 'petition.leaderCase',
            title: titleOf(document),
            urgency: document.urgency,
            county: document.county,
            ladder: false,
          }),
        ]
      : [];
  return {
    document,
    event: { type: 'petition.classified', data: { ...input, leaderCase } },
    effects: [acknowledged({ purposes: ['petition.triage'] }), ...toLeader],
  };
}

/**
 * 受理: starts the clock that belongs to the path (第三十一、三十四条; 处罚办法 第十八条 for an application to investigate).
 */
export function acceptPetition(petition: Petition, _input: unknown, context: Context): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'accept', petition, context);
  const { dueAt, explain, warnings } = deadline({ from: context.now, ...periodOf(petition) });
  const document = { ...petition, status, acceptedAt: context.now, dueAt, wakeAt: remindAt(dueAt, context.now) };
  return {
    document,
    event: { type: 'petition.accepted', data: { dueAt, skipped: explain.length, warnings } },
    effects: [acknowledged({ purposes: ['petition.triage'] })],
  };
}

function declined(step: 'notAccept' | 'transfer', type: string) {
  return (petition: Petition, input: { reason: string; agency?: string }, context: Context): Outcome<Petition> => {
    const status = advance(petitionWorkflow, step, petition, context);
    const outcomeReason = input.agency ? `转送${input.agency}：${input.reason}` : input.reason;
    const document = { ...petition, status, outcomeReason, closedAt: context.now };
    return { document, event: { type, data: input }, effects: [settle({}), ...informed(document)] };
  };
}

/** 不予受理: the petitioner is told why (第二十三条). */
export const notAcceptPetition = declined('notAccept', 'petition.notAccepted');

/** 转送: to the body that has the power to handle it; the petitioner is told where to. */
export const transferPetition = declined('transfer', 'petition.transferred');

/** 交办: to a branch; its head gets the card. */
export function assignPetition(
  petition: Petition,
  { instruction }: AssignPetition,
  context: Context,
  { unit }: UnitFacts,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'assign', petition, context);
  if (!unit?.head)
    throw new DomainError('INVALID_INPUT', '这个单位没有可接收任务的负责人，请选择其他分局或联系系统管理员。', {
      unit: unit?.id,
    });
  const document: Petition = {
    ...petition,
    status,
    unit: unit.id,
    unitName: unit.name,
    county: unit.county ?? petition.county,
    head: unit.head.id,
  };
  return {
    document,
    event: { type: 'petition.assigned', data: { unit: unit.id, unitName: unit.name, instruction } },
    effects: [
      settle({ purposes: ['petition.triage', 'petition.appoint', 'petition.returned'] }),
      assign({ person: unit.head.id, purpose: 'petition.appoint', ...duty(document) }),
    ],
  };
}

/** Id of the incident that a petition becomes: made twice, it is one. */
export const incidentOf = (petition: string): string => `petition:${petition}`;

/** 关联事件: the desk has entered an incident from it; the first one stands. */
export function linkIncident(petition: Petition, { incident }: LinkIncident, context: Context): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'linkIncident', petition, context);
  const document = { ...petition, status, incident: petition.incident ?? incident };
  return { document, event: { type: 'petition.incidentLinked', data: { incident } }, effects: [] };
}

/** 转为突发事件: the command centre goes out at once; the petition keeps its own clock, and its reporter is told. */
export function makeIncident(petition: Petition, _input: unknown, context: Context): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'makeIncident', petition, context);
  const document = { ...petition, status, incident: incidentOf(petition._id) };
  return {
    document,
    event: { type: 'petition.madeIncident', data: { incident: document.incident } },
    effects: [
      { kind: 'petition.incident', data: {} },
      acknowledged({ purposes: ['petition.triage'] }),
      ...informed(document),
    ],
  };
}

/** 退回指挥中心: not this branch's matter; the centre assigns again. */
export function returnToCentre(
  petition: Petition,
  { reason, suggestedUnit }: ReturnPetition,
  context: Context,
  { operator }: DutyFacts,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'returnToCentre', petition, context);
  const document: Petition = {
    ...petition,
    status,
    unit: null,
    unitName: null,
    head: null,
    officer: null,
    officerName: null,
  };
  return {
    document,
    event: { type: 'petition.returnedToCentre', data: { reason, suggestedUnit, from: petition.unitName } },
    effects: [
      settle({ as: 'cancelled', purposes: ['petition.appoint', 'petition.handle', 'petition.returned'] }),
      ...(operator ? [assign({ person: operator.id, purpose: 'petition.triage', ...duty(document) })] : []),
    ],
  };
}

/** 批示: a remark of a head or leader, kept in the history and shown to the officer. */
export function remarkPetition(
  petition: Petition,
  { text }: z.infer<typeof RemarkPetition>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'remark', petition, context);
  return { document: { ...petition, status }, event: { type: 'petition.remarked', data: { text } } };
}
