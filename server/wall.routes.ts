import type Router from '@koa/router';
import { type Action, permits, visibleTo } from '../models/core/access';
import { appendAudit, recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { type County } from '../models/core/place';
import { checked } from '../models/core/workflow';
import { type Assignment } from '../models/assignment/assignment.schema';
import { assignmentsAbout } from '../models/assignment/assignment.store';
import { faceOf } from '../models/domains';
import { ReplayQuery, ToldQuery, WallQuery } from '../models/wall/wall.schema';
import { commandContext } from './commands';
import { type SignedIn } from './signIn';
import { type Board, createBoard } from './wall.board';
import { type Boundary } from './wall.boundary';
import { PARTS } from './wall.panels';
import { toldTo } from './record.page';
import { visibleRecord } from './record.routes';
import { replayAt, toldOfAll } from './wall.replay';
import { SOURCES } from './wall.sources';

interface WallDoors {
  /** The operator’s own boundary; null: the page draws its sketch. */
  boundary?: Boundary | null;
  onError?: (error: unknown) => void;
  board?: Board;
}

const REFUSED = {
  seeWall: '大屏只对指挥中心和各级负责人开放，请从“我的任务”办理。',
  replayWall: '回放只对值班领导、局领导和稽查人员开放，需要查看请联系指挥中心。',
} as const satisfies Partial<Record<Action, string>>;

async function requireTo(action: keyof typeof REFUSED, state: SignedIn, about: string): Promise<void> {
  if (permits(action, state.actor)) return;
  await recordDenied(commandContext(state), { objectType: 'wall', objectId: about, action: `wall.${action}` });
  throw new DomainError('NOT_PERMITTED', REFUSED[action]);
}

/** The reader’s part of the city: a county, or null for all of it. */
function countyOf(state: SignedIn): County | null {
  const scope = visibleTo('seeWall', state.actor) as { county?: County } | null;
  if (scope && Object.keys(scope).length === 0) return null;
  if (!scope?.county) throw new DomainError('NOT_PERMITTED', REFUSED.seeWall);
  return scope.county;
}

/**
 * Whoever looks back leaves a trace: at which moment they looked, and at what.
 *
 * @throws DomainError INVALID_INPUT for a moment that has not come
 */
async function noteReplay(state: SignedIn, objectId: string, at: Date): Promise<void> {
  if (at > state.now) throw new DomainError('INVALID_INPUT', '只能回放已经过去的时刻，请选择现在以前的时间。', { at });
  const { actor, now, door, requestId } = commandContext(state);
  const fact = { at: now, actor: actor.id, action: 'wall.replay', objectType: 'wall', objectId, result: 'ok' as const };
  await appendAudit([{ ...fact, door, reason: at.toISOString(), ...(requestId ? { requestId } : {}) }]);
}

/** Of the people told about a record, those this reader would also find on its page. @throws DomainError NOT_FOUND when the record is not theirs */
async function theirsOf(store: string, id: string, about: readonly Assignment[], state: SignedIn) {
  const face = faceOf(store);
  return face ? toldTo(face, await visibleRecord(face, id, state), about, state.actor) : about;
}

/** The wall: what is open now, what was open then, who has been told, and the outline of the map. */
export function wallRoutes(router: Router, { boundary = null, onError = () => {}, board }: WallDoors = {}): void {
  const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;
  const live = board ?? createBoard({ sources: SOURCES, parts: PARTS, onError });

  router.get('/api/wall', async (ctx) => {
    const state = stateOf(ctx);
    const { since } = checked(WallQuery, { ...ctx.query });
    await requireTo('seeWall', state, 'live');
    ctx.type = 'json';
    ctx.body = await live.read(countyOf(state), since, state.now);
  });

  router.get('/api/wall/replay', async (ctx) => {
    const state = stateOf(ctx);
    const { at } = checked(ReplayQuery, { ...ctx.query });
    await requireTo('replayWall', state, at.toISOString());
    await noteReplay(state, 'city', at);
    ctx.body = await replayAt(at);
  });

  router.get('/api/wall/told', async (ctx) => {
    const state = stateOf(ctx);
    const { store, id, at } = checked(ToldQuery, { ...ctx.query });
    await requireTo(at ? 'replayWall' : 'seeWall', state, `${store}:${id}`);
    if (at) await noteReplay(state, `${store}:${id}`, at);
    const about = await assignmentsAbout({ store, id });
    ctx.body = { items: toldOfAll(await theirsOf(store, id, about, state), at ?? state.now, state.actor) };
  });

  router.get('/api/wall/boundary', async (ctx) => {
    const state = stateOf(ctx);
    await requireTo(permits('replayWall', state.actor) ? 'replayWall' : 'seeWall', state, 'boundary');
    ctx.body = { boundary };
  });
}
