/**
 * 业务参数: which figures of the policy can be set with an approval of its own, what each is called, and how its value reads. The bounds
 * are those of the policy itself. Runs in the browser as well.
 */
import { z } from 'zod';
import { policySchema } from '../core/policy';
import { yuan } from '../law/law.words';
import { GROUPS, LABELS, NOT_HERE } from './labels';

export type FigureKind = 'number' | 'fen' | 'text' | 'yesno' | 'choice' | 'period' | 'json';
export interface FigureShape {
  key: string;
  group: keyof typeof GROUPS;
  label: string;
  kind: FigureKind;
  /** May be left unset. */
  nullable: boolean;
  /** Words of a choice, as they are kept. */
  options?: readonly string[];
}

interface Def {
  type: string;
  innerType?: z.ZodType;
  in?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  entries?: Record<string, string>;
}
const defOf = (schema: z.ZodType): Def => (schema as unknown as { def: Def }).def;

/** Without default and preset. */
function bare(schema: z.ZodType): z.ZodType {
  const { type, innerType, in: first } = defOf(schema);
  if (type === 'default' || type === 'prefault') return innerType ? bare(innerType) : schema;
  return type === 'pipe' && first ? bare(first) : schema;
}

const isPeriod = (shape: Record<string, z.ZodType>) => Object.keys(shape).sort().join() === 'n,unit';

const KINDS: Readonly<Record<string, FigureKind>> = {
  ...{ number: 'number', int: 'number', string: 'text', boolean: 'yesno', enum: 'choice', object: 'period' },
};
function shapeOf(key: string, group: FigureShape['group'], schema: z.ZodType): FigureShape {
  const nullable = defOf(schema).type === 'nullable';
  const { type, entries } = defOf(nullable ? bare(defOf(schema).innerType ?? schema) : schema);
  const plain = KINDS[type] ?? 'json';
  const kind = plain === 'number' && /Fen$|\.fen$/.test(key) ? 'fen' : plain;
  const label = LABELS[key] ?? key;
  return { key, group, label, kind, nullable, ...(entries ? { options: Object.values(entries) } : {}) };
}

function leaves(key: string, group: FigureShape['group'], schema: z.ZodType): FigureShape[] {
  const own = bare(schema);
  const { shape } = defOf(own);
  if (NOT_HERE.includes(key)) return [];
  if (!shape || isPeriod(shape)) return [shapeOf(key, group, own)];
  return Object.entries(shape).flatMap(([name, one]) => leaves(`${key}.${name}`, group, one));
}

let known: FigureShape[] | undefined;
/** Every figure that can be set, but for the yearly notices. */
export function figures(): readonly FigureShape[] {
  known ??= (Object.keys(GROUPS) as FigureShape['group'][]).flatMap((group) => {
    const schema = (policySchema.shape as Partial<Record<string, z.ZodType>>)[group];
    return group === 'calendar' || !schema ? [] : leaves(group, group, schema);
  });
  return known;
}

const YEAR = /^calendar\.(20\d\d)$/;
/** The figure of this name; undefined where there is none. */
export function figureNamed(key: string): FigureShape | undefined {
  const year = YEAR.exec(key)?.[1];
  if (year) return { key, group: 'calendar', label: `${year}年放假安排`, kind: 'json', nullable: false };
  return figures().find((figure) => figure.key === key);
}

const UNITS: Readonly<Record<string, string>> = { wd: '个工作日', cd: '日' };
const Period = z.object({ n: z.number(), unit: z.string() });
const Notice = z.object({ off: z.record(z.string(), z.string()), work: z.array(z.string()) });

function jsonWords(value: unknown): string {
  const notice = Notice.safeParse(value);
  if (notice.success) return noticeWords(notice.data);
  return JSON.stringify(value);
}
function noticeWords({ off, work }: z.infer<typeof Notice>): string {
  const names = new Map<string, string[]>();
  for (const [day, name] of Object.entries(off).sort()) names.set(name, [...(names.get(name) ?? []), day]);
  const holidays = [...names].map(
    ([name, days]) => `${name} ${days[0] ?? ''} 至 ${days.at(-1) ?? ''} ${days.length} 天`,
  );
  return `${holidays.join('；')}；调休上班 ${work.join('、') || '没有'}`;
}

/** A value as people read it. */
export function valueWords(key: string, value: unknown): string {
  if (value === undefined) return '没有';
  if (value === null) return '不设';
  const kind = figureNamed(key)?.kind;
  if (kind === 'fen' && typeof value === 'number') return yuan(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  const period = Period.safeParse(value);
  if (period.success) return `${period.data.n} ${UNITS[period.data.unit] ?? period.data.unit}`;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return jsonWords(value);
}
