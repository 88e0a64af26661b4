/** What every domain with a face can do by HTTP: show one record, say what a form may choose from, and take its steps. */
import type Router from '@koa/router';
import { type AnyFace, faces } from '../models/domains';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { read, type Stored } from '../models/core/journal';
import { type Stateful } from '../models/core/workflow';
import { commandContext, mountCommands } from './commands';
import { photosOf, requireOwnPhotos } from './files.routes';
import { changedRecord, recordPage } from './record.page';
import { type SignedIn } from './signIn';

/**
 * The record, if this reader may see it.
 *
 * @throws DomainError NOT_FOUND, in the same words for one that does not exist and one that is not theirs; the latter is logged
 */
export async function visibleRecord(face: AnyFace, id: string, state: SignedIn): Promise<Stored<Stateful>> {
  const { store, workflow } = face.domain;
  const record = await read(store, id);
  const refused = `没有找到这件${workflow.noun}，可能已撤销或不属于您的范围，请返回列表刷新。`;
  if (!record) throw new DomainError('NOT_FOUND', refused, { id });
  if (face.maySee(record, state.actor)) return record;
  await recordDenied(commandContext(state), { objectType: store.name, objectId: id, action: `${store.name}.read` });
  throw new DomainError('NOT_FOUND', refused, { id, denied: true });
}

function mountFace(router: Router, face: AnyFace): void {
  const path = `/api/${face.path}`;
  router.get(`${path}/:id`, async (ctx) => {
    const state = ctx.state as SignedIn;
    ctx.body = await recordPage(face, await visibleRecord(face, String(ctx.params['id']), state), state);
  });
  router.get(`${path}/:id/options`, async (ctx) => {
    const state = ctx.state as SignedIn;
    const record = await visibleRecord(face, String(ctx.params['id']), state);
    ctx.body = (await face.options?.(record, state)) ?? {};
  });
  mountCommands(router, path, face.domain, {
    present: (record, state) => changedRecord(face, record, state),
    check: (input, { actor, now }) => requireOwnPhotos(photosOf(input), actor, now),
  });
}

/** Mounted after the routes of single domains, whose lists would otherwise be taken for a record's id. */
export function recordRoutes(router: Router): void {
  for (const face of faces) mountFace(router, face);
}
