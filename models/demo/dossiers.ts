/**
 * 一企一档 of the fictional enterprises: what a real file says, made from one table per sector. Persons are of the 示 series, numbers masked
 * before they are kept, codes begin with DEMO.
 */
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { type Dossier } from '../enterprise/dossier.schema';
import { type Enterprise, type Sector } from '../enterprise/enterprise.schema';
import { enterprises } from '../enterprise/enterprise.store';
import { pinyinOf } from '../enterprise/pinyin';
import { type Chance, diceFor } from './random';

type Amount = Dossier['products'][number];
type Limit = Dossier['outfalls'][number]['limits'][number];

interface Make {
  products: readonly (readonly [name: string, most: number, unit: string])[];
  processes: readonly string[];
  equipment: readonly (readonly [name: string, most: number])[];
  materials: readonly (readonly [name: string, most: number, unit: string])[];
  treatment: readonly (readonly [name: string, against: string, process: string, capacity: string])[];
  outfall: readonly [name: string, kind: Dossier['outfalls'][number]['kind'], limits: readonly Limit[]];
  pollutants: readonly string[];
  hazardous: readonly (readonly [code: string, name: string, most: number])[];
}

const limit = (item: string, value: number, unit = 'mg/L'): Limit => ({ item, limit: value, unit });
const WATER = [limit('化学需氧量', 100), limit('氨氮', 15), limit('悬浮物', 70)];

// prettier-ignore
const MAKES: Record<Sector, Make> = {
  SHIP: { products: [['修理船舶', 60, '艘'], ['分段建造', 8000, '吨']], processes: ['切割下料', '焊接', '打砂除锈', '分段涂装', '坞修'], equipment: [['浮船坞', 2], ['涂装房', 3], ['门座起重机', 6]], materials: [['船用油漆', 320, '吨'], ['稀释剂', 60, '吨'], ['钢板', 9000, '吨']], treatment: [['涂装房废气治理', '挥发性有机物', '干式过滤+活性炭吸附脱附+催化燃烧', '12万 m³/h'], ['打砂房除尘', '颗粒物', '旋风+滤筒', '6万 m³/h'], ['油污水站', '石油类', '隔油+气浮', '60 t/d']], outfall: ['坞区雨水排口', 'SEA', [limit('石油类', 5), limit('悬浮物', 70)]], pollutants: ['挥发性有机物', '颗粒物', '石油类'], hazardous: [['900-252-12', '漆渣', 30], ['900-041-49', '废油漆桶', 15], ['900-210-08', '油污水', 400]] },
  SEAFOOD: { products: [['冷冻水产品', 12000, '吨'], ['鱼粉', 6000, '吨']], processes: ['解冻清洗', '分割', '蒸煮', '烘干', '冷冻'], equipment: [['蒸煮机', 4], ['烘干机', 4], ['制冷机组', 3]], materials: [['鲜杂鱼', 30000, '吨'], ['液氨', 20, '吨'], ['除臭药剂', 40, '吨']], treatment: [['污水站', '化学需氧量、氨氮', '隔油+气浮+水解酸化+AO', '600 t/d'], ['鱼粉除臭', '恶臭', '冷凝+碱洗+生物滤池', '8万 m³/h']], outfall: ['总排口', 'SEA', WATER], pollutants: ['化学需氧量', '氨氮', '臭气浓度'], hazardous: [['900-249-08', '废机油', 2]] },
  OIL: { products: [['油品周转', 900, '万吨'], ['成品油', 400, '万吨']], processes: ['卸船', '储存', '装船装车', '油气回收'], equipment: [['外浮顶罐', 24], ['内浮顶罐', 12], ['装船臂', 6]], materials: [['原油', 800, '万吨'], ['清罐剂', 20, '吨']], treatment: [['油气回收', '挥发性有机物', '吸收+膜分离+吸附', '1200 m³/h'], ['含油污水站', '石油类、化学需氧量', '隔油+气浮+生化', '1500 t/d']], outfall: ['总排口', 'SEA', [...WATER, limit('石油类', 5)]], pollutants: ['挥发性有机物', '石油类', '化学需氧量'], hazardous: [['251-001-08', '油泥', 200], ['900-221-08', '废矿物油', 50]] },
  PORT: { products: [['煤炭吞吐', 800, '万吨'], ['矿砂吞吐', 600, '万吨']], processes: ['卸船', '皮带输送', '堆存', '装车装船'], equipment: [['卸船机', 4], ['堆取料机', 4], ['防风抑尘网（米）', 1800]], materials: [['抑尘剂', 30, '吨']], treatment: [['堆场喷淋', '颗粒物', '喷枪+雾炮', '覆盖18万㎡'], ['雨污水沉淀', '悬浮物', '三级沉淀回用', '2000 m³']], outfall: ['堆场雨水排口', 'SEA', [limit('悬浮物', 70)]], pollutants: ['颗粒物', '悬浮物'], hazardous: [['900-249-08', '废机油', 6]] },
  QUARRY: { products: [['建筑石料', 200, '万吨'], ['机制砂', 60, '万吨']], processes: ['爆破', '破碎', '筛分', '洗砂', '装船'], equipment: [['颚式破碎机', 3], ['圆锥破碎机', 4], ['洗砂机', 4]], materials: [['炸药', 300, '吨'], ['絮凝剂', 20, '吨']], treatment: [['破碎除尘', '颗粒物', '集气罩+布袋', '10万 m³/h'], ['洗砂废水回用', '悬浮物', '沉淀+压滤', '3000 t/d']], outfall: ['雨水排口', 'RIVER', [limit('悬浮物', 70)]], pollutants: ['颗粒物', '悬浮物'], hazardous: [['900-249-08', '废机油', 5]] },
  MACHINERY: { products: [['螺杆', 4000, '套'], ['镀锌件', 3000, '吨']], processes: ['机加工', '除油', '酸洗', '电镀', '喷涂'], equipment: [['电镀线', 4], ['数控车床', 40], ['喷涂线', 2]], materials: [['锌板', 120, '吨'], ['铬酐', 6, '吨'], ['盐酸', 80, '吨']], treatment: [['电镀废水处理', '重金属', '分质收集+化学沉淀+膜', '200 t/d'], ['酸雾吸收', '氯化氢、铬酸雾', '两级碱喷淋', '5万 m³/h']], outfall: ['车间排放口', 'SEWER', [limit('总铬', 0.5), limit('六价铬', 0.1), limit('总镍', 0.1)]], pollutants: ['总铬', '总镍', '氯化氢'], hazardous: [['336-054-17', '电镀污泥', 120], ['900-006-09', '废切削液', 20]] },
  WASTE: { products: [['处置危险废物', 20000, '吨'], ['接收油污水', 60000, '吨']], processes: ['接收化验', '油水分离', '生化处理', '残渣暂存'], equipment: [['油水分离机', 4], ['储罐', 16]], materials: [['破乳剂', 60, '吨'], ['活性炭', 40, '吨']], treatment: [['油污水处理', '石油类', '破乳+离心+生化', '200 t/d'], ['贮存废气', '挥发性有机物', '负压收集+碱洗+活性炭', '3万 m³/h']], outfall: ['总排口', 'SEA', [limit('石油类', 5), ...WATER]], pollutants: ['石油类', '挥发性有机物', '化学需氧量'], hazardous: [['900-210-08', '油泥', 800], ['900-039-49', '废活性炭', 30]] },
  WWTP: { products: [['处理污水', 1500, '万吨']], processes: ['格栅沉砂', '生化', '二沉', '深度处理', '消毒'], equipment: [['鼓风机', 4], ['提升泵', 6], ['脱水机', 2]], materials: [['聚合氯化铝', 400, '吨'], ['次氯酸钠', 200, '吨']], treatment: [['生化系统', '化学需氧量、氨氮、总磷', 'AAO+深床滤池', '4万 t/d'], ['污泥除臭', '恶臭', '生物滤池', '2万 m³/h']], outfall: ['总排口', 'SEA', [limit('化学需氧量', 40), limit('氨氮', 2), limit('总磷', 0.3)]], pollutants: ['化学需氧量', '氨氮', '总磷', '总氮'], hazardous: [['900-047-49', '化验废液', 1]] },
  CATERING: { products: [['餐饮接待', 9, '万人次']], processes: ['炒制', '蒸煮', '海鲜暂养'], equipment: [['基准灶头', 8], ['油烟净化器', 2]], materials: [['食用油', 12, '吨']], treatment: [['油烟净化', '油烟', '静电+活性炭', '2万 m³/h'], ['隔油池', '动植物油', '三级隔油', '12 m³']], outfall: ['纳管口', 'SEWER', [limit('动植物油', 100)]], pollutants: ['油烟', '动植物油'], hazardous: [] },
  OTHER: { products: [['建材周转', 8, '万吨']], processes: ['堆存', '搅拌'], equipment: [['搅拌机', 2]], materials: [['水泥', 6000, '吨']], treatment: [['料仓除尘', '颗粒物', '仓顶布袋', '1万 m³/h']], outfall: ['雨水排口', 'RIVER', [limit('悬浮物', 70)]], pollutants: ['颗粒物'], hazardous: [['900-249-08', '废机油', 1]] },
};

const SURNAMES = '陈林王张李周徐胡朱郑吴沈刘黄孙何虞夏翁邬';
const GIVEN = '渔汐岬礁潮沙湾帆灯塔';

const someone = (dice: Chance, position: string): Dossier['legalRepresentative'] => ({
  name: `${dice.pick([...SURNAMES])}示${dice.pick([...GIVEN])}`,
  position,
  phoneMasked: `000-****-${String(dice.whole(1000, 9999))}`,
});
const amounts = (rows: Make['products'], dice: Chance): Amount[] =>
  rows.map(([name, most, unit]) => ({ name, unit, perYear: Math.round(most * dice.between(0.4, 1)) }));

/** What is fully supervised has a key permit and monitors; the small ones are only registered. */
function permitOf({ controlLevel, county, category, _id }: Enterprise, make: Make, today: string, dice: Chance) {
  const type =
    controlLevel !== 'NONE'
      ? ('KEY' as const)
      : category === 'GREEN'
        ? ('REGISTERED' as const)
        : ('SIMPLIFIED' as const);
  const validFrom = addCalendarDays(today, -dice.whole(200, 1500));
  return {
    ...{ number: `DEMO${county}${_id.slice(1).padStart(6, '0')}001${type.charAt(0)}`, type, validFrom },
    ...{ validTo: addCalendarDays(validFrom, 5 * 365), pollutants: [...make.pollutants] },
  };
}

function dossier(enterprise: Enterprise, today: string): Dossier {
  const dice = diceFor(`dossier:${enterprise._id}`);
  const make = MAKES[enterprise.sector];
  const years = dice.whole(4, 14);
  const day = (age: number) => addCalendarDays(today, -Math.round(age * 365));
  const [name, kind, limits] = make.outfall;
  const watched = enterprise.controlLevel === 'NATIONAL' || enterprise.controlLevel === 'PROVINCIAL';
  return {
    ...{ legalRepresentative: someone(dice, '法定代表人'), environmentOfficer: someone(dice, '安环部主管') },
    permit: permitOf(enterprise, make, today, dice),
    eia: [
      {
        ...{
          project: `${make.products[0]?.[0] ?? '生产'}项目（示例）`,
          number: `DEMO环建〔${day(years).slice(0, 4)}〕${dice.whole(1, 90)}号`,
        },
        ...{ kind: enterprise.category === 'GREEN' ? ('FORM' as const) : ('REPORT' as const), approvedOn: day(years) },
      },
    ],
    acceptance: [
      {
        ...{
          project: `${make.products[0]?.[0] ?? '生产'}项目（示例）`,
          number: `自主验收〔${day(years - 1).slice(0, 4)}〕示例`,
        },
        acceptedOn: day(years - 1),
      },
    ],
    ...{ products: amounts(make.products, dice), materials: amounts(make.materials, dice) },
    processes: [...make.processes],
    equipment: make.equipment.map(([what, most]) => ({ name: what, count: dice.whole(1, most) })),
    treatment: make.treatment.map(([what, against, process, capacity]) => ({ name: what, against, process, capacity })),
    outfalls: [{ no: 'DW001', name, kind, location: enterprise.location, limits: [...limits] }],
    monitors: watched
      ? [
          {
            no: 'ZX-01',
            name: `${name}在线监测`,
            kind: 'WASTEWATER',
            items: limits.map(({ item }) => item),
            networked: true,
          },
        ]
      : [],
    hazardousWaste: make.hazardous.map(([code, what, most]) => ({
      ...{ code, name: what, perYear: Math.round(most * dice.between(0.3, 1) * 10) / 10 },
    })),
    checkedOn: addCalendarDays(today, -dice.whole(20, 300)),
  };
}

const OURS = { uscc: { $regex: '^DEMO' } };

/** Nothing to remove: a file is written whole, and again the same. */
export const clearDossiers = (): Promise<void> => Promise.resolve();

export async function seedDossiers(now: Date): Promise<number> {
  const all = await enterprises.find(OURS).toArray();
  const today = shanghaiDay(now);
  await enterprises.bulkWrite(
    all.map((one) => ({
      updateOne: {
        filter: { _id: one._id },
        update: { $set: { dossier: dossier(one, today), pinyin: pinyinOf(one) } },
      },
    })),
    { ordered: false },
  );
  return all.length;
}
