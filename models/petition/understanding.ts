/**
 * What a person meant, from what they said: medium, enterprise, place, urgency. Pure and modest: it proposes, the reporter
 * confirms. Where it is not sure it says nothing, because a missing fact is asked for and a wrong one is overlooked.
 *
 * Words come from DingTalk's speech recognition of elderly islanders as often as from a keyboard: dialect, homophones of the
 * recognition, no punctuation. They are data in tables, so that somebody who knows the islands can add to them.
 */
import { type Location } from '../core/place';
import { type Petition } from './petition.schema';

export interface KnownEnterprise {
  _id: string;
  name: string;
  shortNames: readonly string[];
  county: NonNullable<Petition['county']>;
  location: Location;
}

/** What was understood; absent means not said or not sure. */
export type Understood = Partial<
  Pick<
    { [K in keyof Petition]: NonNullable<Petition[K]> },
    'medium' | 'urgency' | 'place' | 'location' | 'enterpriseId' | 'enterpriseName' | 'county'
  >
>;

type Medium = NonNullable<Petition['medium']>;
type County = NonNullable<Petition['county']>;

/**
 * Words that speak for a medium, and how much. The highest sum wins; at a tie the earlier row, which is the graver matter.
 * “臭” alone is air, but “臭水” is water.
 */
const MEDIUM_WORDS: readonly (readonly [Medium, readonly (readonly [RegExp, number])[]])[] = [
  [
    'HAZWASTE',
    [
      [/危险废物|危废|废机油|废油桶|化工桶|油漆桶|铁桶|药水桶|废酸|废碱|电镀(泥|污泥)|废电瓶|农药瓶/, 4],
      [/废油|机油/, 2],
    ],
  ],
  ['RADIATION', [[/辐射|放射|射线|信号塔|基站|变电(站|所)/, 4]]],
  [
    'SEA',
    [
      [/海面|海上|海里|海水|海边|赤潮|浮油|油花|油膜|海滩|滩涂|沙滩|海域|海塘外|泊位/, 3],
      [/(船|渔船|轮船).{0,6}(排|漏|放|倒)/, 3],
      [/港(里|内|池)|码头(边|下|里)/, 1],
    ],
  ],
  [
    'WATER',
    [
      [/河|溪|沟|渠|池塘|水塘|水库|湖|井水|自来水|下水道|污水|废水|脏水|臭水|黑水|水发|水变|水质|水里|水面|排水/, 3],
      [/鱼.{0,4}(死|翻|漂|浮)|死鱼|(死|翻).{0,3}鱼/, 3],
      [/发黑|发绿|发红|发白|泡沫|乳白|黑乎乎|墨汁/, 1],
      [/水/, 1],
    ],
  ],
  [
    'NOISE',
    [[/噪声|噪音|吵|轰隆|嗡嗡|敲打|打桩|震得|睡不(着|好)|困勿着|困不着|声音(大|响)|响得|喇叭|机器声|机器响|切割声/, 4]],
  ],
  [
    'DUST',
    [
      [/扬尘|灰尘|粉尘|灰大|都是灰|全是灰|尘土|煤灰|煤粉|矿粉|石粉|水泥灰|灰蒙蒙|灰扑扑|蓬尘|白灰|黑灰|落灰|泥灰/, 4],
      [/(窗|衣服|被子|菜).{0,8}灰/, 3],
    ],
  ],
  ['SOLID', [[/垃圾|建筑废料|废料|废渣|炉渣|渣土|泥浆|固废|塑料袋|泡沫箱|乱倒|倾倒|偷倒|贝壳堆|鱼内脏|粪/, 3]]],
  ['ECO', [[/砍树|毁林|挖山|采砂|盗采|围垦|填海|鸟|湿地|保护区|乱挖|开山/, 4]]],
  [
    'AIR_ODOUR',
    [
      [
        /废气|异味|臭气|气味|难闻|刺鼻|呛|熏|腥臭|恶臭|臭味|油烟|黑烟|冒烟|浓烟|烟囱|烧(垃圾|塑料|秸秆|东西)|焦味|怪味|味道/,
        3,
      ],
      [/臭/, 2],
      [/腥|烟/, 2],
    ],
  ],
];

/** “不臭”, “没有噪音”: the word is taken back. Only directly before it, so that “不知道为什么很臭” stays. */
const TAKEN_BACK = /(不是很|不怎么|不太|没有|没啥|没什么|没|不是|不|勿|呒没|呒)(什么|啥|再|是)?$/;

/** Where the pattern speaks in the sentence and nobody takes it back. */
function says(pattern: RegExp, text: string): boolean {
  for (const match of text.matchAll(new RegExp(pattern.source, 'g'))) {
    if (!TAKEN_BACK.test(text.slice(0, match.index))) return true;
  }
  return false;
}

/** The medium somebody speaks of, or undefined. */
export function mediumIn(text: string): Medium | undefined {
  let best: Medium | undefined;
  let highest = 1;
  for (const [medium, words] of MEDIUM_WORDS) {
    const weight = words.reduce((sum, [pattern, points]) => sum + (says(pattern, text) ? points : 0), 0);
    if (weight > highest) [best, highest] = [medium, weight];
  }
  return best;
}

const CALM =
  /不(是很|是太|算|太|怎么|用|必)?(紧急|着急|急|要紧)|勿急|没(那么|这么|有那么)?急|慢慢来|一般(般|性)?(就(好|行|可以))?|不严重|有空|方便的时候|小事/;
const PRESSING =
  /紧急|特急|急死|(?<![水流得])(挺|很|好|蛮|太|非常|特别|比较|有点|交关)着?急|急得很|急的$|^急$|等不及|十万火急|火急|危急|马上|赶紧|赶快|快(点|些)?(来|派)|快来|立刻|立即|要命|救命|大量|大片|好多鱼|很多鱼|死鱼|鱼.{0,4}(死|翻)|(死|翻)(了|掉)?.{0,4}鱼|中毒|头晕|头昏|恶心|呕吐|吐了|喘不过气|爆炸|着火|起火|泄漏|泄露|漏油|漏出来|满河都|饮用水|水源/;

/**
 * Whether it presses. Words of calm win, since they answer the question; without either kind nothing is concluded.
 */
export function urgencyIn(text: string): 'URGENT' | 'NORMAL' | undefined {
  if (CALM.test(text)) return 'NORMAL';
  return says(PRESSING, text) ? 'URGENT' : undefined;
}

/** Places people name, the county each lies in. The longer name is looked for first. */
const GAZETTEER: readonly (readonly [County, readonly string[]])[] = [
  [
    '330902',
    [
      ...[
        '定海城区',
        '新城',
        '临城',
        '金塘',
        '大浦口',
        '册子',
        '马目',
        '岑港',
        '白泉',
        '干览',
        '西码头',
        '长白',
        '岙山',
      ],
      ...['定海', '盐仓', '双桥', '小沙', '马岙', '城东', '北蝉', '环南', '昌国', '解放街道', '烟墩'],
    ],
  ],
  [
    '330903',
    [
      ...[
        '沈家门',
        '东港',
        '展茅',
        '朱家尖',
        '普陀山',
        '六横',
        '虾峙',
        '桃花岛',
        '桃花镇',
        '东极',
        '勾山',
        '佛渡',
        '登步',
      ],
      ...['蚂蚁岛', '白沙岛', '普陀'],
    ],
  ],
  ['330921', ['高亭', '岱西', '东沙', '衢山', '长涂', '秀山', '鱼山', '岱东', '岱山']],
  ['330922', ['菜园', '泗礁', '洋山', '嵊山', '枸杞', '花鸟', '五龙', '黄龙', '嵊泗']],
];
const NAMED = GAZETTEER.flatMap(([county, names]) => names.map((name) => ({ name, county }))).sort(
  (a, b) => b.name.length - a.name.length,
);

/** What may follow a place name and belong to it: 展茅横街村, 沈家门渔港路. */
const DETAIL =
  '(?:社区|街道|新村|村口|村里|村|镇|乡|渔港|港区|码头|港|路口|路|街|弄|大桥|桥头|桥|水库|海塘|工业园区|工业园|园区|工业区|菜场|菜市场|学校|小学|医院|岙|湾|嘴|塘|墩)';
const BESIDE = '(?:[0-9一二三四五六七八九十]+号?)?(?:附近|旁边|边上|对面|后面|前面|门口|口|边|里)?';
const BARE = new RegExp(`[\\u4e00-\\u9fa5]{1,8}?${DETAIL}+${BESIDE}`);
const FOLLOWING = new RegExp(`^[\\u4e00-\\u9fa5]{0,8}?${DETAIL}+${BESIDE}`);
/** Words that open a sentence and are no part of a place. */
const LEADING =
  /^(?:我(?:是|们|这里|这边|家)?|你好|喂|那个|就是|是|在|就在|住在?|到|从|去|往|位置|地点|地方|地址|离|靠近|的|有人?|这里|这边|那边|村里|一个|还有|上报|反映|发现|今天|昨天|早上|晚上|刚才|刚刚|看到|，|,|。|、|：|:|\s)+/;
const NO_PLACE =
  /^(?:这|那|哪|全|整|满|每|一条|几条|两条|下|大|小|老|新|条|个)?(?:村|镇|乡|路|街|港|河|桥|湾|塘|码头|渔港|学校|村里|村口|路口|桥头|路边|港里|门口)(?:附近|旁边|边上|对面|后面|前面|门口|口|边|里)?$/;

function bounded(place: string): string | undefined {
  const trimmed = place.replace(LEADING, '').trim();
  return trimmed.length >= 2 && !NO_PLACE.test(trimmed) ? trimmed.slice(0, 60) : undefined;
}

/** Known names at the head of the words, one after another: 金塘大浦口. */
function namesAtHead(text: string): string {
  const known = NAMED.find(({ name }) => text.startsWith(name));
  return known ? known.name + namesAtHead(text.slice(known.name.length)) : '';
}

/** The place named in the words, as said, and its county where the gazetteer knows it. */
export function placeIn(text: string): { place?: string; county?: County } {
  const [known] = NAMED.map(({ name, county }) => ({ county, at: text.indexOf(name) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  if (known) {
    const names = namesAtHead(text.slice(known.at));
    const after = text.slice(known.at + names.length);
    return { place: names + (FOLLOWING.exec(after)?.[0] ?? ''), county: known.county };
  }
  for (const clause of text.split(/[，,。；;！!？?\s]/)) {
    const place = bounded((BARE.exec(clause.replace(LEADING, ''))?.[0] ?? '').replace(/^.*在/, ''));
    if (place) return { place };
  }
  return {};
}

/** Legal forms and fillers that nobody says: 东海鱼粉示例有限公司 is “东海鱼粉厂”. */
const LEGAL = /[（(]示例[)）]|示例|示范|股份|有限责任公司|有限公司|公司|接收站|合作社|集团|舟山市?|厂$/g;

function namesOf({ name, shortNames }: KnownEnterprise): string[] {
  const core = name.replace(LEGAL, '');
  return [...new Set([name, ...shortNames, ...(core.length >= 3 ? [core] : [])])];
}

/**
 * The enterprise somebody names. The longest name said wins; two enterprises under one equally long name are nobody, since the
 * wrong firm in a complaint is worse than none.
 */
export function enterpriseIn(text: string, known: readonly KnownEnterprise[]): KnownEnterprise | undefined {
  const spoken = text.replace(/\s/g, '');
  const hits = known
    .map((enterprise) => ({
      enterprise,
      length: Math.max(0, ...namesOf(enterprise).map((name) => (spoken.includes(name) ? name.length : 0))),
    }))
    .filter(({ length }) => length >= 2)
    .sort((a, b) => b.length - a.length);
  const [first, second] = hits;
  if (!first || second?.length === first.length) return undefined;
  return first.enterprise;
}

/** Everything understood from one message. An enterprise is no place: people live beside it, not in it, so that is asked. */
export function understand(text: string, known: readonly KnownEnterprise[]): Understood {
  const enterprise = enterpriseIn(text, known);
  const words = enterprise ? namesOf(enterprise).reduce((rest, name) => rest.replaceAll(name, '，'), text) : text;
  const { place, county } = placeIn(words);
  const medium = mediumIn(place ? words.replace(place, '，') : words);
  const urgency = urgencyIn(text);
  const inCounty = enterprise?.county ?? county;
  return {
    ...(medium ? { medium } : {}),
    ...(urgency ? { urgency } : {}),
    ...(place ? { place } : {}),
    ...(inCounty ? { county: inCounty } : {}),
    ...(enterprise ? { enterpriseId: enterprise._id, enterpriseName: enterprise.name } : {}),
  };
}

/** Words that make a short answer a place, though no gazetteer knows it. */
const LIKE_A_PLACE =
  /^(就?在|地点|位置|地方|地址)|村|镇|乡|岛|岙|山|湾|嘴|塘|港|码头|路|街|弄|巷|桥|号|厂|店|庙|寺|校|院|小区|公园|菜场|附近|旁|边|对面|门口|路口|桥头|上面|下面|里面|后面|前面|隔壁/;

/** A short answer to “在哪里？”: taken as said, since the villager knows best. A complaint is none. */
export function asPlace(text: string): string | undefined {
  const said = text.replace(/[。！!]$/, '');
  if (said.length > 60 || /^(不知道|不清楚|不晓得|勿晓得|没有|说不清)/.test(said)) return undefined;
  if (!LIKE_A_PLACE.test(said) && !namesAtHead(said)) return undefined;
  return bounded(said.replace(/(那里|这里|那边|这边)?(的|呀|啊|哦|啦|呢)?$/, '$1'));
}
