/**
 * Field records by HTTP: phones bring the events they wrote on site, and fetch what others wrote. One request may carry several records; each
 * is taken or refused by itself, so a faulty one keeps no other waiting. Sending the same again changes nothing.
 */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { type Domain, perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { NewId } from '../models/core/newId';
import { type Stored } from '../models/core/journal';
import { policy } from '../models/core/policy';
import { asClock, checked } from '../models/core/workflow';
import { deviceById } from '../models/device/device.store';
import { FieldEvent, FieldRecord, SYNC_EVENTS, SYNC_RECORDS } from '../models/field/fieldEvent.schema';
import {
  type Examined,
  examined,
  FAULTS,
  freshAside,
  isTooDeep,
  type Refused,
  refusedFor,
  type Sender,
  takenFrom,
} from '../models/field/merging';
import { type FieldDocument } from '../models/field/record';
import { interviewDomain, interviewFor } from '../models/interview/interview';
import { interviewsOf } from '../models/interview/interview.store';
import {
  AskSupplement,
  type MayWrite,
  siteRecordDomain,
  siteRecordFor,
  supplementTo,
} from '../models/siteRecord/siteRecord';
import { siteRecordFace } from '../models/siteRecord/siteRecord.face';
import { listSiteRecords } from '../models/siteRecord/siteRecord.store';
import { face } from '../models/domains';
import { personById } from '../models/people/people.store';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

export const SyncBody = z.strictObject({
  device: z.string().min(1).max(64),
  /** By the device's clock at the moment of sending. */
  sentAt: z.iso.datetime({ error: '发送时间格式不对，请刷新后重试' }),
  records: z
    .array(
      z.strictObject({
        record: FieldRecord,
        events: z.array(z.unknown()).min(1, '没有要发送的内容').max(SYNC_EVENTS, `一次最多发送${SYNC_EVENTS}条`),
      }),
    )
    .min(1, '没有要发送的笔录')
    .max(SYNC_RECORDS, `一次最多发送${SYNC_RECORDS}份笔录`),
});
export const FieldQuery = z.strictObject({ after: z.coerce.number().int().min(0).optional() });
export const SiteRecordsQuery = z
  .strictObject({
    inspection: z.string().max(80),
    before: z.coerce.date(),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();
export const NewSupplement = z.strictObject({ ...AskSupplement.shape, id: NewId });

type FieldDomain = Domain<FieldDocument>;
interface Kind {
  domain: FieldDomain;
  find: (id: string, now: Date, may: MayWrite) => Promise<Stored<FieldDocument> | null>;
}
const KINDS: Readonly<Record<string, Kind>> = {
  siteRecord: { domain: siteRecordDomain as unknown as FieldDomain, find: siteRecordFor },
  interview: { domain: interviewDomain as unknown as FieldDomain, find: interviewFor },
};

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;
const NOT_FOUND = '没有找到这份笔录，可能不是您的检查任务，请返回“我的检查”刷新。';

/** @throws DomainError NOT_FOUND, in the same words for what does not exist and what is not theirs; the latter is logged */
async function own(record: FieldRecord, state: SignedIn, action: 'seeSiteRecord' | 'writeSiteRecord') {
  const [word = '', ...rest] = record.split(':');
  const id = rest.join(':');
  const kind = KINDS[word];
  const found = await kind?.find(id, state.now, (of) => permits(action, state.actor, of));
  if (!kind || !found) throw new DomainError('NOT_FOUND', NOT_FOUND, { record });
  if (!permits(action, state.actor, found)) {
    await recordDenied(commandContext(state), { objectType: word, objectId: id, action: `${word}.${action}` });
    throw new DomainError('NOT_FOUND', NOT_FOUND, { record, denied: true });
  }
  return { kind, found };
}

interface Result {
  record: string;
  upTo: number;
  head: string | null;
  refused: Refused[];
  version: number;
}

const idOf = (event: unknown): string => {
  const id = (event as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id.slice(0, 40) : '';
};

/** Take what one phone sent of one record. */
async function syncOne(
  { record, events }: z.infer<typeof SyncBody>['records'][number],
  sender: Sender,
  state: SignedIn,
): Promise<Result> {
  const parsed = events.map((event) => ({ event, said: FieldEvent.safeParse(isTooDeep(event) ? null : event) }));
  const sound = parsed.flatMap(({ said }) => (said.data && said.data.record === record ? [said.data] : []));
  const malformed = parsed.flatMap(({ event, said }): Refused[] =>
    said.data?.record === record ? [] : [{ id: idOf(event), code: 'ODD', sentence: FAULTS.ODD }],
  );
  let document: Stored<FieldDocument>;
  let found: Examined[];
  try {
    const { kind, found: standing } = await own(record, state, 'writeSiteRecord');
    found = await examined(sound, sender);
    const { accepted, aside, refused } = takenFrom(standing, found);
    const changes = accepted.length > 0 || freshAside(standing, aside).length > 0;
    document = changes
      ? await perform(
          kind.domain,
          'merge',
          standing._id,
          { device: sender.device?._id ?? '', found },
          asClock(state.now),
          standing,
        )
      : standing;
    const head = document.heads.find(({ device }) => device === sender.device?._id);
    return {
      ...{ record, upTo: head?.seq ?? 0, head: head?.hash ?? null },
      ...{ refused: [...malformed, ...refused], version: document.version },
    };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'STALE_DOCUMENT' || error.status >= 500) throw error;
    // Not theirs, or not there: said of every event, so that the phone shows why and keeps them.
    const refused = sound.map((event) => ({ ...refusedFor(event, 'NOT_OFFICER'), sentence: error.message }));
    return { record, upTo: 0, head: null, refused: [...malformed, ...refused], version: 0 };
  }
}

async function sync(body: unknown, state: SignedIn) {
  const { device: id, sentAt, records } = checked(SyncBody, body);
  const [device, person] = await Promise.all([deviceById(id), personById(state.actor.id)]);
  // Whoever has left writes no more, also through a sign-in that has not ended yet; what their phone holds stays there.
  if (!person?.active)
    throw new DomainError('NOT_PERMITTED', '您已不在本单位，手机里没有发送的内容请交给分局负责人处理。');
  const sender: Sender = {
    ...{ person: state.actor.id, device, now: state.now, sentAt: new Date(sentAt) },
    futureMs: policy().field.futureMinutes * 60_000,
  };
  const results: Result[] = [];
  for (const one of records) results.push(await syncOne(one, sender, state));
  return { serverTime: state.now.toISOString(), results };
}

const siteFace = face(siteRecordFace);

/** Sync, and the lists of what it makes. Mounted before the routes of records. */
export function fieldRoutes(router: Router): void {
  router.post('/api/field/sync', async (ctx) => {
    ctx.body = await sync(ctx.request.body, stateOf(ctx));
  });
  router.get('/api/field/:record', async (ctx) => {
    const state = stateOf(ctx);
    const { after } = checked(FieldQuery, { ...ctx.query });
    const record = FieldRecord.safeParse(String(ctx.params['record']));
    if (!record.success) throw new DomainError('NOT_FOUND', NOT_FOUND);
    const { found } = await own(record.data, state, 'writeSiteRecord');
    const { version, seed, field } = found;
    const news = after !== undefined && after === version;
    ctx.body = { version, seed, events: news ? [] : field };
  });

  router.get('/api/site-records', async (ctx) => {
    const { actor } = stateOf(ctx);
    const { inspection, before, limit = 50 } = checked(SiteRecordsQuery, { ...ctx.query });
    const found = await listSiteRecords(actor, { inspection, before, limit });
    ctx.body = {
      items: found.map(
        ({ _id, no, status, enterpriseName, county, arrivedAt, lockedAt, outcome, flags, supplements }) => ({
          ...{ id: _id, no, status, enterpriseName, county, arrivedAt, lockedAt, outcome, flags, supplements },
        }),
      ),
      next: found.length === limit ? (found.at(-1)?.arrivedAt ?? null) : null,
    };
  });
  router.get('/api/site-records/:id/interviews', async (ctx) => {
    const record = await visibleRecord(siteFace, String(ctx.params['id']), stateOf(ctx));
    const found = await interviewsOf(record._id);
    ctx.body = {
      items: found.map(({ _id, status, questions, arrivedAt }) => ({ id: _id, status, questions, arrivedAt })),
    };
  });
  router.post('/api/site-records/:id/supplements', async (ctx) => {
    const state = stateOf(ctx);
    const { id, reason } = checked(NewSupplement, ctx.request.body);
    const { found } = await own(`siteRecord:${String(ctx.params['id'])}`, state, 'writeSiteRecord');
    const made = await supplementTo(
      found as never,
      `${found._id}-s${id}`,
      { reason },
      commandContext(state, `${state.actor.id}:${id}`),
    );
    ctx.body = changedRecord(siteFace, made, state);
  });
}
