/** 检查表: which items are asked on one day, and which of them follow from the answers given so far. Pure; runs in the browser. */
import { type Sector } from '../enterprise/enterprise.schema';
import { type CheckItem, type ChecklistItem, type Result } from './checkItem.schema';
import { basesOn, type Day, isInForce } from './legalBasis';

type Approved = Pick<CheckItem, 'status'>;

/** The item as it is asked on this day. */
function asAsked(item: CheckItem, day: Day): ChecklistItem {
  const { key, sector, order, group, question, results, fields, when, photos, hint, suggested, confirmed } = item;
  return {
    ...{ id: item._id, key, revision: item.revision, sector, order, group, question, results, fields, when },
    ...{ photos, hint, suggested, confirmed, bases: basesOn(item.bases, day) },
  };
}

const isApproved = ({ status }: Approved) => status === 'approved';

/** What is asked in this sector on this day: the common items and those of the sector, in their order. One revision of each. */
export function checklistAt(items: readonly CheckItem[], sector: Sector, day: Day): ChecklistItem[] {
  const asked = items.filter((item) => isApproved(item) && isInForce(item, day) && (item.sector ?? sector) === sector);
  const latest = new Map<string, CheckItem>();
  for (const item of asked) {
    const other = latest.get(item.key);
    if (!other || other.revision < item.revision) latest.set(item.key, item);
  }
  return [...latest.values()]
    .sort(
      (a, b) => Number(a.sector !== null) - Number(b.sector !== null) || a.order - b.order || (a.key < b.key ? -1 : 1),
    )
    .map((item) => asAsked(item, day));
}

/** The items to be asked after these answers, by key: one whose branch is not taken, or hangs on one that is not, is left out. */
export function askedAfter<T extends Pick<ChecklistItem, 'key' | 'when'>>(
  items: readonly T[],
  answers: Readonly<Record<string, Result | undefined>>,
): T[] {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const isAsked = ({ when, key }: Pick<ChecklistItem, 'key' | 'when'>, behind: readonly string[]): boolean => {
    if (!when) return true;
    const answer = answers[when.item];
    if (!answer || !when.is.includes(answer)) return false;
    const parent = byKey.get(when.item);
    return !parent || behind.includes(when.item) ? false : isAsked(parent, [...behind, key]);
  };
  return items.filter((item) => isAsked(item, []));
}

/** The offered sentence with what was written into its fields; what was left empty stays as ＿＿. */
export function suggestedText(
  { suggested, fields }: Pick<ChecklistItem, 'suggested' | 'fields'>,
  result: Result,
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const sentence = result === 'NA' ? '' : (suggested[result] ?? '');
  return fields.reduce((text, { name, label, unit = '', kind }) => {
    const value = values[name];
    const said = kind === 'yesno' ? (value === undefined ? '' : value ? '是' : '否') : String(value ?? '');
    return text.replaceAll(`〔${label}〕`, said ? `${said}${unit}` : '＿＿');
  }, sentence);
}
