/** 法律依据 that come with the program: the laws and regulations before the 生态环境法典. See builtIn.ts. */
import { LAST_OLD_DAY } from '../checkItem/legalBasis';
import { type Built, fixed, multiple, share, until } from './builtInRow';

const UNTIL = until(LAST_OLD_DAY);

const EIA = UNTIL('环境影响评价法', '2016-09-01');
const PROJECT = UNTIL('建设项目环境保护管理条例', '2017-10-01');
const PERMIT = UNTIL('排污许可管理条例', '2021-03-01');
const WATER = UNTIL('水污染防治法', '2018-01-01');
const AIR = UNTIL('大气污染防治法', '2016-01-01');
const NOISE = UNTIL('噪声污染防治法', '2022-06-05');
const SOLID = UNTIL('固体废物污染环境防治法', '2020-09-01');

const CLOSING = ['CLOSE'] as const;
const LIMITING = ['RESTRICT_BUSINESS', 'STOP_TO_RECTIFY', 'CLOSE'] as const;
const NOT_BUILT =
  '未依法报批环境影响评价文件，擅自开工建设的，责令停止建设，处建设项目总投资额百分之一以上百分之五以下的罚款，并可以责令恢复原状。';
const NO_PERMIT =
  '未取得排污许可证排放污染物的，责令改正或者限制生产、停产整治，并处罚款；情节严重的，报经批准，责令停业、关闭。';
const EVADES =
  '利用渗井、渗坑、裂隙、溶洞、暗管，篡改、伪造监测数据，或者不正常运行防治设施等逃避监管的方式排放污染物的，责令改正或者限制生产、停产整治，并处罚款；情节严重的，报经批准，责令停业、关闭。';

/* prettier-ignore */
export const OLD: readonly Built[] = [
  EIA('eiaReport', '第三十一条', '第一款', '', share(10, 50), NOT_BUILT, { stop: true }),
  EIA('eiaForm', '第三十一条', '第一款', '', share(10, 50), NOT_BUILT, { stop: true }),
  EIA('eiaRegister', '第三十一条', '第三款', '', fixed(0, 5), '建设单位未依法备案建设项目环境影响登记表的，责令备案，处五万元以下的罚款。'),
  PROJECT('threeSimultaneous', '第二十三条', '第一款', '', fixed(20, 100), '需要配套建设的环境保护设施未建成、未经验收或者验收不合格，建设项目即投入生产或者使用的，责令限期改正，处罚款；逾期不改正的，处更高罚款；对直接负责的主管人员和其他责任人员处罚款；造成重大环境污染或者生态破坏的，责令停止生产或者使用，或者报经批准，责令关闭。',
    { serious: fixed(100, 200), seriousWhen: '逾期不改正', personRange: fixed(5, 20), additional: [...CLOSING], stop: true }),
  PERMIT('permitNone', '第三十三条', '', '第（一）项', fixed(20, 100), NO_PERMIT, { additional: [...LIMITING] }),
  WATER('permitNone', '第八十三条', '', '第（一）项', fixed(10, 100), NO_PERMIT, { additional: [...LIMITING] }),
  AIR('permitNone', '第九十九条', '', '第（一）项', fixed(10, 100), NO_PERMIT, { additional: [...LIMITING] }),
  NOISE('permitNoneNoise', '第七十五条', '', '', fixed(2, 20), '无排污许可证排放工业噪声的，责令改正或者限制生产、停产整治，并处罚款；情节严重的，报经批准，责令停业、关闭。', { additional: [...LIMITING] }),
  PERMIT('permitExceed', '第三十四条', '', '第（一）项', fixed(20, 100), '超过许可排放浓度、许可排放量排放污染物的，责令改正或者限制生产、停产整治，处罚款；情节严重的，吊销排污许可证，报经批准，责令停业、关闭。', { additional: ['REVOKE_PERMIT', ...LIMITING] }),
  WATER('exceedWater', '第八十三条', '', '第（二）项', fixed(10, 100), '超过水污染物排放标准或者超过重点水污染物排放总量控制指标排放水污染物的，责令改正或者限制生产、停产整治，并处罚款；情节严重的，报经批准，责令停业、关闭。', { additional: [...LIMITING] }),
  AIR('exceedAir', '第九十九条', '', '第（二）项', fixed(10, 100), '超过大气污染物排放标准或者超过重点大气污染物排放总量控制指标排放大气污染物的，责令改正或者限制生产、停产整治，并处罚款；情节严重的，报经批准，责令停业、关闭。', { additional: [...LIMITING] }),
  NOISE('exceedNoise', '第七十五条', '', '', fixed(2, 20), '超过噪声排放标准排放工业噪声的，责令改正或者限制生产、停产整治，并处罚款；情节严重的，报经批准，责令停业、关闭。', { additional: [...LIMITING] }),
  WATER('evasionWater', '第八十三条', '', '第（三）项', fixed(10, 100), EVADES, { additional: [...LIMITING, 'DETENTION'] }),
  PERMIT('evasionWater', '第三十四条', '', '第（二）项', fixed(20, 100), EVADES, { additional: ['REVOKE_PERMIT', ...LIMITING, 'DETENTION'] }),
  AIR('evasionAir', '第九十九条', '', '第（三）项', fixed(10, 100), EVADES, { additional: [...LIMITING, 'DETENTION'] }),
  PERMIT('evasionAir', '第三十四条', '', '第（二）项', fixed(20, 100), EVADES, { additional: ['REVOKE_PERMIT', ...LIMITING, 'DETENTION'] }),
  WATER('outfall', '第八十四条', '第二款', '', fixed(2, 10), '违反规定设置排污口的，责令限期拆除，处罚款；逾期不拆除的，强制拆除，处更高罚款；情节严重的，可以责令停产整治。',
    { serious: fixed(10, 50), seriousWhen: '逾期不拆除', kinds: ['FINE', 'DEMOLISH'], additional: ['STOP_TO_RECTIFY'] }),
  WATER('outfallSourceArea', '第八十四条', '第一款', '', fixed(10, 50), '在饮用水水源保护区内设置排污口的，责令限期拆除，处罚款；逾期不拆除的，强制拆除，处更高罚款，并可以责令停产整治。',
    { serious: fixed(50, 100), seriousWhen: '逾期不拆除', kinds: ['FINE', 'DEMOLISH'], additional: ['STOP_TO_RECTIFY'] }),
  AIR('vocNotCollected', '第一百零八条', '', '第（一）项', fixed(2, 20), '产生含挥发性有机物废气的生产和服务活动，未在密闭空间或者设备中进行，未按照规定安装、使用污染防治设施，或者未采取减少废气排放措施的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: ['STOP_TO_RECTIFY'] }),
  AIR('dustNotCollected', '第一百零八条', '', '第（五）项', fixed(2, 20), '未采取集中收集处理、密闭、围挡、遮盖、清扫、洒水等措施，控制、减少粉尘和气态污染物排放的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: ['STOP_TO_RECTIFY'] }),
  AIR('yardDust', '第一百一十七条', '', '第（一）项至第（六）项', fixed(1, 10), '未密闭易产生扬尘的物料，对不能密闭的物料未设置围挡或者未采取有效覆盖措施，装卸物料未采取密闭或者喷淋等方式控制扬尘排放，码头、堆场未采取有效措施防治扬尘污染的，责令改正，处罚款；拒不改正的，责令停工整治或者停业整治。', { additional: ['STOP_BUSINESS'] }),
  AIR('odour', '第一百一十七条', '', '第（八）项', fixed(1, 10), '未采取措施防止排放恶臭气体的，责令改正，处罚款；拒不改正的，责令停工整治或者停业整治。', { additional: ['STOP_BUSINESS'] }),
  SOLID('solidDumping', '第一百零二条', '第一款', '第（五）项', multiple(1, 3, 10), '擅自倾倒、堆放、丢弃、遗撒工业固体废物的，责令改正，处所需处置费用一倍以上三倍以下的罚款，所需处置费用不足十万元的，按十万元计算，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousDumping', '第一百一十二条', '第一款', '第（三）项', multiple(3, 5, 20), '擅自倾倒、堆放危险废物的，责令改正，处所需处置费用三倍以上五倍以下的罚款，所需处置费用不足二十万元的，按二十万元计算，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING, 'DETENTION'] }),
  SOLID('hazardousLabel', '第一百一十二条', '第一款', '第（一）项', fixed(10, 100), '未按照规定设置危险废物识别标志的，责令改正，处罚款，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousPlan', '第一百一十二条', '第一款', '第（二）项', fixed(10, 100), '未按照国家有关规定制定危险废物管理计划或者申报危险废物有关资料的，责令改正，处罚款，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousUnlicensed', '第一百一十二条', '第一款', '第（四）项', multiple(3, 5, 20), '将危险废物提供或者委托给无许可证的单位或者其他生产经营者从事经营活动的，责令改正，处所需处置费用三倍以上五倍以下的罚款，所需处置费用不足二十万元的，按二十万元计算，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousManifest', '第一百一十二条', '第一款', '第（五）项', fixed(10, 100), '未按照国家有关规定填写、运行危险废物转移联单的，责令改正，处罚款，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousTransfer', '第一百一十二条', '第一款', '第（五）项', fixed(10, 100), '未经批准擅自转移危险废物的，责令改正，处罚款，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousStorage', '第一百一十二条', '第一款', '第（六）项', fixed(10, 100), '未按照国家环境保护标准贮存、利用、处置危险废物或者将危险废物混入非危险废物中贮存的，责令改正，处罚款，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousLedger', '第一百一十二条', '第一款', '第（十三）项', fixed(10, 100), '未按照国家有关规定建立危险废物管理台账并如实记录的，责令改正，处罚款，没收违法所得；情节严重的，报经批准，可以责令停业或者关闭。', { kinds: ['FINE', 'CONFISCATE_GAINS'], additional: [...CLOSING] }),
  SOLID('hazardousNoLicenceCollect', '第一百一十四条', '第一款', '', fixed(100, 500), '无许可证从事收集、贮存、利用、处置危险废物经营活动的，责令改正，处罚款，并报经批准，责令停业或者关闭；对法定代表人、主要负责人、直接负责的主管人员和其他责任人员处罚款。', { personRange: fixed(10, 100), additional: [...CLOSING] }),
  SOLID('hazardousNoLicenceUse', '第一百一十四条', '第一款', '', fixed(100, 500), '无许可证从事收集、贮存、利用、处置危险废物经营活动的，责令改正，处罚款，并报经批准，责令停业或者关闭；对法定代表人、主要负责人、直接负责的主管人员和其他责任人员处罚款。', { personRange: fixed(10, 100), additional: [...CLOSING] }),
  WATER('noSelfMonitoring', '第八十二条', '', '第（一）项', fixed(2, 20), '未按照规定对所排放的水污染物自行监测，或者未保存原始监测记录的，责令限期改正，处罚款；逾期不改正的，责令停产整治。', { additional: ['STOP_TO_RECTIFY'] }),
  AIR('noSelfMonitoring', '第一百条', '', '第（二）项', fixed(2, 20), '未按照规定对所排放的工业废气和有毒有害大气污染物进行监测并保存原始监测记录的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: ['STOP_TO_RECTIFY'] }),
  WATER('notConnected', '第八十二条', '', '第（二）项', fixed(2, 20), '未按照规定安装水污染物排放自动监测设备，未按照规定与监控设备联网，或者未保证监测设备正常运行的，责令限期改正，处罚款；逾期不改正的，责令停产整治。', { additional: ['STOP_TO_RECTIFY'] }),
  AIR('notConnected', '第一百条', '', '第（三）项', fixed(2, 20), '未按照规定安装、使用大气污染物排放自动监测设备或者未按照规定与监控设备联网，并保证监测设备正常运行的，责令改正，处罚款；拒不改正的，责令停产整治。', { additional: ['STOP_TO_RECTIFY'] }),
  WATER('refuseInspection', '第八十一条', '', '', fixed(2, 20), '以拖延、围堵、滞留执法人员等方式拒绝、阻挠监督检查，或者在接受监督检查时弄虚作假的，责令改正，处罚款。'),
  AIR('refuseInspection', '第九十八条', '', '', fixed(2, 20), '以拒绝进入现场等方式拒不接受监督检查，或者在接受监督检查时弄虚作假的，责令改正，处罚款。'),
  SOLID('refuseInspection', '第一百零三条', '', '', fixed(5, 20), '以拖延、围堵、滞留执法人员等方式拒绝、阻挠监督检查，或者在接受监督检查时弄虚作假的，责令改正，处罚款；对直接负责的主管人员和其他直接责任人员处罚款。', { personRange: fixed(2, 10) }),
];
