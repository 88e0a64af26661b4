/** 当事人专用页面 by HTTP, on two sides: the party, behind its own sign-in; and the officers who let it in and read what it filed. */
import Router from '@koa/router';
import { type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { type Context } from 'koa';
import { permits } from '../models/core/access';
import { perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { read, type Stored } from '../models/core/journal';
import { checked } from '../models/core/workflow';
import { face } from '../models/domains';
import { bytesOfFile } from '../models/evidence/evidenceFiles.store';
import { fileForParty, hearingOf } from '../models/party/filing';
import { inviteParty, partyLinkDomain, requireInviter } from '../models/party/link';
import { FileHash, HOLDERS, NewFiling, type PartyLink } from '../models/party/party.schema';
import { filingsOf, isOpen, linksOf, partyLinks } from '../models/party/party.store';
import { fileTooLarge, keepPartyFile, mostBytes, partyFileContent } from '../models/party/partyFile';
import { partyView, receiptOf } from '../models/party/partyView';
import { penaltyFace } from '../models/penalty/penalty.face';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { penaltyCases } from '../models/penalty/penalty.store';
import { commandContext, idempotencyKey } from './commands';
import { partySessionRoutes, partySignedIn, type PartyDoors, type PartyState } from './party.session';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

/** Uploads under way in this process; each may hold one whole file in memory. */
const UPLOADS_AT_ONCE = 6;
let uploading = 0;

/**
 * The body, refused by its declared length before a byte is read, and else as soon as more has come than any file may have.
 *
 * @throws DomainError TOO_LARGE | INVALID_INPUT (broken off)
 */
function body(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, refuse) => {
    const parts: Buffer[] = [];
    let size = 0;
    const stop = (error: DomainError) => {
      request.off('data', take);
      request.pause();
      refuse(error);
    };
    const take = (part: Buffer) => {
      size += part.length;
      if (size > most) return stop(fileTooLarge());
      parts.push(part);
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(parts)));
    const broken = () => refuse(new DomainError('INVALID_INPUT', '文件没有传完，可能是网络中断，请重新上传。'));
    request.once('aborted', broken);
    request.once('error', broken);
  });
}

/** `encodeURIComponent` of the name on the party's device: addresses are logged, headers are not. */
function nameOf(ctx: Context): string {
  try {
    return decodeURIComponent(ctx.get('x-file-name')).slice(0, 300);
  } catch {
    return '';
  }
}

async function upload(ctx: Context, { link, now }: PartyState) {
  const most = mostBytes();
  // The rest of what is on its way is not read: the connection ends with the answer.
  const refused = (error: DomainError) => {
    ctx.set('connection', 'close');
    throw error;
  };
  if (Number(ctx.get('content-length')) > most) refused(fileTooLarge());
  if (!ctx.is('application/octet-stream'))
    refused(new DomainError('UNSUPPORTED_MEDIA', '请用页面上的按钮选择文件上传。'));
  if (uploading >= UPLOADS_AT_ONCE)
    refused(new DomainError('TOO_MANY_REQUESTS', '正在上传文件的人较多，请稍候几秒再试。'));
  uploading += 1;
  try {
    const content = await body(ctx.req, most).catch((error: unknown) => refused(error as DomainError));
    return await keepPartyFile(link.partyKey, nameOf(ctx), content, now);
  } finally {
    uploading -= 1;
  }
}

/** As a download under its own name, whatever is in it: no page of ours ever runs or shows it. */
async function sendPartyFile(ctx: Context, partyKey: string, hash: string): Promise<void> {
  const { name, bytes, file } = await partyFileContent(partyKey, hash);
  ctx.set({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  ctx.length = bytes;
  ctx.body = Readable.from(bytesOfFile(file));
}

const stateOf = (ctx: { state: unknown }) => ctx.state as PartyState;

async function view({ link, now }: PartyState) {
  const [penalty, hearing, filings] = await Promise.all([
    read(penaltyCases, link.case),
    hearingOf(link.case),
    filingsOf(link.case),
  ]);
  if (!penalty) throw new DomainError('NOT_FOUND', '没有找到这件案件，请联系办案人员重新发送链接。');
  return partyView(penalty, hearing, filings, now);
}

/** The party's side: mounted beside the API of the staff, whose sign-in it does not share. */
export function partyRoutes(doors: PartyDoors): Router {
  const router = new Router();
  const signedIn = partySignedIn(doors) as never;
  partySessionRoutes(router, doors);

  router.get('/api/party/case', signedIn, async (ctx) => {
    ctx.body = await view(stateOf(ctx));
  });
  router.post('/api/party/filings', signedIn, async (ctx) => {
    const state = stateOf(ctx);
    const filing = await fileForParty(checked(NewFiling, ctx.request.body), state.link, state.now);
    ctx.body = { receipt: receiptOf(filing), view: await view(state) };
  });
  router.put('/api/party/files', signedIn, async (ctx) => {
    ctx.body = await upload(ctx, stateOf(ctx));
  });
  router.get('/api/party/files/:hash', signedIn, async (ctx) => {
    await sendPartyFile(ctx, stateOf(ctx).link.partyKey, checked(FileHash, ctx.params['hash']));
  });
  return router;
}

const presentLink = (
  { _id, status, holder, phone, issuedAt, expiresAt, revokedReason, events }: Stored<PartyLink>,
  now: Date,
) => ({
  ...{ id: _id, holder: HOLDERS[holder], phone, issuedAt, expiresAt, revokedReason },
  open: isOpen({ status, expiresAt }, now),
  enteredAt: events.findLast(({ type }) => type === 'partyLink.entered')?.at ?? null,
});

const penalties = face(penaltyFace);

/** The officers' side of it. Mounted before the steps of single cases. */
export function partyStaffRoutes(router: Router): void {
  const staffOf = (ctx: { state: unknown }) => ctx.state as SignedIn;
  const visible = async (ctx: { params: Record<string, string>; state: unknown }) =>
    (await visibleRecord(penalties, String(ctx.params['id']), staffOf(ctx))) as unknown as Stored<PenaltyCase>;
  const answer = async (penalty: Stored<PenaltyCase>, { actor, now }: SignedIn) => {
    const [links, filings] = await Promise.all([linksOf(penalty._id), filingsOf(penalty._id)]);
    return {
      mayInvite: permits('inviteParty', actor, penalty),
      links: links.map((link) => presentLink(link, now)),
      filings: filings.map(receiptOf),
    };
  };

  router.get('/api/penalties/:id/party', async (ctx) => {
    ctx.body = await answer(await visible(ctx), staffOf(ctx));
  });
  router.post('/api/penalties/:id/party', async (ctx) => {
    const [penalty, state] = [await visible(ctx), staffOf(ctx)];
    await inviteParty(penalty, ctx.request.body, commandContext(state));
    ctx.body = await answer(penalty, state);
  });
  router.post('/api/penalties/:id/party/:link/revoke', async (ctx) => {
    const [penalty, state] = [await visible(ctx), staffOf(ctx)];
    const context = commandContext(state, idempotencyKey(ctx.get('idempotency-key'), state.actor));
    await requireInviter(penalty, context);
    const link = await read(partyLinks, String(ctx.params['link']));
    if (link?.case !== penalty._id) throw new DomainError('NOT_FOUND', '没有找到这个链接，请刷新后再看。');
    await perform(partyLinkDomain, 'revoke', link._id, ctx.request.body, context);
    ctx.body = await answer(penalty, state);
  });
  router.get('/api/penalties/:id/party/files/:hash', async (ctx) => {
    const penalty = await visible(ctx);
    const hash = checked(FileHash, ctx.params['hash']);
    const filed = (await filingsOf(penalty._id)).some(({ files }) => files.some((file) => file.hash === hash));
    if (!filed) throw new DomainError('NOT_FOUND', '没有找到这个文件，请返回刷新后再看。', { hash });
    await sendPartyFile(ctx, penalty.partyKey, hash);
  });
}
