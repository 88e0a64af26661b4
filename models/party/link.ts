/** 当事人的入口: issued by whoever investigates or leads, to one telephone, for one case; withdrawn at any time. */
import { z } from 'zod';
import { recordDenied } from '../core/auditLog';
import { addCalendarDays, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { maskPhone, sealIdentity, telephoneOf } from '../core/identityVault';
import { create, read, type Stored } from '../core/journal';
import { policy } from '../core/policy';
import { advance, checked, command, type Context, type Outcome } from '../core/workflow';
import { permits } from '../core/access';
import { tellParty } from './party.effects';
import { NewLink, type PartyLink, partyKeyOf, RevokeLink } from './party.schema';
import { isOpen, linksOf, partyLinks } from './party.store';
import { partyLinkWorkflow } from './partyLink.workflow';
import { freshToken, hashOfToken, openToken, sealToken } from './secrets';

/** The case as far as the party's way in needs it. */
export interface InvitedCase {
  _id: string;
  county: PartyLink['county'];
  investigatorIds: readonly string[];
}

/** Looked up or made before a link is decided: where the number went, and the token. */
interface LinkFacts {
  contact: string;
  phone: string;
  tokenHash: string;
  token: unknown;
}

export function issueLink(
  { id, holder }: Pick<NewLink, 'id' | 'holder'>,
  { _id, county, investigatorIds }: InvitedCase,
  { actor, now }: Context,
  facts: LinkFacts,
): Outcome<PartyLink> {
  const lastDay = addCalendarDays(shanghaiDay(now), policy().party.linkDays);
  return {
    document: {
      ...{ _id: id, version: 0, status: 'active', case: _id, partyKey: partyKeyOf(_id), county },
      ...{ investigatorIds: [...investigatorIds], holder, ...facts, issuedBy: actor.id, issuedAt: now },
      ...{ expiresAt: endOfShanghaiDay(lastDay), revokedReason: null },
    },
    event: { type: 'partyLink.issued', data: { case: _id, holder } },
    effects: [tellParty({ case: _id, purpose: 'link.issued', link: id })],
  };
}

function revokeLink(link: PartyLink, { reason }: RevokeLink, context: Context): Outcome<PartyLink> {
  const status = advance(partyLinkWorkflow, 'revoke', link, context);
  return {
    document: { ...link, status, revokedReason: reason },
    event: { type: 'partyLink.revoked', data: { reason } },
  };
}

function enterLink(link: PartyLink, _input: unknown, context: Context): Outcome<PartyLink> {
  advance(partyLinkWorkflow, 'enter', link, context);
  return { document: link, event: { type: 'partyLink.entered' } };
}

export const partyLinkDomain: Domain<PartyLink> = {
  store: partyLinks,
  workflow: partyLinkWorkflow,
  commands: { revoke: command(RevokeLink, revokeLink), enter: command(z.strictObject({}), enterLink) },
  facts: {},
};

/** Refuse, and note it, when this person may not let the party of the case in. @throws DomainError NOT_PERMITTED */
export async function requireInviter(penalty: InvitedCase, context: Context): Promise<void> {
  if (permits('inviteParty', context.actor, penalty)) return;
  await recordDenied(context, { objectType: 'penalty_cases', objectId: penalty._id, action: 'party.invite' });
  throw new DomainError('NOT_PERMITTED', '当事人链接由本案办案人员或单位负责人发送，请把当事人的手机号告诉他们。', {
    id: penalty._id,
  });
}

/**
 * Send the party a link. The same `id` again is the same link, and no second text.
 *
 * @throws DomainError NOT_PERMITTED | INVALID_INPUT
 */
export async function inviteParty(penalty: InvitedCase, input: unknown, context: Context): Promise<Stored<PartyLink>> {
  await requireInviter(penalty, context);
  const { id, mobile, name, holder } = checked(NewLink, input);
  const standing = await read(partyLinks, id);
  if (standing) return ownOf(standing, penalty);
  const contact = await sealIdentity({ phone: mobile, ...(name ? { name } : {}), consent: true }, context.now);
  const token = freshToken();
  const facts = { contact, phone: maskPhone(mobile), tokenHash: hashOfToken(token), token: sealToken(id, token) };
  return ownOf(await create(partyLinks, issueLink({ id, holder }, penalty, context, facts), context), penalty);
}

function ownOf(link: Stored<PartyLink>, penalty: InvitedCase): Stored<PartyLink> {
  if (link.case === penalty._id) return link;
  throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id: link._id });
}

/** One text to be sent: never stored, logged or shown. */
export interface Addressee {
  link: string;
  mobile: string;
  token: string;
  expiresAt: Date;
}

/** The telephones behind the open links of a case; of one link alone when it is named. */
export async function addresseesOf(penalty: string, now: Date, link?: string): Promise<Addressee[]> {
  const open = (await linksOf(penalty)).filter((one) => isOpen(one, now) && (!link || one._id === link));
  const found = await Promise.all(
    open.map(async ({ _id, contact, token, expiresAt }) => {
      const mobile = await telephoneOf(contact);
      return mobile ? { link: _id, mobile, token: openToken(_id, token), expiresAt } : null;
    }),
  );
  // One telephone is told once, by the latest of its links.
  const told = new Set<string>();
  return found.flatMap((one) => {
    if (!one || told.has(one.mobile)) return [];
    told.add(one.mobile);
    return [one];
  });
}
