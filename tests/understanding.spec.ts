import { asPlace, enterpriseIn, understand, type KnownEnterprise } from '../models/petition/understanding';

const register: KnownEnterprise[] = [
  { _id: 'E07', name: '东海鱼粉示例有限公司', shortNames: ['东海鱼粉'], county: '330903', location: [122.31, 30.03] },
  { _id: 'E03', name: '大浦矿石示例有限公司', shortNames: ['大浦矿石'], county: '330902', location: [121.88, 30.05] },
  { _id: 'E09', name: '六横修船示例有限公司', shortNames: ['六横修船'], county: '330903', location: [122.13, 29.72] },
  {
    _id: 'E08',
    name: '沈家门油污水示例接收站',
    shortNames: ['沈家门油污水'],
    county: '330903',
    location: [122.3, 29.94],
  },
  {
    _id: 'E20',
    name: '定海电镀示例园区',
    shortNames: ['定海电镀', '电镀园区'],
    county: '330902',
    location: [122.1, 30.03],
  },
];

/** Sentence → what must come out; a fact not listed must not be claimed. */
const SENTENCES: [string, Record<string, unknown>][] = [
  ['东海鱼粉厂那边河水发黑，臭得很', { medium: 'WATER', enterpriseId: 'E07', county: '330903' }],
  [
    '上报 东海鱼粉厂臭得要命，赶紧来看看',
    { medium: 'AIR_ODOUR', enterpriseId: 'E07', urgency: 'URGENT', county: '330903' },
  ],
  ['东海鱼粉又在放臭气了', { medium: 'AIR_ODOUR', enterpriseId: 'E07', county: '330903' }],
  ['六横修船厂半夜还在敲打吵得困勿着', { medium: 'NOISE', enterpriseId: 'E09', county: '330903' }],
  ['大浦矿石那边灰尘太大了窗户上都是灰', { medium: 'DUST', enterpriseId: 'E03', county: '330902' }],
  ['电镀园区后面倒了好几个铁桶', { medium: 'HAZWASTE', enterpriseId: 'E20', county: '330902' }],
  ['展茅横街村的溪坑里水是乳白色的', { medium: 'WATER', place: '展茅横街村', county: '330903' }],
  ['沈家门渔港海面上有油花', { medium: 'SEA', place: '沈家门渔港', county: '330903' }],
  ['白泉河里死了好多鱼', { medium: 'WATER', place: '白泉', county: '330902', urgency: 'URGENT' }],
  ['河里大量死鱼漂上来了', { medium: 'WATER', urgency: 'URGENT' }],
  ['鱼都翻肚皮了，你们快来', { medium: 'WATER', urgency: 'URGENT' }],
  [
    '高亭菜场门口油烟味道很大，不急',
    { medium: 'AIR_ODOUR', place: '高亭菜场门口', county: '330921', urgency: 'NORMAL' },
  ],
  ['有人在海边烧塑料，黑烟很大', { medium: 'AIR_ODOUR' }],
  ['衢山码头卸矿砂灰蒙蒙的一片', { medium: 'DUST', place: '衢山码头', county: '330921' }],
  ['菜园镇上半夜装修吵', { medium: 'NOISE', place: '菜园镇', county: '330922' }],
  ['路边堆了好多垃圾，一般', { medium: 'SOLID', urgency: 'NORMAL' }],
  ['有人偷偷把废机油倒在沟里', { medium: 'HAZWASTE' }],
  ['村里基站辐射大不大啊', { medium: 'RADIATION' }],
  ['山上有人乱挖盗采', { medium: 'ECO' }],
  ['渔船在港里排黑水', { medium: 'SEA' }],
  ['井水有怪味，不敢吃', { medium: 'WATER' }],
  ['河水发绿了有泡沫', { medium: 'WATER' }],
  ['水泥灰飘到家里菜都没法吃', { medium: 'DUST' }],
  ['烟囱冒黑烟', { medium: 'AIR_ODOUR' }],
  ['不臭，就是吵', { medium: 'NOISE' }],
  ['没有噪音，是味道难闻', { medium: 'AIR_ODOUR' }],
  ['不紧急', { urgency: 'NORMAL' }],
  ['不是很急', { urgency: 'NORMAL' }],
  ['挺急的', { urgency: 'URGENT' }],
  ['急', { urgency: 'URGENT' }],
  ['蛮急的，等不及了', { urgency: 'URGENT' }],
  ['河里水流很急', { medium: 'WATER' }],
  ['勿急，有空来看看', { urgency: 'NORMAL' }],
  ['不着急慢慢来', { urgency: 'NORMAL' }],
  ['紧急', { urgency: 'URGENT' }],
  ['马上派人', { urgency: 'URGENT' }],
  ['一般', { urgency: 'NORMAL' }],
  ['一般就好', { urgency: 'NORMAL' }],
  ['我头晕恶心，空气里一股刺鼻的味道', { medium: 'AIR_ODOUR', urgency: 'URGENT' }],
  ['油罐漏油了', { urgency: 'URGENT' }],
  ['在沈家门渔港', { place: '沈家门渔港', county: '330903' }],
  ['横街村桥头', { place: '横街村桥头' }],
  ['就在解放路58号对面', { place: '解放路58号对面' }],
  ['六横小湖社区那里', { place: '六横小湖社区', county: '330903' }],
  ['金塘大浦口', { place: '金塘大浦口', county: '330902' }],
  ['嵊山的养殖塘边上垃圾成堆', { medium: 'SOLID', place: '嵊山的养殖塘边上', county: '330922' }],
  ['你好', {}],
  ['今天天气很好', {}],
  ['谢谢你们', {}],
  ['', {}],
  ['不知道', {}],
  ['喂，听得见吗', {}],
];

describe('what a person meant', () => {
  it.each(SENTENCES)('understands “%s”', (sentence, expected) => {
    const { enterpriseName: _, ...facts } = understand(sentence, register);
    expect(facts).toEqual(expected);
  });
});

describe('an enterprise in spoken words', () => {
  it('is found by what people call it, without its legal form', () => {
    expect(enterpriseIn('东海鱼粉厂那边', register)?.name).toBe('东海鱼粉示例有限公司');
  });

  it('is nobody when two enterprises carry the same name', () => {
    const twins = [...register, { ...register[0]!, _id: 'E99' }];
    expect(enterpriseIn('东海鱼粉厂那边', twins)).toBeUndefined();
  });

  it('is never the place: where the water is black is still asked', () => {
    expect(understand('东海鱼粉厂那边河水发黑', register).place).toBeUndefined();
    expect(understand('沈家门油污水接收站在漏油', register).place).toBeUndefined();
  });
});

describe('a short answer to where', () => {
  it.each([
    ['在村口老樟树下面', '村口老樟树下面'],
    ['就在东港海塘边', '东港海塘边'],
    ['地点 横街村', '横街村'],
  ])('takes “%s” as said', (said, place) => expect(asPlace(said)).toBe(place));

  it('takes no confession of not knowing for a place', () => {
    expect(asPlace('不知道叫什么')).toBeUndefined();
    expect(asPlace('勿晓得')).toBeUndefined();
  });

  it('takes no further complaint for a place', () => {
    for (const said of ['还很臭', '鱼也死了', '快点来', '嗯']) expect(asPlace(said)).toBeUndefined();
  });

  it('takes no long story for a place', () => expect(asPlace('啊'.repeat(61))).toBeUndefined());
});
