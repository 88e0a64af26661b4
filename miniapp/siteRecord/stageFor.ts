/** Where something that is still missing is done: by a word of the sentence that says it. The first row that fits counts. */
const SITE: readonly [RegExp, string][] = [
  [/到场/, 'arrive'],
  [/出示执法证|权利/, 'show'],
  [/亮码/, 'code'],
  [/基本情况/, 'basics'],
  [/检查清单/, 'check'],
  [/不一致|结束时间|检查结束|通读/, 'read'],
  [/登记在场/, 'people'],
  [/签名/, 'sign'],
];
const INTERVIEW: readonly [RegExp, string][] = [
  [/到场|出示执法证|权利/, 'begin'],
  [/登记被询问人/, 'person'],
  [/还缺/, 'begin'],
  [/必问/, 'ask'],
  [/不一致|结束时间|询问结束|通读/, 'read'],
  [/签名/, 'sign'],
];

/** @returns key of the stage, undefined when none is known */
export const stageFor = (record: string, sentence: string): string | undefined =>
  (record.startsWith('interview:') ? INTERVIEW : SITE).find(([word]) => word.test(sentence))?.[1];
