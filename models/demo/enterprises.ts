/**
 * 240 fictional enterprises: twenty that the stories of the demo name, and 220 made from tables. Every name carries 示例 and
 * every code begins with DEMO, which no real code can (it holds the letter O).
 */
import { type Enterprise } from '../enterprise/enterprise.schema';
import { asKept, countyOf, type Place, PLACE_NAMES, somewhereIn } from './places';
import { chance } from './random';

type Sector = Enterprise['sector'];
type Category = Enterprise['category'];
type Named = [
  id: string,
  name: string,
  shortNames: string[],
  place: Place,
  lng: number,
  lat: number,
  sector: Sector,
  category: Category,
];

/** Coordinates are WGS-84. */
// prettier-ignore
const NAMED: readonly Named[] = [
  ['E01', '舟港示范船舶修造有限公司(示例)', ['舟港船舶修造', '舟港船厂', '舟港修船'], '岑港', 122.0, 30.07, 'SHIP', 'RED'],
  ['E02', '长白海工示例有限公司', ['长白海工', '长白海工厂'], '长白', 122.03, 30.18, 'SHIP', 'YELLOW'],
  ['E03', '大浦矿石示例有限公司', ['大浦矿石', '大浦矿石厂', '大浦石矿'], '金塘', 121.88, 30.05, 'QUARRY', 'YELLOW'],
  ['E04', '岑港储运示例有限公司', ['岑港储运', '岑港油库'], '岑港', 121.98, 30.08, 'OIL', 'RED'],
  ['E05', '西码头水产示例有限公司', ['西码头水产', '西码头水产厂'], '白泉', 122.15, 30.13, 'SEAFOOD', 'GREEN'],
  ['E06', '新城污水处理示例厂', ['新城污水处理厂', '新城污水厂'], '新城', 122.21, 29.99, 'WWTP', 'YELLOW'],
  ['E07', '东海鱼粉示例有限公司', ['东海鱼粉', '东海鱼粉厂'], '展茅', 122.31, 30.03, 'SEAFOOD', 'RED'],
  ['E08', '沈家门油污水示例接收站', ['沈家门油污水', '沈家门油污水接收站', '油污水接收站'], '沈家门', 122.3, 29.94, 'WASTE', 'RED'],
  ['E09', '六横修船示例有限公司', ['六横修船', '六横修船厂', '六横船厂'], '六横', 122.13, 29.72, 'SHIP', 'YELLOW'],
  ['E10', '六横煤炭中转示例码头', ['六横煤炭中转码头', '六横煤码头'], '六横', 122.11, 29.74, 'PORT', 'YELLOW'],
  ['E11', '朱家尖餐饮示例街区', ['朱家尖餐饮街', '朱家尖餐饮街区'], '朱家尖', 122.39, 29.9, 'CATERING', 'GREEN'],
  ['E12', '鱼山石化示例有限公司', ['鱼山石化', '鱼山石化厂'], '鱼山', 121.94, 30.31, 'OIL', 'RED'],
  ['E13', '岱西船业示例有限公司', ['岱西船业', '岱西船厂'], '岱西', 122.13, 30.3, 'SHIP', 'YELLOW'],
  ['E14', '衢山矿砂示例码头', ['衢山矿砂', '衢山矿砂码头'], '衢山', 122.31, 30.44, 'PORT', 'YELLOW'],
  ['E15', '长涂船厂示例有限公司', ['长涂船厂'], '长涂', 122.28, 30.25, 'SHIP', 'YELLOW'],
  ['E16', '高亭水产示例有限公司', ['高亭水产', '高亭水产厂'], '高亭', 122.2, 30.24, 'SEAFOOD', 'GREEN'],
  ['E17', '菜园污水示例厂', ['菜园污水厂', '菜园污水处理厂'], '菜园', 122.45, 30.72, 'WWTP', 'GREEN'],
  ['E18', '洋山堆场示例有限公司', ['洋山堆场'], '洋山', 122.08, 30.62, 'PORT', 'GREEN'],
  ['E19', '枸杞贻贝加工示例合作社', ['枸杞贻贝', '枸杞贻贝加工', '枸杞贻贝合作社'], '嵊山', 122.77, 30.72, 'SEAFOOD', 'YELLOW'],
  ['E20', '定海电镀示例园区', ['定海电镀', '定海电镀园', '定海电镀园区'], '定海城区', 122.1, 30.03, 'MACHINERY', 'RED'],
];

interface Branch {
  /** Of all 240, the named ones included. */
  count: number;
  /** What it is called in the register, and in the village. */
  kinds: readonly (readonly [formal: string, spoken: string])[];
  places: readonly Place[];
  /** How likely it is to need attention, 0–1. */
  risk: number;
}

// prettier-ignore
const BRANCHES: Record<Sector, Branch> = {
  SHIP: { count: 34, kinds: [['船舶修造', '船厂']], places: ['岑港', '长白', '册子', '六横', '虾峙', '岱西', '长涂', '秀山', '衢山'], risk: 0.6 },
  SEAFOOD: { count: 52, kinds: [['水产', '水产厂'], ['冷冻食品', '冷冻厂']], places: ['沈家门', '展茅', '白泉', '高亭', '衢山', '菜园', '嵊山', '定海城区'], risk: 0.3 },
  OIL: { count: 18, kinds: [['油品储运', '油库']], places: ['岑港', '册子', '新城', '岱西', '六横'], risk: 0.9 },
  PORT: { count: 24, kinds: [['港口装卸', '码头']], places: ['金塘', '六横', '洋山', '衢山', '沈家门', '岑港'], risk: 0.4 },
  QUARRY: { count: 22, kinds: [['石料', '石料厂']], places: ['金塘', '白泉', '展茅', '秀山', '衢山', '六横'], risk: 0.4 },
  MACHINERY: { count: 31, kinds: [['机械', '机械厂'], ['金属制品', '金属厂']], places: ['金塘', '定海城区', '白泉', '岱西', '展茅', '高亭'], risk: 0.5 },
  WASTE: { count: 13, kinds: [['环保处置', '处置站']], places: ['沈家门', '定海城区', '岑港', '高亭'], risk: 0.8 },
  WWTP: { count: 16, kinds: [['污水处理', '污水站']], places: PLACE_NAMES, risk: 0.5 },
  CATERING: { count: 20, kinds: [['海鲜餐饮', '海鲜排档']], places: ['沈家门', '普陀山', '桃花岛', '朱家尖', '定海城区', '嵊山'], risk: 0.1 },
  OTHER: { count: 10, kinds: [['建材', '建材场']], places: ['新城', '定海城区', '沈家门', '高亭', '菜园'], risk: 0.2 },
};

/** Names nobody bears here; with the kind of business behind it, each is said of one enterprise only. */
const WORDS =
  '听潮 望屿 拾贝 朝汐 云舸 晴澜 逐浪 揽月 沐风 归帆 渔歌 星礁 碧湾 金鸥 银鳞 晨雾 长鲸 白鹭 青螺 远舟 潮生 岛语 汐和 浪花 礁石 海棠 鸥鸣 帆影 汀兰 沙洲'.split(
    ' ',
  );

/** How many of all 240 are RED and YELLOW; the rest is GREEN. */
const CATEGORIES = { RED: 18, YELLOW: 58 };
const CONTROLS = { NATIONAL: 6, PROVINCIAL: 22, MUNICIPAL: 70 };

const codeOf = (county: string, number: number) => `DEMO${county}${String(number).padStart(8, '0')}`;

type Plain = Omit<Enterprise, 'controlLevel' | 'uscc'>;

const named = (): Plain[] =>
  NAMED.map(([_id, name, shortNames, place, lng, lat, sector, category]) => ({
    ...{ _id, name, shortNames, sector, place, category },
    county: countyOf(place),
    location: asKept([lng, lat]),
  }));

function generated(): Plain[] {
  const dice = chance(240);
  const risks = new Map<Plain, number>();
  const made = (Object.entries(BRANCHES) as [Sector, Branch][]).flatMap(([sector, { count, kinds, places, risk }]) => {
    const already = NAMED.filter((row) => row[6] === sector).length;
    return Array.from({ length: count - already }, (_, index): Plain => {
      const place = dice.pick(places);
      const word = WORDS[index % WORDS.length] as string;
      const [formal, spoken] = kinds[Math.floor(index / WORDS.length)] ?? kinds[0]!;
      const enterprise: Plain = {
        ...{ _id: '', sector, place, category: 'GREEN' },
        name: `${place}${word}${formal}示例有限公司`,
        shortNames: [`${word}${spoken}`, `${word}${formal}`],
        county: countyOf(place),
        location: somewhereIn(place, dice),
      };
      risks.set(enterprise, risk + dice.next());
      return enterprise;
    });
  });
  const already = (category: Category) => NAMED.filter((row) => row[7] === category).length;
  const red = CATEGORIES.RED - already('RED');
  const yellow = red + CATEGORIES.YELLOW - already('YELLOW');
  [...made]
    .sort((a, b) => (risks.get(b) ?? 0) - (risks.get(a) ?? 0))
    .forEach((enterprise, rank) => (enterprise.category = rank < red ? 'RED' : rank < yellow ? 'YELLOW' : 'GREEN'));
  return made.map(overThere).map((enterprise, index) => ({
    ...enterprise,
    _id: `E${String(index + 21).padStart(2, '0')}`,
  }));
}

/** 东极 lies two hours out at sea and has neither ferry at night nor much signal: two small ones stand there instead of in 沈家门. */
const FAR = { place: '东极', sectors: ['CATERING', 'WWTP'] as readonly Sector[] } as const;

function overThere(enterprise: Plain, index: number, all: readonly Plain[]): Plain {
  const { sector, place } = enterprise;
  const first = all.find((one) => one.sector === sector && one.county === '330903');
  if (!FAR.sectors.includes(sector) || enterprise !== first) return enterprise;
  const [formal, spoken] = sector === 'WWTP' ? ['海岛污水', '污水站'] : ['海鲜餐饮', '海鲜排档'];
  return {
    ...enterprise,
    ...{ place: FAR.place, location: somewhereIn(FAR.place, chance(index)) },
    name: enterprise.name.replace(place, FAR.place),
    shortNames: [...enterprise.shortNames, `${FAR.place}${spoken}`, `${FAR.place}${formal}`],
  };
}

/** The national list holds E12 and the gravest of the generated ones; the rest follows the categories. */
function weightOf({ _id, category }: Plain): number {
  if (_id === 'E12') return 0;
  if (category === 'RED') return NAMED.some(([id]) => id === _id) ? 2 : 1;
  return category === 'YELLOW' ? 3 : 4;
}

function controlOf(rank: number): Enterprise['controlLevel'] {
  if (rank < CONTROLS.NATIONAL) return 'NATIONAL';
  if (rank < CONTROLS.NATIONAL + CONTROLS.PROVINCIAL) return 'PROVINCIAL';
  return rank < CONTROLS.NATIONAL + CONTROLS.PROVINCIAL + CONTROLS.MUNICIPAL ? 'MUNICIPAL' : 'NONE';
}

/** All 240, the same on every call, in the order of their ids. */
export function demoEnterprises(): Enterprise[] {
  const all = [...named(), ...generated()];
  const ranks = new Map(
    [...all].sort((a, b) => weightOf(a) - weightOf(b)).map((enterprise, rank) => [enterprise, rank]),
  );
  return all.map((enterprise, index) => ({
    ...enterprise,
    uscc: codeOf(enterprise.county, index + 1),
    controlLevel: controlOf(ranks.get(enterprise) ?? 0),
  }));
}
