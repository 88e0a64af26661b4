/** 法律依据 that come with the program: the 生态环境法典, in force since 2026-08-15. See builtIn.ts. */
import { CODE_DAY } from '../checkItem/legalBasis';
import { type Built, fixed, since } from './builtInRow';

const CODE = since('生态环境法典', CODE_DAY);
const LIMITING = ['RESTRICT_BUSINESS', 'STOP_TO_RECTIFY', 'CLOSE'] as const;
const RECTIFY = ['STOP_TO_RECTIFY'] as const;

const NOT_BUILT =
  '未依法报批环境影响评价文件，擅自开工建设的，责令停止建设，处罚款；情节严重的，处更高罚款，并可以责令恢复原状；被责令停止建设，拒不执行的，移送公安机关处以拘留。';
const NO_PERMIT =
  '未取得排污许可证排放污染物的，责令改正或者限制生产、停产整治，处罚款；情节严重的，报经批准，责令停业、关闭；被责令停止排污，拒不执行的，移送公安机关处以拘留。';
const EXCEED =
  '超过污染物排放标准或者总量控制指标排放污染物的，责令改正或者限制生产、停产整治，处罚款；情节严重的，报经批准，责令停业、关闭。';
const EVADES =
  '通过暗管、渗井、渗坑、灌注，或者篡改、伪造监测数据，不正常运行防治设施等逃避监管的方式违法排放污染物的，责令停止排污，处罚款，移送公安机关处五日以上十日以下拘留；情节较重的，处十日以上十五日以下拘留。';
const RECORDS = '不遵守危险废物管理规定的，责令改正，处罚款；拒不改正的，处更高罚款。';
const MARINE = '违反规定向海域排放污染物或者倾倒废弃物的，责令改正，处罚款。';

/** 未按规定管理危险废物: one range for all of these items. */
const records = (offence: Parameters<typeof CODE>[0], item: string) =>
  CODE(offence, '第一千一百七十五条', '', item, fixed(5, 20), RECORDS, {
    ...{ serious: fixed(20, 100), seriousWhen: '拒不改正', additional: [...RECTIFY] },
  });
const marine = (offence: Parameters<typeof CODE>[0], item: string) =>
  CODE(offence, '第一千一百四十七条', '', item, fixed(10, 100), MARINE, { additional: [...LIMITING] });

/* prettier-ignore */
export const CODE_ROWS: readonly Built[] = [
  CODE('falseMonitoring', '第一千零八十八条', '', '', fixed(10, 100), '篡改、伪造监测数据或者以其他方式弄虚作假的，责令改正，处罚款；对直接负责的主管人员和其他直接责任人员处罚款。', { personRange: fixed(5, 20) }),
  CODE('noSelfMonitoring', '第一千零八十六条', '', '第（一）项', fixed(2, 20), '未按照规定开展自行监测，或者未保存原始监测记录的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: [...RECTIFY] }),
  CODE('notConnected', '第一千零八十六条', '', '第（二）项', fixed(2, 20), '未按照规定安装、使用自动监测设备，未与监控设备联网，或者未保证其正常运行的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: [...RECTIFY] }),
  CODE('eiaReport', '第一千零九十五条', '第一款', '', fixed(20, 100), NOT_BUILT, { serious: fixed(100, 1_000), seriousWhen: '情节严重', stop: true }),
  CODE('eiaForm', '第一千零九十五条', '第一款', '', fixed(10, 50), NOT_BUILT, { serious: fixed(50, 500), seriousWhen: '情节严重', stop: true }),
  CODE('eiaRegister', '第一千零九十五条', '第二款', '', fixed(0, 5), '未依法备案环境影响登记表的，责令备案，可以处五万元以下的罚款。', { may: true }),
  CODE('threeSimultaneous', '第一千一百条', '', '', fixed(20, 100), '配套建设的生态环境保护设施未建成、未经验收或者验收不合格，建设项目即投入生产或者使用的，责令限期改正，处罚款；逾期不改正的，处更高罚款；对直接负责的主管人员和其他责任人员处罚款；造成重大环境污染或者生态破坏的，责令停止生产或者使用，或者报经批准，责令关闭。',
    { serious: fixed(100, 200), seriousWhen: '逾期不改正', personRange: fixed(5, 20), additional: ['CLOSE'], stop: true }),
  CODE('permitNone', '第一千一百零二条', '第一款', '', fixed(20, 100), NO_PERMIT, { additional: [...LIMITING], stop: true }),
  CODE('permitNoneNoise', '第一千一百零二条', '第二款', '', fixed(2, 20), '未取得排污许可证排放工业噪声的，责令改正或者限制生产、停产整治，处罚款；情节严重的，报经批准，责令停业、关闭。', { additional: [...LIMITING], stop: true }),
  CODE('permitExceed', '第一千一百零三条', '', '', fixed(10, 100), '超过许可排放浓度、许可排放量排放污染物的，责令改正或者限制生产、停产整治，处罚款；情节严重的，吊销排污许可证，报经批准，责令停业、关闭。', { additional: ['REVOKE_PERMIT', ...LIMITING] }),
  CODE('exceedWater', '第一千一百零七条', '第一款', '', fixed(10, 100), EXCEED, { additional: [...LIMITING] }),
  CODE('exceedAir', '第一千一百零七条', '第一款', '', fixed(10, 100), EXCEED, { additional: [...LIMITING] }),
  CODE('exceedNoise', '第一千一百零七条', '第二款', '', fixed(2, 20), '超过噪声排放标准排放工业噪声的，责令改正或者限制生产、停产整治，处罚款；情节严重的，报经批准，责令停业、关闭。', { additional: [...LIMITING] }),
  CODE('evasionWater', '第一千一百零八条', '', '', fixed(10, 100), EVADES, { additional: [...LIMITING, 'DETENTION'], stop: true }),
  CODE('evasionAir', '第一千一百零八条', '', '', fixed(10, 100), EVADES, { additional: [...LIMITING, 'DETENTION'], stop: true }),
  CODE('outfall', '第一千一百零九条', '第一款', '', fixed(2, 10), '违反规定设置排污口的，责令限期拆除，处罚款；情节严重的，处更高罚款，可以责令停产整治。', { serious: fixed(10, 50), seriousWhen: '情节严重', kinds: ['FINE', 'DEMOLISH'], additional: [...RECTIFY] }),
  CODE('outfallSourceArea', '第一千一百零九条', '第二款', '', fixed(10, 50), '在饮用水水源保护区内设置排污口的，责令限期拆除，处罚款；情节严重的，处更高罚款，可以责令停产整治。', { serious: fixed(50, 100), seriousWhen: '情节严重', kinds: ['FINE', 'DEMOLISH'], additional: [...RECTIFY] }),
  CODE('seaOutfallUnfiled', '第一千一百零九条', '第三款', '', fixed(2, 10), '入海排污口未按照规定备案的，责令改正，处罚款。'),
  CODE('vocNotCollected', '第一千一百二十条', '', '第（一）项', fixed(2, 20), '产生含挥发性有机物废气的活动，未在密闭空间或者设备中进行，未按照规定安装、使用污染防治设施，或者未采取减少废气排放措施的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: [...RECTIFY] }),
  CODE('dustNotCollected', '第一千一百二十条', '', '第（二）项', fixed(2, 20), '未采取集中收集处理、密闭、围挡、遮盖、清扫、洒水等措施控制粉尘排放的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: [...RECTIFY] }),
  CODE('yardDust', '第一千一百三十条', '', '第（一）项至第（七）项', fixed(1, 10), '码头、堆场、料仓等未采取密闭、围挡、遮盖、喷淋等措施防治扬尘污染的，责令改正，处罚款；拒不改正的，责令停工整治或者停业整治。', { additional: ['STOP_BUSINESS'] }),
  CODE('odour', '第一千一百三十条', '', '第（八）项', fixed(1, 10), '未采取措施防止排放恶臭气体的，责令改正，处罚款；拒不改正的，责令停工整治或者停业整治。', { additional: ['STOP_BUSINESS'] }),
  marine('marineOil', '第（一）项'),
  marine('marineAcid', '第（二）项'),
  marine('marineHeavyMetal', '第（三）项'),
  marine('marineOilyWater', '第（四）项'),
  marine('marineShoreWaste', '第（五）项'),
  CODE('marineToxic', '第一千一百四十七条', '', '第（六）项', fixed(20, 200), '向海域排放剧毒废液的，责令改正，处罚款。', { additional: [...LIMITING] }),
  CODE('shoreHousehold', '第一千一百四十七条', '第二款', '', fixed(0.01, 0.1), '个人在岸滩弃置、堆放生活垃圾的，责令改正，每次处一百元以上一千元以下的罚款。'),
  CODE('mariculture', '第一千一百四十八条', '', '', fixed(0.5, 5), '海水养殖造成海洋环境污染的，责令改正，处罚款；情节严重的，处更高罚款。', { serious: fixed(5, 20), seriousWhen: '情节严重' }),
  CODE('solidDumping', '第一千一百六十九条', '第一款', '', fixed(10, 100), '擅自倾倒、堆放、丢弃、遗撒固体废物的，责令改正，处罚款；对直接负责的主管人员和其他直接责任人员处罚款。', { personRange: fixed(2, 10) }),
  CODE('hazardousDumping', '第一千一百六十九条', '第二款', '', fixed(20, 200), '擅自倾倒、堆放危险废物或者污泥的，责令改正，处罚款；情节严重的，处更高罚款；对直接负责的主管人员和其他直接责任人员处罚款。', { serious: fixed(200, 500), seriousWhen: '情节严重', personRange: fixed(2, 10), additional: ['DETENTION'] }),
  records('hazardousLabel', '第（一）项'),
  records('hazardousPlan', '第（二）项'),
  records('hazardousLedger', '第（三）项'),
  records('hazardousStorage', '第（四）项'),
  records('hazardousManifest', '第（六）项'),
  CODE('hazardousUnlicensed', '第一千一百七十五条', '', '第（五）项', fixed(20, 200), '将危险废物提供或者委托给无许可证的单位或者个人的，责令改正，处罚款，没收违法所得。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: ['CLOSE'] }),
  CODE('hazardousTransfer', '第一千一百七十五条', '', '第（八）项', fixed(20, 200), '未经批准擅自转移危险废物的，责令改正，处罚款，没收违法所得。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: ['CLOSE'] }),
  CODE('hazardousNoLicenceCollect', '第一千一百七十八条', '', '第（一）项', fixed(20, 100), '无许可证从事收集、贮存危险废物经营活动的，责令改正，处罚款，没收违法所得；对法定代表人、主要负责人和其他责任人员处罚款。', { kinds: ['FINE', 'CONFISCATE_GAINS'], personRange: fixed(10, 100), additional: ['CLOSE'] }),
  CODE('hazardousNoLicenceUse', '第一千一百七十八条', '', '第（二）项', fixed(100, 500), '无许可证从事利用、处置危险废物经营活动的，责令改正，处罚款，没收违法所得；对法定代表人、主要负责人和其他责任人员处罚款。', { kinds: ['FINE', 'CONFISCATE_GAINS'], personRange: fixed(10, 100), additional: ['CLOSE'] }),
  CODE('refuseInspection', '第一千二百二十九条', '', '', fixed(5, 20), '拒绝、阻挠监督检查，或者在接受监督检查时弄虚作假的，责令改正，处罚款；对直接负责的主管人员和其他直接责任人员处罚款。', { personRange: fixed(0.5, 5) }),
];
