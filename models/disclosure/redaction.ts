/**
 * 个人信息: found in a text before it is published (处罚办法 第六十四条; 个人信息保护法 第六条). Finds too much rather than too little: every
 * find is shown to a person, who removes it or says why it stays. Pure; runs in the browser as well.
 */
export const FINDS = {
  ID_NUMBER: '身份证件号码',
  PHONE: '电话号码',
  BANK_ACCOUNT: '银行账号',
  EMAIL: '电子邮箱',
  PLATE: '车船牌号',
  ADDRESS: '住址、地址',
  MINOR: '可能涉及未成年人',
  NAME: '自然人姓名',
} as const;
export type FindKind = keyof typeof FINDS;
/** `at`: the first character in the text. */
export interface Find {
  kind: FindKind;
  at: number;
  text: string;
}

/** The commonest family names, those of two characters among them. */
const SURNAMES =
  '欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戚莫孔向汤翁竺虞缪应柴乐励庄殷施洪鲍费葛裘包俞章柳]';
const ROLES =
  '法定代表人|负责人|经营者|业主|当事人|证人|见证人|联系人|代理人|厂长|经理|店主|船长|司机|驾驶员|员工|职工|工人|村民|居民|举报人|投诉人|被调查人|受送达人|死者|伤者';
const GIVEN = '[\\u4e00-\\u9fff]{1,2}';
/** What stands behind a name of one or two characters and is no part of it. */
const NOT_A_NAME =
  /^(某|当|需|时|先生|女士|厂|公司|企|业|为|是|的|在|等|和|与|对|应|未|已|将|该|其|在场|签字|同志|负责|表示|承认)/;
const AFTER_ROLE = new RegExp(`(?:${ROLES})(?:为|是|系|叫|名叫|：|:|、|\\s)*((?:${SURNAMES})${GIVEN})`, 'g');
const BEFORE_VERB = new RegExp(
  `((?:${SURNAMES})${GIVEN}?)(?=(?:说|称|述称|陈述|自述|签字|签名|承认|指认|带领|到场|死亡|受伤|操作|驾驶|倾倒|先生|女士))`,
  'g',
);

const DIGIT = '[0-9０-９]';
const PATTERNS: readonly (readonly [FindKind, RegExp])[] = [
  [
    'ID_NUMBER',
    new RegExp(`(?<![0-9A-Za-z])[1-9]\\d{5}(?:[ -]?\\d){8}(?:[ -]?\\d){3}[ -]?[\\dXx](?![0-9A-Za-z])`, 'g'),
  ],
  ['ID_NUMBER', /(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/g],
  ['PHONE', /(?<!\d)1[3-9]\d(?:[ -]?\d){8}(?!\d)/g],
  ['PHONE', /(?<!\d)0\d{2,3}[ -]\d{3,4}[ -]?\d{4}(?!\d)/g],
  ['PHONE', new RegExp(`(?:电话|手机|联系方式)[：:为是 ]*(${DIGIT}(?:[ -]?${DIGIT}){6,12})`, 'g')],
  ['BANK_ACCOUNT', /(?<![0-9A-Za-z])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?(?![0-9A-Za-z])/g],
  ['BANK_ACCOUNT', /(?:账号|帐号|账户|卡号)[：:为是 ]*(\d(?:[ -]?\d){8,24})/g],
  ['EMAIL', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['PLATE', /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}/g],
  ['PLATE', /浙[\u4e00-\u9fff]{1,3}渔\d{3,6}/g],
  ['ADDRESS', /(?:家住|住址|住所地?|现住|户籍地?|住在)[：:为是在于 ]*([^，。；,;\s]{4,40})/g],
  [
    'ADDRESS',
    /[\u4e00-\u9fff]{2,20}?(?:路|街|大道|巷|弄|村|社区|小区|新村|花园)[\u4e00-\u9fff]{0,6}\d+(?:号|弄|幢|栋|室|单元)(?:\d+(?:号|幢|栋|室|单元))*/g,
  ],
  [
    'MINOR',
    /未成年[\u4e00-\u9fff]{0,4}|(?<!\d)(?:1[0-7]|\d)(?:周岁|岁)(?!以上)|[\u4e00-\u9fff]{0,2}(?:小学生|中学生|幼儿|儿童|婴儿|学童)/g,
  ],
];

function matches(text: string, kind: FindKind, pattern: RegExp): Find[] {
  return [...text.matchAll(pattern)].map((found) => {
    const part = found[1] ?? found[0];
    return { kind, at: found.index + found[0].indexOf(part), text: part };
  });
}

function knownIn(text: string, names: readonly string[]): Find[] {
  return names
    .filter((name) => name.length >= 2)
    .flatMap((name) => {
      const found: Find[] = [];
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
        found.push({ kind: 'NAME', at, text: name });
      return found;
    });
}

/** A name stays a name when what follows the family name can be one. */
const isName = ({ text }: Find) => !NOT_A_NAME.test(text.replace(new RegExp(`^(?:${SURNAMES})`), ''));

/** The longest of those that overlap; earlier kinds of the table win among equals. */
function apart(found: readonly Find[]): Find[] {
  const kept: Find[] = [];
  for (const one of [...found].sort((a, b) => b.text.length - a.text.length)) {
    const overlaps = kept.some(({ at, text }) => one.at < at + text.length && at < one.at + one.text.length);
    if (!overlaps) kept.push(one);
  }
  return kept.sort((a, b) => a.at - b.at);
}

/**
 * Everything in a text that looks like personal data.
 *
 * @param names people the record knows: found wherever they stand
 * @param allowed what is published anyway, such as the credit code and the name of an organisation
 */
export function findPersonal(text: string, names: readonly string[], allowed: readonly string[] = []): Find[] {
  const guessed = [AFTER_ROLE, BEFORE_VERB].flatMap((pattern) => matches(text, 'NAME', pattern)).filter(isName);
  const found = [
    ...knownIn(text, names),
    ...PATTERNS.flatMap(([kind, pattern]) => matches(text, kind, pattern)),
    ...guessed,
  ];
  return apart(found.filter((one) => !allowed.some((fine) => fine.length >= 2 && fine.includes(one.text))));
}

/** What stands instead: a family name with 某, and nothing of a number. */
export function maskOf({ kind, text }: Pick<Find, 'kind' | 'text'>): string {
  if (kind !== 'NAME') return '＊＊＊';
  const family = /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容)/.exec(text)?.[0] ?? text.slice(0, 1);
  return `${family}某`;
}

/** The text without these. */
export function without(text: string, removed: readonly Find[]): string {
  let left = text;
  for (const find of [...removed].sort((a, b) => b.at - a.at))
    left = left.slice(0, find.at) + maskOf(find) + left.slice(find.at + find.text.length);
  return left;
}
