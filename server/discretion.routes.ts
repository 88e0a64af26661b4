/** 裁量 by HTTP, beyond what every domain has: tables as lists and workbooks, proposals, the page of an act, the nearest past cases. */
import type Router from '@koa/router';
import { z } from 'zod';
import { type Action, permits } from '../models/core/access';
import { recordDenied } from '../models/core/auditLog';
import { shanghaiDay } from '../models/core/calendar';
import { DomainError } from '../models/core/errors';
import { changedUnder, create, type Stored } from '../models/core/journal';
import { NewId } from '../models/core/newId';
import { policy } from '../models/core/policy';
import { checked } from '../models/core/workflow';
import { assessView } from '../models/discretion/assessView';
import { discretionFace } from '../models/discretion/discretion.face';
import { proposeFacts } from '../models/discretion/discretion.facts';
import { type DiscretionTable, ProposeTable, type TableContent } from '../models/discretion/discretion.schema';
import {
  discretionTables,
  keepBuiltInTables,
  listTables,
  pastSheets,
  tablesFor,
} from '../models/discretion/discretion.store';
import { nearest } from '../models/discretion/neighbours';
import { idOf, proposeTable } from '../models/discretion/proposing';
import { tableOn } from '../models/discretion/table';
import { rowsOf, tablesOf } from '../models/discretion/tableSheet';
import { readSheets, writeSheets } from '../models/discretion/workbook';
import { face } from '../models/domains';
import { Grade, Offence } from '../models/law/law.schema';
import { penaltyFace } from '../models/penalty/penalty.face';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { commandContext } from './commands';
import { changedRecord } from './record.page';
import { visibleRecord } from './record.routes';
import { type SignedIn } from './signIn';

export const TablesQuery = z.strictObject({ code: z.string().max(16) }).partial();
export const NewTable = z.strictObject({ id: NewId, ...ProposeTable.shape });
/** A file of 180 kB as base64. */
const FILE_CHARACTERS = 250_000;
export const ImportTables = z.strictObject({
  id: NewId,
  note: ProposeTable.shape.note,
  /** The workbook, as base64. */
  file: z
    .string({ error: '请选择表格文件' })
    .min(1, '请选择表格文件')
    .max(FILE_CHARACTERS, '文件太大（最多 180 KB），请只保留裁量表')
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, '文件没有读完整，请重新选择'),
});
export const AssessQuery = z.strictObject({ act: z.string().max(40), offence: Offence, grade: Grade }).partial();
/** `steps`: `stage.main,duration.below12`; a factor that is not established is left out. */
export const NeighboursQuery = z.strictObject({
  offence: Offence,
  steps: z
    .string()
    .max(1_000)
    .transform((said) => said.split(',').filter(Boolean))
    .pipe(
      z
        .array(z.string().regex(/^[a-z][a-zA-Z0-9]{0,23}\.[a-z0-9][a-zA-Z0-9]{0,23}$/, '因子没有选对，请刷新页面'))
        .max(12),
    ),
});

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const WIDTHS = [24, 26, 20, 8, 10, 26, 14, 16, 12, 12];

const table = face(discretionFace);
const cases = face(penaltyFace);
const stateOf = (ctx: { state: unknown }) => ctx.state as SignedIn;
const READ = '裁量表供本局工作人员查看，如需了解请联系本单位负责人。';
const PROPOSE = '裁量表由法制审核人员提出，请把意见告诉他们。';

async function requireMay(state: SignedIn, action: Action, message: string): Promise<void> {
  if (permits(action, state.actor)) return;
  const denied = { objectType: discretionTables.name, objectId: '–', action: `discretion.${action}` };
  await recordDenied(commandContext(state), denied);
  throw new DomainError('NOT_PERMITTED', message);
}

const row = ({ _id, code, edition, name, kind, offences, status, validFrom, validTo, ...rest }: DiscretionTable) => ({
  ...{ id: _id, code, edition, name, kind, offences, status, validFrom, validTo, illustrative: rest.illustrative },
  ...{ source: rest.source, note: rest.note, authorName: rest.authorName, proposedAt: rest.proposedAt },
  ...{ decidedByName: rest.decidedByName, factors: rest.factors.length },
});

/** Two reviewers at once: whoever comes second takes the next edition. */
const TRIES = 3;

/** Propose under the next edition. The same key again is the same proposal. */
async function propose(content: TableContent, note: string, key: string, state: SignedIn) {
  const context = commandContext(state, key);
  const before = await changedUnder(discretionTables, key);
  if (before) return before;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const facts = await proposeFacts(content, state.actor.id);
    const made: Stored<DiscretionTable> = await create(
      discretionTables,
      proposeTable({ table: content, note }, context, facts),
      context,
    );
    if (made.events[0]?.key === key) return made;
  }
  throw new DomainError('STALE_DOCUMENT', '有人正在提出同一张裁量表，请刷新后再提交。', { code: content.code });
}

async function proposeOne(body: unknown, state: SignedIn) {
  await requireMay(state, 'proposeLaw', PROPOSE);
  const { id, table: content, note } = checked(NewTable, body);
  return changedRecord(table, await propose(content, note, `${state.actor.id}:${id}`, state), state);
}

/** Every table of a workbook, or none: what is wrong anywhere is told before anything is written. */
async function importAll(body: unknown, state: SignedIn) {
  await requireMay(state, 'proposeLaw', PROPOSE);
  const { id, note, file } = checked(ImportTables, body);
  const contents = tablesOf(await readSheets(Buffer.from(file, 'base64')));
  const made: Stored<DiscretionTable>[] = [];
  for (const content of contents)
    made.push(await propose(content, note, `${state.actor.id}:${id}:${content.code}`, state));
  return { proposed: made.map(row) };
}

async function workbook(tables: readonly TableContent[], name: string, set: (field: string, value: string) => void) {
  set('content-type', XLSX);
  set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`);
  const sheets = tables.map((one) => ({ name: one.code, rows: rowsOf(one) }));
  return writeSheets(sheets, WIDTHS);
}

/** A case this reader may see and, with its step offered, assess. */
const caseOf = async (id: string, state: SignedIn) =>
  (await visibleRecord(cases, id, state)) as unknown as Stored<PenaltyCase>;

async function assess(id: string, query: unknown, state: SignedIn) {
  const asked = checked(AssessQuery, query);
  const record = await caseOf(id, state);
  const { record: shown, offered } = changedRecord(cases, record, state);
  return {
    record: { id: shown.id, number: shown.number, stateLabel: shown.stateLabel, party: record.party.name },
    may: offered.some(({ step }) => step === 'assess'),
    ...(await assessView(record, asked, state.now)),
  };
}

const answersOf = (steps: readonly string[]) =>
  Object.fromEntries(
    steps.map((one) => {
      const [code = '', step = ''] = one.split('.');
      return [code, { step, established: true, value: null }];
    }),
  );

async function neighbours(id: string, query: unknown, state: SignedIn) {
  const { offence, steps } = checked(NeighboursQuery, query);
  await caseOf(id, state);
  const { compared, neighbours: k, outlierShare } = policy().discretion;
  const [tables, past] = await Promise.all([tablesFor(offence), pastSheets([offence], compared, id)]);
  const found = tableOn(tables, offence, shanghaiDay(state.now));
  return { compared: past.length, outlierShare, neighbours: found ? nearest(found, answersOf(steps), past, k) : [] };
}

/** Mounted before the routes of single records. */
export function discretionRoutes(router: Router): void {
  router.get('/api/discretion-tables', async (ctx) => {
    const state = stateOf(ctx);
    await requireMay(state, 'seeLaw', READ);
    const { code } = checked(TablesQuery, { ...ctx.query });
    await keepBuiltInTables(state.now);
    ctx.body = { items: (await listTables(code)).map(row), today: shanghaiDay(state.now) };
  });
  router.get('/api/discretion-tables/workbook', async (ctx) => {
    const state = stateOf(ctx);
    await requireMay(state, 'seeLaw', READ);
    const all = await listTables();
    const current = all.filter(({ status, validTo }) => status === 'inForce' && validTo === null);
    ctx.body = await workbook(current, `裁量表 ${shanghaiDay(state.now)}`, (field, value) => ctx.set(field, value));
  });
  router.get('/api/discretion-tables/:id/workbook', async (ctx) => {
    const state = stateOf(ctx);
    const one = (await visibleRecord(table, String(ctx.params['id']), state)) as unknown as DiscretionTable;
    ctx.body = await workbook([one], idOf(one.code, one.edition), (field, value) => ctx.set(field, value));
  });
  router.post('/api/discretion-tables', async (ctx) => {
    ctx.body = await proposeOne(ctx.request.body, stateOf(ctx));
  });
  router.post('/api/discretion-tables/import', async (ctx) => {
    ctx.body = await importAll(ctx.request.body, stateOf(ctx));
  });
  router.get('/api/penalties/:id/assess', async (ctx) => {
    ctx.body = await assess(String(ctx.params['id']), { ...ctx.query }, stateOf(ctx));
  });
  router.get('/api/penalties/:id/neighbours', async (ctx) => {
    ctx.body = await neighbours(String(ctx.params['id']), { ...ctx.query }, stateOf(ctx));
  });
}
