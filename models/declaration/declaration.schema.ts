/**
 * 回避申报: what an officer has to do with enterprises. Told by nobody but the person, read by nobody but the person; draws compute with it
 * silently. Sources: 行政处罚法 第四十三条, 生态环境行政处罚办法 第六条. Runs in the browser as well.
 */
import { z } from 'zod';

/** What somebody can have to do with an enterprise, in the words of the page. */
export const RELATIONS = {
  RELATIVE: '近亲属任职或持股',
  INTEREST: '本人有股份、租赁、借贷等利害关系',
  EMPLOYMENT: '本人曾在该企业任职',
  PERMIT: '本人经办过该企业的许可',
} as const;
export const RelationKind = z.enum(Object.keys(RELATIONS) as [keyof typeof RELATIONS], { error: '请选择关系' });
export type RelationKind = z.infer<typeof RelationKind>;
/** These end: the day on which the work or the permit ended says when. */
export const ENDING: readonly RelationKind[] = ['EMPLOYMENT', 'PERMIT'];

const Day = z.iso.date('日期应写作 2026-08-15，且确有这一天');

const Relation = z
  .strictObject({
    enterprise: z.string({ error: '请选择企业' }).min(1, '请选择企业').max(40),
    kind: RelationKind,
    /** Last day of the employment, or the day of the permit. */
    endedOn: Day.nullable().default(null),
  })
  .refine(({ kind, endedOn }) => !ENDING.includes(kind) || endedOn !== null, {
    message: '请填写离职日期或许可办理日期',
    path: ['endedOn'],
  });
export type Relation = z.infer<typeof Relation>;

/** So many relations explain most lives; somebody who names every enterprise could read from a draw where it does not go. */
const MOST = 30;

export const DeclareRelations = z.strictObject({
  relations: z.array(Relation).max(MOST, `最多申报${MOST}条，请联系人事处`),
  /** Place of origin as people say it: 展茅. Warns, and keeps nobody from anything. */
  origin: z.string().trim().max(30, '籍贯最多30字').nullable().default(null),
});
export type DeclareRelations = z.infer<typeof DeclareRelations>;

/** `_id` is the person's. */
export const Declaration = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.literal('current'),
  person: z.string(),
  relations: z.array(Relation),
  origin: z.string().nullable(),
  declaredAt: z.coerce.date(),
});
export type Declaration = z.infer<typeof Declaration>;
