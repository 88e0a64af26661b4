/**
 * 涉嫌犯罪提示: figures of an act held against the thresholds of the judicial interpretation. It only suggests; whether a case goes to the
 * police is decided by people, and a fine instead of a transfer is forbidden (生态环境行政处罚办法 第十七条). Runs in the browser as well.
 *
 * Source of the thresholds: 最高人民法院、最高人民检察院关于办理环境污染刑事案件适用法律若干问题的解释 (2023); policy `law.crimeHints`.
 */
import { z } from 'zod';

/** What may be known of an act. A figure that is not given is not held against anything. */
export const CRIME_FACTS = {
  protectedArea: { label: '在饮用水水源一级保护区、自然保护地核心保护区排放、倾倒', kind: 'yesno' },
  hazardousTonnes: { label: '非法排放、倾倒、处置危险废物', kind: 'number', unit: '吨' },
  heavyMetalTimes: { label: '铅、汞、镉、铬、砷、铊、锑超标', kind: 'number', unit: '倍' },
  commonMetalTimes: { label: '镍、铜、锌、银、钒、锰、钴超标', kind: 'number', unit: '倍' },
  evasive: { label: '以逃避监管的方式排放', kind: 'yesno' },
  toxic: { label: '排放、倾倒的是有毒物质', kind: 'yesno' },
  penaltiesIn2Years: { label: '二年内因同类行为受过行政处罚', kind: 'number', unit: '次' },
  keyUnit: { label: '重点排污单位', kind: 'yesno' },
  falsified: { label: '篡改、伪造自动监测数据或者干扰自动监测设施', kind: 'yesno' },
  gainYuan: { label: '违法所得', kind: 'number', unit: '元' },
  lossYuan: { label: '公私财产损失', kind: 'number', unit: '元' },
  waterCutHours: { label: '集中式饮用水水源取水中断', kind: 'number', unit: '小时' },
} as const satisfies Record<string, { label: string; kind: 'yesno' | 'number'; unit?: string }>;
export type CrimeFact = keyof typeof CRIME_FACTS;

const Name = z.enum(Object.keys(CRIME_FACTS) as [CrimeFact]);
const Test = z.union([
  z.strictObject({ fact: Name, is: z.literal(true) }),
  z.strictObject({ fact: Name, atLeast: z.number().min(0).max(1e12) }),
  z.strictObject({ fact: Name, over: z.number().min(0).max(1e12) }),
]);

/** A rule: all of its tests together are reason to look. */
export const CrimeHint = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9-]{1,29}$/, '提示编号应为大写字母、数字'),
  text: z.string().min(4).max(200),
  source: z.string().min(2).max(100),
  all: z.array(Test).min(1).max(6),
});
export type CrimeHint = z.infer<typeof CrimeHint>;

const FROM = '两高环境污染刑事解释（2023）第一条';
/* prettier-ignore */
export const DEFAULT_CRIME_HINTS: readonly CrimeHint[] = [
  { code: 'PROTECTED', text: '在水源一级保护区、自然保护地核心保护区排放、倾倒有害物质', source: `${FROM}第一项`, all: [{ fact: 'protectedArea', is: true }] },
  { code: 'HAZARDOUS-3T', text: '非法排放、倾倒、处置危险废物三吨以上', source: `${FROM}第二项`, all: [{ fact: 'hazardousTonnes', atLeast: 3 }] },
  { code: 'METAL-3X', text: '铅、汞、镉、铬、砷、铊、锑超过标准三倍以上', source: `${FROM}第三项`, all: [{ fact: 'heavyMetalTimes', over: 3 }] },
  { code: 'METAL-10X', text: '镍、铜、锌、银、钒、锰、钴超过标准十倍以上', source: `${FROM}第四项`, all: [{ fact: 'commonMetalTimes', over: 10 }] },
  { code: 'EVASIVE-TOXIC', text: '以逃避监管的方式排放、倾倒有毒物质', source: `${FROM}第五项`, all: [{ fact: 'evasive', is: true }, { fact: 'toxic', is: true }] },
  { code: 'REPEATED', text: '二年内受过两次以上行政处罚又实施', source: `${FROM}第六项`, all: [{ fact: 'penaltiesIn2Years', atLeast: 2 }] },
  { code: 'FALSIFIED', text: '重点排污单位篡改、伪造自动监测数据', source: `${FROM}第七项`, all: [{ fact: 'keyUnit', is: true }, { fact: 'falsified', is: true }] },
  { code: 'GAIN', text: '违法所得三十万元以上', source: `${FROM}第九项`, all: [{ fact: 'gainYuan', atLeast: 300_000 }] },
  { code: 'LOSS', text: '公私财产损失三十万元以上', source: `${FROM}第九项`, all: [{ fact: 'lossYuan', atLeast: 300_000 }] },
  { code: 'WATER-CUT', text: '集中式饮用水水源取水中断十二小时以上', source: `${FROM}第十项`, all: [{ fact: 'waterCutHours', atLeast: 12 }] },
];

export const CrimeFacts = z.partialRecord(Name, z.union([z.boolean(), z.number().min(0).max(1e12)]));
export type CrimeFacts = z.infer<typeof CrimeFacts>;

export interface SuggestedCrime {
  code: string;
  text: string;
  source: string;
  /** What of the act led to it. */
  because: string[];
}

type TestOf = CrimeHint['all'][number];
function holds(test: TestOf, facts: CrimeFacts): boolean {
  const value = facts[test.fact];
  if ('is' in test) return value === true;
  if (typeof value !== 'number') return false;
  return 'over' in test ? value > test.over : value >= test.atLeast;
}

function becauseOf({ fact }: TestOf, facts: CrimeFacts): string {
  const { label, ...rest } = CRIME_FACTS[fact];
  const value = facts[fact];
  return typeof value === 'number' ? `${label} ${value}${'unit' in rest ? ` ${rest.unit}` : ''}` : label;
}

/** Rules all of whose tests hold. An empty answer is no clearance: what is not known was not looked at. */
export function suggestCrimes(facts: CrimeFacts, rules: readonly CrimeHint[]): SuggestedCrime[] {
  return rules
    .filter(({ all }) => all.every((test) => holds(test, facts)))
    .map(({ code, text, source, all }) => ({ code, text, source, because: all.map((test) => becauseOf(test, facts)) }));
}
