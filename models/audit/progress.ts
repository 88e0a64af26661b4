/** How far the reading has come, and whether one may stop, in words. Pure; runs in the browser as well. */
import { type Audit, type Item, RECORD_TYPES, type Stratum } from './audit.schema';
import { stopTable, type StopPlan, type StopRow, type Verdict, verdictAfter } from './stopRule';

const tables = new Map<string, StopRow[]>();
const MOST_TABLES = 200;

/** The table of a plan, kept: every look at the page asks for it. */
function tableOf(plan: StopPlan, longest: number): StopRow[] {
  const key = JSON.stringify([plan, longest]);
  const known = tables.get(key);
  if (known) return known;
  if (tables.size >= MOST_TABLES) tables.clear();
  const table = stopTable(plan, longest);
  tables.set(key, table);
  return table;
}

export interface Progress {
  verdict: Verdict | 'exhausted';
  /** Records that count for the rule, and how many of them are defective. */
  reviewed: number;
  defective: number;
  /** The next record in the order of the lot; null when the rule needs none. */
  next: string | null;
  words: string;
}

/** 25 per mille is 2.5 %. */
export const percent = (permille: number): string => `${permille / 10}%`;

/** How many more without a defective one would prove the claim; undefined when the table ends before. */
function moreNeeded(table: readonly StopRow[], reviewed: number, defective: number): number | undefined {
  const at = table.findIndex(({ passUpTo }, k) => k >= reviewed && defective <= passUpTo);
  return at < 0 ? undefined : at - reviewed;
}

function sentence(
  plan: StopPlan,
  table: readonly StopRow[],
  { verdict, reviewed, defective }: Omit<Progress, 'words'>,
) {
  const claim = `以${percent(1000 - plan.alphaPermille)}的把握，不合格率低于${percent(plan.defectPermille)}`;
  const so = `按抽签次序已查阅${reviewed}件，不合格${defective}件。`;
  if (verdict === 'pass') return `${so}可以停止：${claim}。`;
  if (verdict === 'fail')
    return `${so}可以停止：不合格率达不到${percent(plan.goodPermille)}以内的水平，再查也难以得出“${claim}”的结论，请按查实的问题处理。`;
  if (verdict === 'exhausted') return `${so}已查完规定的最长件数，没有得出结论，不能写“${claim}”。`;
  const more = moreNeeded(table, reviewed, defective);
  return more === undefined
    ? `${so}还不能停止，请按次序继续查阅。`
    : `${so}还不能停止：接下来${more}件都合格，就能得出“${claim}”。`;
}

/** Where the stop rule of this stratum stands; null without the rule. Only an unbroken beginning of the lot's order counts. */
export function progressOf({ sequential }: Stratum, items: readonly Item[]): Progress | null {
  if (!sequential) return null;
  const { plan, queue } = sequential;
  const byId = new Map(items.map((item) => [item.id, item]));
  const firstOpen = queue.findIndex((id) => !byId.get(id)?.reviewedAt);
  const prefix = firstOpen < 0 ? queue : queue.slice(0, firstOpen);
  const results = prefix.map((id) => byId.get(id)?.defective ?? false);
  const table = tableOf(plan, queue.length);
  const found = verdictAfter(table, results);
  const reviewed = found.verdict === 'continue' ? results.length : found.at;
  const defective = results.slice(0, reviewed).filter(Boolean).length;
  const verdict: Progress['verdict'] = found.verdict === 'continue' && firstOpen < 0 ? 'exhausted' : found.verdict;
  const next = verdict === 'continue' ? (queue[firstOpen] ?? null) : null;
  const told = { verdict, reviewed, defective, next };
  return { ...told, words: sentence(plan, table, told) };
}

const unread = ({ reviewedAt }: Item) => reviewedAt === null;

/** Whether the rule, where it was chosen, lets one stop with this stratum. */
const mayStop = (stratum: Stratum, items: readonly Item[]): boolean => {
  const progress = progressOf(stratum, items);
  return !progress || progress.verdict !== 'continue';
};

/** What has to be read before the findings can be drafted, in words; undefined when nothing has to. */
export function unfinished({ strata, items }: Pick<Audit, 'strata' | 'items'>): string | undefined {
  const required = items.filter((item) => item.required && unread(item));
  if (required.length > 0) return `还有${required.length}件必查记录没有查阅，查阅后再形成稽查意见。`;
  const going = strata.find((stratum) => !stratum.stopped && !mayStop(stratum, items));
  return going && `“${RECORD_TYPES[going.type]}”还没有达到停止条件，请按抽签次序继续查阅。`;
}
