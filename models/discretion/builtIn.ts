/**
 * Tables that come with the program. They have the shape of published ones and their sums, but not their authority: each is marked as
 * illustrative, and the legal office loads its own (长江三角洲区域生态环境行政处罚裁量规则, in force 2024-06-15).
 */
import { type TableContent, type TableFactor, type TableStep } from './discretion.schema';

const SOURCE = '示例：按已公布裁量表的样式编写，数值由法制机构另行载入';
/** The day of the regional rule whose shape they have. */
const FROM = '2024-06-15';

type Row = [code: string, label: string, percent: number, from?: number, below?: number];
/** Shares are written in percent, bounds in the unit of the factor. */
const steps = (rows: readonly Row[]): TableStep[] =>
  rows.map(([code, label, percent, from, below]) => ({
    ...{ code, label, weight: percent * 100 },
    ...(from === undefined ? {} : { from: from * 1_000 }),
    ...(below === undefined ? {} : { below: below * 1_000 }),
  }));

const chosen = (code: string, label: string, rows: readonly Row[]): TableFactor => ({
  ...{ code, label, filledBy: 'PERSON' as const, steps: steps(rows) },
});
const measured = (code: string, label: string, unit: string, rows: readonly Row[]): TableFactor => ({
  ...{ code, label, unit, filledBy: 'MEASURED' as const, steps: steps(rows) },
});
const times = ([second, third, fourth]: readonly [number, number, number]): TableFactor => ({
  ...{ code: 'times', label: '两年内违法次数（含本次）', unit: '次', filledBy: 'TIMES' as const },
  steps: steps([
    ['first', '第1次', 0, 0, 2],
    ['second', '第2次', second, 2, 3],
    ['third', '第3次', third, 3, 4],
    ['fourth', '第4次以上', fourth, 4],
  ]),
});
const complaints = (rows: readonly Row[]): TableFactor => ({
  ...{ code: 'complaints', label: '一年内查实的投诉', unit: '件', filledBy: 'COMPLAINTS' as const, steps: steps(rows) },
});
const anyComplaint = complaints([
  ['none', '没有', 0, 0, 1],
  ['yes', '有', 15, 1],
]);

const table = (
  code: string,
  name: string,
  offences: TableContent['offences'],
  factors: TableFactor[],
): TableContent => ({
  ...{ code, name, offences, factors, kind: 'RANGE_SUM' as const, baseWeight: 0, roundToFen: 100 },
  ...{ validFrom: FROM, source: SOURCE, illustrative: true },
});

export const BUILT_IN_TABLES: readonly TableContent[] = [
  table(
    'T1',
    '环评未批先建',
    ['eiaReport', 'eiaForm'],
    [
      chosen('stage', '建设阶段', [
        ['foundation', '基础施工', 6],
        ['main', '主体结构施工', 18],
        ['finished', '主体完工', 32],
      ]),
      measured('duration', '违法建设持续时间', '个月', [
        ['below3', '不足3个月', 0, 0, 3],
        ['below6', '3个月以上不足6个月', 5, 3, 6],
        ['below12', '6个月以上不足12个月', 11, 6, 12],
        ['year', '12个月以上', 26, 12],
      ]),
      times([5, 11, 27]),
      anyComplaint,
    ],
  ),
  table(
    'T2',
    '超标排放水、大气污染物',
    ['exceedWater', 'exceedAir', 'permitExceed'],
    [
      measured('multiple', '超标倍数', '倍', [
        ['below05', '不足0.5倍', 10, 0, 0.5],
        ['below1', '0.5倍以上不足1倍', 15, 0.5, 1],
        ['below2', '1倍以上不足2倍', 22, 1, 2],
        ['over2', '2倍以上', 30, 2],
      ]),
      chosen('receiving', '受纳环境', [
        ['works', '进入污水处理厂', 0],
        ['class4', 'IV类、V类水体或者三类区', 8],
        ['class3', 'III类水体或者二类海域', 14],
        ['source', '饮用水水源地或者一类海域', 20],
      ]),
      measured('volume', '日排放量', '吨', [
        ['below10', '不足10吨', 0, 0, 10],
        ['below100', '10吨以上不足100吨', 6, 10, 100],
        ['below500', '100吨以上不足500吨', 12, 100, 500],
        ['over500', '500吨以上', 20, 500],
      ]),
      times([5, 12, 15]),
      complaints([
        ['none', '没有', 0, 0, 1],
        ['one', '1件', 5, 1, 2],
        ['more', '2件以上', 11, 2],
        ['group', '群体投诉', 15],
      ]),
    ],
  ),
  table(
    'T3',
    '危险废物台账、联单',
    ['hazardousLedger', 'hazardousManifest', 'hazardousPlan', 'hazardousLabel'],
    [
      measured('months', '缺失时间', '个月', [
        ['below1', '不足1个月', 8, 0, 1],
        ['below6', '1个月以上不足6个月', 18, 1, 6],
        ['over6', '6个月以上', 32, 6],
      ]),
      measured('tonnes', '涉及数量', '吨', [
        ['below1', '不足1吨', 6, 0, 1],
        ['below3', '1吨以上不足3吨', 12, 1, 3],
        ['over3', '3吨以上', 26, 3],
      ]),
      times([5, 11, 27]),
      anyComplaint,
    ],
  ),
  table(
    'T4',
    '恶臭',
    ['odour'],
    [
      chosen('effect', '影响范围', [
        ['within', '未超出厂界', 0],
        ['slight', '厂界外有轻微异味', 15],
        ['strong', '厂界外有明显异味', 25],
        ['sensitive', '敏感点超标', 35],
      ]),
      chosen('facility', '治理设施', [
        ['normal', '正常运行', 0],
        ['poorly', '运行不正常', 5],
        ['off', '停运', 10],
        ['none', '没有设施', 25],
      ]),
      times([10, 15, 20]),
      complaints([
        ['none', '没有', 0, 0, 1],
        ['few', '1至4件', 10, 1, 5],
        ['many', '5件以上', 20, 5],
      ]),
    ],
  ),
  table(
    'T5',
    '危险废物交无证单位',
    ['hazardousUnlicensed'],
    [
      measured('tonnes', '涉及数量', '吨', [
        ['below1', '不足1吨', 4, 0, 1],
        ['below3', '1吨以上不足3吨', 12, 1, 3],
        ['over3', '3吨以上', 28, 3],
      ]),
      chosen('fault', '主观过错', [
        ['unverified', '没有核实资质', 6],
        ['knew', '明知对方无证', 12],
        ['concealed', '隐瞒', 30],
      ]),
      times([5, 11, 27]),
      anyComplaint,
    ],
  ),
];
