/** The conversation in which a report grows: words, voice and photos of a person become facts of their one open draft. */
import { createHash } from 'node:crypto';
import { permits } from '../models/core/access';
import { perform } from '../models/core/domain';
import { create, isDuplicateKey, type Stored } from '../models/core/journal';
import { checked, type Context } from '../models/core/workflow';
import { enterpriseNames } from '../models/enterprise/enterprise.store';
import { petitionDomain } from '../models/petition/petition';
import { type Petition, TellPetition } from '../models/petition/petition.schema';
import { openDraftOf, petitions } from '../models/petition/petition.store';
import { missing } from '../models/petition/petition.workflow';
import { draftPetition, tellPetition } from '../models/petition/reporting';
import { asPlace, understand, type Understood } from '../models/petition/understanding';
import { HELP, NEXT_QUESTION, proofKept, SAY } from './sayings';

/** One message of a person, whatever way it came. */
export interface Said {
  msgId: string;
  text: string;
  attachments: { id: string; kind: 'photo' | 'voice'; downloadCode: string }[];
  context: Context;
}

/** A short, stable id from DingTalk's message id: the same message again is the same draft. */
export const idFrom = (msgId: string): string => createHash('sha256').update(msgId).digest('hex').slice(0, 24);

const ASKED = /^(我要|我想)?(上报|反映|举报|报告)(一下)?[\s:：,，。]*/;
/** So short an answer adds nothing to the description that the fact does not say. */
const ANSWER_CHARACTERS = 30;

type Draft = Pick<Petition, 'content' | 'medium' | 'place' | 'location' | 'urgency' | 'enterpriseId'>;
const NOTHING: Draft = { content: '', medium: null, place: null, location: null, urgency: null, enterpriseId: null };

/**
 * What the words add to the draft. Facts fill what is empty and never overwrite: a correction is asked for by name (“修改 地点 …”).
 * An answer to the open question is the fact alone; everything else is also kept as the reporter's words.
 */
export function toldBy(text: string, understood: Understood, draft: Draft): { words?: string; facts: Understood } {
  const facts: Understood = { ...understood };
  if (draft.medium) delete facts.medium;
  if (draft.urgency) delete facts.urgency;
  if (draft.place || draft.location) delete facts.place;
  if (draft.enterpriseId) {
    delete facts.enterpriseId;
    delete facts.enterpriseName;
  }
  if (!facts.place && !facts.enterpriseId) delete facts.county;
  if (!text) return { facts };
  const [asked] = missing(draft);
  const short = draft.content !== '' && text.length <= ANSWER_CHARACTERS;
  // Whoever says again what they saw is not naming a place.
  if (short && asked === 'place' && Object.keys(understood).length === 0) {
    const place = asPlace(text);
    if (place) return { facts: { place } };
  }
  const answers = asked && asked !== 'content' && facts[asked] !== undefined;
  return short && answers ? { facts } : { words: text, facts };
}

/** Whether words that nobody asked for are a report: somebody who is there to report is believed at once. */
const isReport = (said: Said, understood: Understood) =>
  ASKED.test(said.text) ||
  said.context.actor.roles.includes('ruralSupervisor') ||
  understood.medium !== undefined ||
  understood.enterpriseId !== undefined;

async function begin(said: Said, input: TellPetition): Promise<Stored<Petition> | null> {
  const { actor, now } = said.context;
  const channel = actor.roles.includes('ruralSupervisor') ? 'SUPERVISOR' : 'STAFF';
  const draft = draftPetition(`p${idFrom(said.msgId)}`, actor, channel, now);
  try {
    return await create(petitions, tellPetition(draft, input, said.context), said.context);
  } catch (error) {
    // Two messages at once: the other one has begun the draft.
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

async function tell(said: Said, text: string, understood: Understood): Promise<{ before: Draft; after: Petition }> {
  const { attachments, context } = said;
  const inputFor = (draft: Draft) => checked(TellPetition, { ...toldBy(text, understood, draft), attachments });
  const open = await openDraftOf(context.actor.id);
  const begun = open ? null : await begin(said, inputFor(NOTHING));
  if (begun) return { before: NOTHING, after: begun };
  const draft = open ?? (await openDraftOf(context.actor.id)) ?? (await openDraftOf(context.actor.id));
  if (!draft) throw new Error('the draft was neither begun nor found');
  const after = await perform(petitionDomain, 'tell', draft._id, inputFor(draft), context);
  return { before: draft, after };
}

/** What the cards alone would leave unsaid. */
function sayingFor({ attachments, text }: Said, before: Draft, after: Petition): string | null {
  const photos = attachments.filter(({ kind }) => kind === 'photo').length;
  const thanks = photos > 0 ? `照片收到了（${photos}张）。` : text ? '记下了。' : '';
  const [asked] = missing(after);
  if (asked) return thanks + NEXT_QUESTION[asked];
  return missing(before).length > 0 ? thanks || null : thanks + SAY.confirmHint;
}

/** Photos of an officer belong to the case in hand. */
async function inHand(officer: string): Promise<Petition | null> {
  return await petitions.collection.findOne(
    { officer, status: { $in: ['investigating', 'assigned', 'replyDraft'] } },
    { sort: { updatedAt: -1 } },
  );
}

async function prove(said: Said, petition: Petition): Promise<string> {
  const { attachments, context } = said;
  await perform(petitionDomain, 'prove', petition._id, { attachments }, context);
  return proofKept(petition.no, attachments.length);
}

/**
 * Take a message as (part of) a report.
 *
 * @returns what to say in the chat, or null when the card says enough
 * @throws DomainError NOT_PERMITTED | TOO_LARGE | INVALID_INPUT
 */
export async function report(said: Said): Promise<string | null> {
  const { actor } = said.context;
  const open = await openDraftOf(actor.id);
  const text = said.text.replace(ASKED, '').trim();
  if (!said.text && !open) {
    const petition = await inHand(actor.id);
    if (petition) return prove(said, petition);
    if (!actor.roles.includes('ruralSupervisor')) return SAY.wordsFirst;
  }
  const understood = text ? understand(text, await enterpriseNames()) : {};
  if (!open && said.text && !isReport(said, understood)) return HELP;
  if (!permits('submitPetition', actor)) return HELP;
  const { before, after } = await tell(said, text, understood);
  return sayingFor(said, before, after);
}
