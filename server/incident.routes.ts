/** Incidents by HTTP: lists, the ways of beginning one, the signals behind one; weather that the desk enters. Steps: record.routes.ts. */
import type Router from '@koa/router';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { NewId } from '../models/core/newId';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { create, read, type Stored } from '../models/core/journal';
import { County } from '../models/core/place';
import { checked } from '../models/core/workflow';
import { incidentFace, incidentOutline, isBystander } from '../models/incident/incident.face';
import { dutyFacts, petitionNumbered } from '../models/incident/incident.facts';
import {
  EnterIncident,
  type Incident,
  type IncidentStatus,
  IncidentType,
  STATES,
} from '../models/incident/incident.schema';
import { incidents, likelyDuplicates, listIncidents } from '../models/incident/incident.store';
import { enterIncident } from '../models/incident/intake';
import { face } from '../models/domains';
import { enterpriseFacts } from '../models/petition/petition.facts';
import { signalsOf } from '../models/signal/signal.store';
import { RegisterStations } from '../models/station/station.schema';
import { registerStations, silentStations } from '../models/station/station.store';
import { enterWarning } from '../models/weather/weather';
import { EnterWarning } from '../models/weather/weather.schema';
import { weatherWarnings, warningsAt } from '../models/weather/weather.store';
import { commandContext } from './commands';
import { requireOwnPhotos } from './files.routes';
import { changedRecord } from './record.page';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

export const NewIncident = z.strictObject({ ...EnterIncident.shape, id: NewId });
export const NewWarning = z.strictObject({ ...EnterWarning.shape, id: NewId });
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((said) => (typeof said === 'string' ? said.split(',').filter(Boolean) : said), z.array(one).max(20));
export const IncidentQuery = z
  .strictObject({
    status: several(z.enum(Object.keys(STATES) as [IncidentStatus])),
    county: County,
    type: IncidentType,
    words: z.string().trim().max(50),
    before: z.coerce.date(),
    limit: z.coerce.number().int().min(1).max(100),
  })
  .partial();
export const SignalsQuery = z.strictObject({ before: z.coerce.date().optional() });

const incident = face(incidentFace);
const LIST = 20;
const SIGNALS = 50;

const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;

/** A row of a list: what the outline says, with what a list sorts and filters by. */
function presentListed(record: Stored<Incident>, reader: SignedIn) {
  const { _id, status, type, county, location, place, receivedAt, occurredAt, eta, wakeAt, emergencyAt, updatedAt } =
    record;
  const { title, number, status: line, tone, until } = incidentOutline(record, reader);
  if (isBystander(record, reader.actor))
    return { id: _id, no: number, title, statusLine: line, tone, place, receivedAt };
  return {
    ...{ id: _id, version: record.version, no: number, title, statusLine: line, tone, until },
    ...{ status, type, county, location, place, receivedAt, occurredAt, eta, wakeAt, updatedAt },
    emergency: emergencyAt !== null,
  };
}

async function refuse(state: SignedIn, objectType: string, action: string, message: string): Promise<never> {
  await recordDenied(commandContext(state), { objectType, objectId: '–', action });
  throw new DomainError('NOT_PERMITTED', message);
}

/** The 随手报 an incident is made of; who reported it stays under its protected reference. */
async function madeOf(no: string, state: SignedIn) {
  if (!no) return null;
  const petition = await petitionNumbered(no);
  if (!petition || !permits('seePetition', state.actor, petition))
    throw new DomainError('INVALID_INPUT', `没有编号为 ${no} 的信访件，请核对编号。`, { no });
  if (petition.incident)
    throw new DomainError('INVALID_INPUT', '这件信访已经转为突发事件，请在事件列表里继续处置。', { no });
  return petition;
}

async function enter(body: unknown, state: SignedIn) {
  const { id, ...input } = checked(NewIncident, body);
  if (!permits('enterIncident', state.actor, { county: input.county }))
    await refuse(
      state,
      incidents.name,
      'incident.enter',
      '只有指挥中心和本县区分局负责人可以登记事件，请拨打值班电话或用随手报反映。',
    );
  const standing = await read(incidents, id);
  if (!standing) await requireOwnPhotos(input.photos, state.actor, state.now);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const made = async () => {
    const [duty, found, petition] = await Promise.all([
      dutyFacts(state.now),
      enterpriseFacts(input.enterpriseId),
      madeOf(input.petitionNo, state),
    ]);
    return create(incidents, enterIncident(id, input, context, { ...duty, ...found, petition }), context);
  };
  const record = standing ?? (await made());
  if (record.events[0]?.by !== state.actor.id)
    throw new DomainError('INVALID_INPUT', '编号重复，请刷新页面后重新提交。', { id });
  const duplicates = (await likelyDuplicates(record))
    .filter((other) => permits('seeIncident', state.actor, other))
    .map(({ _id, no, place, metres }) => ({ id: _id, no, place, metres }));
  return { ...changedRecord(incident, record, state), duplicates };
}

async function enterWeather(body: unknown, state: SignedIn) {
  const { id, ...said } = checked(NewWarning, body);
  if (!permits('enterWeather', state.actor))
    await refuse(state, weatherWarnings.name, 'weather.enter', '气象预警由指挥中心录入，请联系值班员。');
  const context = commandContext(state, `${state.actor.id}:${id}`);
  const record = await create(weatherWarnings, enterWarning(id, checked(EnterWarning, said), null), context);
  return { id: record._id };
}

/** Lists, the ways of beginning an incident, and weather. Mounted before the routes of single records. */
export function incidentRoutes(router: Router): void {
  router.get('/api/incidents', async (ctx) => {
    const state = stateOf(ctx);
    const { limit = LIST, ...filter } = checked(IncidentQuery, { ...ctx.query });
    const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
    const found = await listIncidents(state.actor, { ...asked, limit });
    const last = found.length === limit ? found.at(-1) : undefined;
    ctx.body = { items: found.map((one) => presentListed(one, state)), next: last?.receivedAt ?? null };
  });
  router.post('/api/incidents', async (ctx) => {
    ctx.body = await enter(ctx.request.body, stateOf(ctx));
  });
  router.get('/api/incidents/:id/signals', async (ctx) => {
    const state = stateOf(ctx);
    const { before } = checked(SignalsQuery, { ...ctx.query });
    const record = await visibleRecord(incident, String(ctx.params['id']), state);
    if (!permits('remarkIncident', state.actor, record))
      await refuse(state, incidents.name, 'incident.signals', '原始信号只供指挥中心和出动队伍查看。');
    const found = await signalsOf(record._id, before ?? null, SIGNALS);
    ctx.body = {
      items: found.map(({ receipt, system, body, receivedAt }) => ({ receipt, system, body, receivedAt })),
      next: found.length === SIGNALS ? (found.at(-1)?.receivedAt ?? null) : null,
    };
  });

  router.get('/api/stations/silent', async (ctx) => {
    const state = stateOf(ctx);
    if (!permits('seeDesk', state.actor))
      await refuse(state, 'stations', 'stations.read', '站点情况只对指挥中心和各级负责人开放。');
    ctx.body = {
      items: (await silentStations(state.now)).map(({ _id, name, kind, place, county, lastReadingAt, silentAt }) => ({
        ...{ id: _id, name, kind, place, county, lastReadingAt, silentAt },
      })),
    };
  });
  router.post('/api/stations', async (ctx) => {
    const state = stateOf(ctx);
    if (!permits('registerStations', state.actor))
      await refuse(state, 'stations', 'stations.register', '站点名录由系统管理员或带班领导导入，请联系他们。');
    const given = checked(RegisterStations, ctx.request.body);
    ctx.body = await registerStations(given);
  });
  router.get('/api/weather', async (ctx) => {
    const state = stateOf(ctx);
    ctx.body = {
      items: (await warningsAt(state.now)).map(
        ({ _id, kind, level, counties, startsAt, endsAt, windForce, waveMetres, words }) => ({
          ...{ id: _id, kind, level, counties, startsAt, endsAt, windForce, waveMetres, words },
        }),
      ),
    };
  });
  router.post('/api/weather', async (ctx) => {
    ctx.body = await enterWeather(ctx.request.body, stateOf(ctx));
  });
}
