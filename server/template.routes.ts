/** 文书模板 by HTTP: the editions, their Word files, and handing in a changed one. Steps: record.routes.ts. */
import type Router from '@koa/router';
import { type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { DomainError } from '../models/core/errors';
import { checked } from '../models/core/workflow';
import { faces } from '../models/domains';
import { namesOf } from '../models/people/people.store';
import { NewId } from '../models/serving/serving.schema';
import { Kind, KINDS, SLOTS, STATES, TAGS, type Template } from '../models/template/template.schema';
import { fileOf, keepBuiltIn, listTemplates } from '../models/template/template.store';
import { proposeTemplate } from '../models/template/template';
import { TEMPLATE_BYTES } from '../models/template/unpack';
import { commandContext } from './commands';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

export const TemplatesQuery = z.strictObject({ kind: Kind.optional() });
/** Beside the file itself, which is the body. */
export const NewTemplate = z.strictObject({
  id: NewId,
  kind: Kind,
  note: z.string({ error: '请写明改了什么' }).trim().min(2, '请写明改了什么').max(200, '说明最多200字'),
});

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The bytes of the body, no more than a template may have. @throws DomainError TOO_LARGE */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > TEMPLATE_BYTES) throw new DomainError('TOO_LARGE', '模板文件太大，请控制在1MB以内再上传。');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const present = (template: Template, names: ReadonlyMap<string, string>) => {
  const { _id: id, version, kind, status, origin, note, size, author, proposedAt, inForceAt, decision } = template;
  return {
    ...{ id, version, kind, title: KINDS[kind], status, stateLabel: STATES[status], origin, note, size },
    ...{ authorName: names.get(author) ?? null, proposedAt, inForceAt, decision },
  };
};

async function requireSeen({ actor, ...state }: SignedIn): Promise<void> {
  if (permits('seeTemplates', actor)) return;
  await recordDenied(commandContext({ actor, ...state }), {
    ...{ objectType: 'templates', objectId: '–', action: 'template.read' },
  });
  throw new DomainError('NOT_PERMITTED', '文书模板只对本单位工作人员开放，需要了解请联系分局。');
}

async function propose(query: unknown, request: IncomingMessage, state: SignedIn) {
  const { id, kind, note } = checked(NewTemplate, query);
  const context = commandContext(state, `${state.actor.id}:${id}`);
  if (!permits('proposeTemplate', state.actor)) {
    await recordDenied(context, { objectType: 'templates', objectId: id, action: 'template.propose' });
    throw new DomainError('NOT_PERMITTED', '文书模板由法制审核人员提交，请联系法制部门。', { id });
  }
  const stored = await proposeTemplate({ id, kind, note, bytes: await bodyOf(request) }, context);
  return present(stored, await namesOf([stored.author]));
}

/** Mounted before the routes of single records. */
export function templateRoutes(router: Router): void {
  const face = faces.find(({ path }) => path === 'templates');
  router.get('/api/templates', async (ctx) => {
    const state = ctx.state as SignedIn;
    const { kind } = checked(TemplatesQuery, { ...ctx.query });
    await requireSeen(state);
    await keepBuiltIn(state.now);
    const found = await listTemplates(kind);
    const names = await namesOf(found.map(({ author }) => author));
    ctx.body = {
      items: found.map((one) => present(one, names)),
      kinds: Object.entries(KINDS).map(([value, title]) => ({ kind: value, title, tags: TAGS[value as Kind] })),
      slots: SLOTS,
      mayPropose: permits('proposeTemplate', state.actor),
    };
  });
  router.post('/api/templates', async (ctx) => {
    if (!ctx.is(WORD, 'application/octet-stream'))
      throw new DomainError('UNSUPPORTED_MEDIA', '请选择 Word 文档（.docx）后再上传。');
    ctx.body = await propose({ ...ctx.query }, ctx.req, ctx.state);
  });
  router.get('/api/templates/:id/file', async (ctx) => {
    if (!face) return;
    const template = (await visibleRecord(face, String(ctx.params['id']), ctx.state)) as unknown as Template;
    ctx.set('content-disposition', `attachment; filename="template-${template.kind}.docx"`);
    ctx.type = WORD;
    ctx.body = await fileOf(template.file);
  });
}
