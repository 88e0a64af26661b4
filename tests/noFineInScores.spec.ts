import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * 行政处罚法 第七十四条: fines are tied to no assessment, neither openly nor in disguise. Two rules over the source: what scores, ranks or
 * compares people and units reaches no amount and no number of cases, however many files lie between; and nothing puts amounts in an
 * order or adds them up over cases. The credit of an enterprise is no assessment of those who enforce: it is named below.
 */
const ROOT = path.join(__dirname, '..');
const FOLDERS = ['models', 'server', 'bot', 'miniapp'];

type Sources = Readonly<Record<string, string>>;
function sourcesUnder(folder: string): [string, string][] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const file = path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
      return [file, readFileSync(path.join(ROOT, file), 'utf8')];
    });
}

/** Comments may speak of fines; code may not. */
const codeOf = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

/** Files whose work is to score, rank, compare or load people and units. */
const JUDGES =
  /(assess(?!ment\.ts|Form|Page|Extra)|fileScore|ranking|leaderboard|kpi|statistic|performance|ledger\.store|rotation\/(ledger|draw)|responsibility\/|wall\.(board|panels|sources|view)|wall\/|duty\/(planner|pool|rosterLoads)|audit\/(sampling|stopRule|suggestions|progress|common|answering)|lookBack\/sampl)/i;
/** 裁量 of one case is judged by amounts because the law says so; it judges no official. */
const OF_ONE_CASE = /^(models|miniapp|server)\/(discretion|penalty|approval|law)/;
const isJudge = (file: string) => JUDGES.test(file) && !OF_ONE_CASE.test(file);

/** Names of amounts and of numbers of cases. */
const AMOUNT =
  /\b\w*(?:[fF]ine|[lL]ate|[cC]onfiscation|[pP]enalty|[aA]mount)Fen\b|\b(?:penalty|case|fine)(?:Count|Total|Sum|s?PerPerson)\b|罚款总额|办案数/;

const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, to = '']) =>
    path.posix.normalize(path.posix.join(path.posix.dirname(file), to)),
  );
const typeOnly = (text: string) =>
  text.replace(/import\s+type[\s\S]*?;|import\s*\{[^}]*\}\s*from/g, (found) =>
    /^import\s+type/.test(found) ||
    found
      .replace(/^import\s*\{|\}\s*from$/g, '')
      .split(',')
      .every((one) => one.trim() === '' || one.trim().startsWith('type '))
      ? 'import type'
      : found,
  );

/** The file and everything it reaches by importing values, as far as the folder of a record: machinery that serves all is passed over. */
function reached(start: string, sources: Sources): Map<string, string[]> {
  const seen = new Map<string, string[]>([[start, [start]]]);
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const to of importsOf(file, typeOnly(sources[file] ?? ''))) {
      const found = [`${to}.ts`, `${to}.tsx`].find((one) => one in sources);
      if (!found || seen.has(found) || SERVES_ALL.test(found)) continue;
      seen.set(found, [...(seen.get(file) ?? []), found]);
      queue.push(found);
    }
  }
  return seen;
}
const SERVES_ALL =
  /^models\/(core|domains|assignment|people|document|template)|^(server\/(commands|record|files|app|main)|miniapp\/(shell|record|desk))/;

/** What breaks the first rule, in words. */
function judgedByMoney(sources: Sources): string[] {
  return Object.keys(sources)
    .filter(isJudge)
    .flatMap((judge) =>
      [...reached(judge, sources)].flatMap(([file, way]) => {
        const hit = AMOUNT.exec(codeOf(sources[file] ?? ''))?.[0];
        return hit ? [`${judge} reads ${hit} (${way.join(' → ')})`] : [];
      }),
    );
}

/** Sorting by an amount, adding amounts up in the database, or counting cases by person or unit. */
const ORDERED = [
  /sort\w*\s*[:(]\s*\{?[^;\n]{0,60}\w*(?:fine|late|confiscation|penalty|amount)Fen/i,
  /\$(?:sum|avg|max)['"]?\s*:\s*['"]\$[\w.]*Fen/,
  /\$group[\s\S]{0,160}(?:investigator|officer|unit|county)[\s\S]{0,160}\$sum[\s\S]{0,200}(?:Fen|penalt)/i,
];
const rankedByMoney = (sources: Sources): string[] =>
  Object.entries(sources).flatMap(([file, text]) =>
    ORDERED.flatMap((pattern) => {
      const hit = pattern.exec(codeOf(text))?.[0];
      return hit ? [`${file}: ${hit.slice(0, 80)}`] : [];
    }),
  );

const all: Sources = Object.fromEntries(FOLDERS.flatMap(sourcesUnder));

describe('no fine in any score', () => {
  it('looks at the files that score and rank, and at many', () => {
    const judges = Object.keys(all).filter(isJudge);
    expect(judges).toEqual(expect.arrayContaining(['models/audit/fileScore.schema.ts', 'models/audit/sampling.ts']));
    expect(judges.length).toBeGreaterThan(15);
  });

  it('holds: whatever scores, ranks or compares people and units reaches neither an amount nor a number of cases', () => {
    expect(judgedByMoney(all)).toEqual([]);
  });

  it('holds: amounts are put in no order and added up over no cases', () => {
    expect(rankedByMoney(all)).toEqual([]);
  });

  it('finds an amount behind two imports, and leaves types, comments and the judging of one case alone', () => {
    const planted: Sources = {
      'models/assessment/ranking.ts': "import { load } from './load';\n/** no fineFen here */",
      'models/assessment/load.ts': "import { total } from '../payment/total';",
      'models/payment/total.ts': 'export const total = (c: { fineFen: number }) => c.fineFen;',
      'models/assessment/clean.kpi.ts': "import { type Total } from '../payment/total';",
      'models/discretion/ranking.ts': 'export const fen = (a: { fineFen: number }) => a.fineFen;',
    };
    expect(judgedByMoney(planted)).toEqual([
      'models/assessment/ranking.ts reads fineFen (models/assessment/ranking.ts → models/assessment/load.ts → models/payment/total.ts)',
      'models/assessment/load.ts reads fineFen (models/assessment/load.ts → models/payment/total.ts)',
    ]);
  });

  it.each([
    "cases.find({}, { sort: { 'decision.fineFen': -1 } })",
    "{ $group: { _id: '$county', fines: { $sum: '$decision.fineFen' } } }",
    "{ $group: { _id: '$unit', n: { $sum: 1 } } }, { $match: { penalties: 1 } }",
    'const caseCount = 3; list.sort((a, b) => a.amountFen - b.amountFen)',
  ])('finds the order or the sum in “%s”', (code) => {
    expect(rankedByMoney({ 'models/x.ts': code })).not.toEqual([]);
  });

  it('lets the credit of an enterprise keep points, and no amount', () => {
    const kept = Object.entries(all).filter(([file]) => /^models\/credit\/(score|credit\.schema)/.test(file));
    expect(kept).toHaveLength(2);
    expect(codeOf(all['models/credit/credit.schema.ts'] ?? '').split('export const Credit =')[0]).not.toMatch(AMOUNT);
  });
});
