/** 上报: from the first words of a reporter to a registered petition. Pure: no database, no clock. */
import { assign, settle } from '../assignment/assignment.effects';
import { deadline } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { titleOf, fetchLater } from './common';
import { type DutyFacts, type EnterpriseFacts } from './lookups';
import {
  type Attachment,
  type Petition,
  type RegisterPetition,
  type ReportPetition,
  type RevisePetition,
  type TellPetition,
} from './petition.schema';
import { missing, petitionWorkflow } from './petition.workflow';
import type { z } from 'zod';

/** Series of petition numbers (信访): XF-2026-000123. */
const SERIES = 'XF';

/** An empty draft of this reporter. The first message that belongs to it is told to it at once. */
export function draftPetition(
  id: string,
  reporter: { id: string; county: string | null; grid: string | null },
  channel: Petition['channel'],
  now: Date,
): Petition {
  return {
    _id: id,
    version: 0,
    status: 'draft',
    no: null,
    channel,
    receivedAt: now,
    registeredAt: null,
    reporter: reporter.id,
    realName: true,
    contactMasked: null,
    content: '',
    medium: null,
    urgency: null,
    place: null,
    location: null,
    enterpriseId: null,
    enterpriseName: null,
    county: reporter.county as Petition['county'],
    grid: reporter.grid,
    path: null,
    groupSize: 1,
    repeatOf: null,
    attachments: [],
    unit: null,
    unitName: null,
    head: null,
    officer: null,
    officerName: null,
    formerOfficers: [],
    acceptedAt: null,
    informDueAt: null,
    dueAt: null,
    wakeAt: null,
    extendedAt: null,
    result: null,
    findings: null,
    measures: null,
    replyText: null,
    resultPhotos: [],
    draftedBy: null,
    repliedAt: null,
    satisfaction: null,
    ratingText: null,
    reopened: 0,
    leaderCase: false,
    closedAt: null,
    outcomeReason: null,
  };
}

/** Ask the reporter for what is missing, or for the confirmation; one open question at a time. */
function ask(before: Petition, after: Petition): Effect[] {
  if (!after.reporter) return [];
  const purpose = missing(after).length > 0 ? 'petition.question' : 'petition.confirm';
  const stale = purpose === 'petition.confirm' ? [settle({ purposes: ['petition.question'] })] : [];
  const standing = before.version > 0 && missing(before).length > 0 === missing(after).length > 0;
  return standing ? [] : [...stale, assign({ person: after.reporter, purpose, title: '随手报', ladder: false })];
}

const withNewline = (before: string, words: string) => (before ? `${before}\n${words}` : words);

/**
 * One message of the reporter's conversation: words are kept, understood facts fill what is still empty, photos and voice
 * are fetched from DingTalk by their download code.
 */
export function tellPetition(
  petition: Petition,
  { words, facts, attachments }: TellPetition,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'tell', petition, context);
  const kept: Attachment[] = attachments.map((attachment) => ({
    ...attachment,
    proof: false,
    hash: null,
    lost: null,
    at: context.now,
  }));
  const document: Petition = {
    ...petition,
    status,
    content: words ? withNewline(petition.content, words) : petition.content,
    medium: facts.medium ?? petition.medium,
    urgency: facts.urgency ?? petition.urgency,
    place: facts.place ?? petition.place,
    location: facts.location ?? petition.location,
    enterpriseId: facts.enterpriseId ?? petition.enterpriseId,
    enterpriseName: facts.enterpriseName ?? petition.enterpriseName,
    county: facts.county ?? petition.county,
    attachments: [...petition.attachments, ...kept],
  };
  if (document.content.length > 5000 || document.attachments.length > 18) {
    throw new DomainError('TOO_LARGE', '这件事的内容已经很多了，请先确认上报，其余情况可以另报一件。', {
      id: petition._id,
    });
  }
  return {
    document,
    event: { type: 'petition.told', data: { facts: Object.keys(facts), attachments: kept.length } },
    effects: [...ask(petition, document), ...kept.map(fetchLater)],
  };
}

/** 修改: the reporter corrects a field of the draft. */
export function revisePetition(
  petition: Petition,
  input: z.infer<typeof RevisePetition>,
  context: Context,
): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'revise', petition, context);
  const document = { ...petition, ...withoutUndefined(input), status };
  return {
    document,
    event: { type: 'petition.revised', data: { fields: Object.keys(input) } },
    effects: ask(petition, document),
  };
}

const withoutUndefined = <T extends object>(input: T) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

function registered(
  petition: Petition,
  context: Context,
  { operator }: DutyFacts,
): Pick<Outcome<Petition>, 'document' | 'effects' | 'number'> {
  const informDueAt = deadline({ from: context.now, ...policy().petition.inform }).dueAt;
  const document: Petition = { ...petition, status: 'registered', registeredAt: context.now, informDueAt };
  const triage = operator
    ? [
        assign({
          person: operator.id,
          purpose: 'petition.triage',
          title: titleOf(document),
          urgency: petition.urgency ?? 'NORMAL',
          county: petition.county,
          dueAt: informDueAt,
        }),
      ]
    : [];
  return { document, effects: triage, number: SERIES };
}

/**
 * 确认: the draft becomes a registered petition with a number and a clock (第二十二条), and the operator on post is told.
 *
 * @throws DomainError NOT_NOW while something is missing | ILLEGAL_TRANSITION | NOT_PERMITTED
 */
export function confirmPetition(
  petition: Petition,
  _input: unknown,
  context: Context,
  facts: DutyFacts,
): Outcome<Petition> {
  advance(petitionWorkflow, 'confirm', petition, context);
  const { document, effects = [], number } = registered(petition, context, facts);
  return {
    document,
    number: number ?? SERIES,
    event: { type: 'petition.registered', data: { informDueAt: document.informDueAt } },
    effects: [settle({ purposes: ['petition.question', 'petition.confirm'] }), ...effects],
  };
}

/** 不报了: the draft is put aside; nothing is registered. */
export function discardPetition(petition: Petition, _input: unknown, context: Context): Outcome<Petition> {
  const status = advance(petitionWorkflow, 'discard', petition, context);
  return {
    document: { ...petition, status },
    event: { type: 'petition.discarded' },
    effects: [settle({ purposes: ['petition.question', 'petition.confirm'], as: 'cancelled' })],
  };
}

/** Photos already on our side, by content hash. */
const asAttachments = (hashes: readonly string[], at: Date): Attachment[] =>
  hashes.map((hash) => ({ id: hash, kind: 'photo', hash, downloadCode: null, proof: false, lost: null, at }));

/** 随手报 on the page: drafted, confirmed and registered in one step; the same form sent twice is one petition. */
export function reportPetition(
  id: string,
  { photos, ...told }: ReportPetition,
  context: Context,
  facts: DutyFacts & EnterpriseFacts,
): Outcome<Petition> {
  const channel = context.actor.roles.includes('ruralSupervisor') ? 'SUPERVISOR' : 'STAFF';
  const draft = draftPetition(id, context.actor, channel, context.now);
  const filled = {
    ...draft,
    ...told,
    ...enterpriseFields(facts, draft.county),
    attachments: asAttachments(photos, context.now),
  };
  advance(petitionWorkflow, 'confirm', filled, context);
  const { document, effects = [] } = registered(filled, context, facts);
  const tracking = document.reporter
    ? [assign({ person: document.reporter, purpose: 'petition.tracking', title: titleOf(document), ladder: false })]
    : [];
  return {
    document,
    number: SERIES,
    event: { type: 'petition.registered', data: { informDueAt: document.informDueAt } },
    effects: [...tracking, ...effects],
  };
}

const enterpriseFields = ({ enterprise }: EnterpriseFacts, county: Petition['county']) => ({
  enterpriseId: enterprise?.id ?? null,
  enterpriseName: enterprise?.name ?? null,
  county: enterprise?.county ?? county,
});

/** 登记: the duty desk enters what came by telephone, letter or visit. `reference` is the petitioner's vault reference. */
export function registerPetition(
  id: string,
  input: RegisterPetition,
  context: Context,
  facts: DutyFacts & EnterpriseFacts & { reference: string | null; contactMasked: string | null },
): Outcome<Petition> {
  const { photos, channel, realName, groupSize, content, medium, urgency, place, location } = input;
  const draft = draftPetition(id, { id: '', county: null, grid: null }, channel, context.now);
  const filled: Petition = {
    ...draft,
    ...{ content, medium, urgency, place, location, realName, groupSize },
    ...enterpriseFields(facts, null),
    reporter: facts.reference,
    contactMasked: facts.contactMasked,
    attachments: asAttachments(photos, context.now),
  };
  const { document, effects = [] } = registered(filled, context, facts);
  return { document, number: SERIES, event: { type: 'petition.registered', data: { channel } }, effects };
}
