/**
 * What a site record says of the site beyond its checklist: the contents the law asks for (生态环境行政处罚办法 第二十八条) and those that
 * file reviews score (案卷评查细则 2024). One row, one line of the record. Runs in the browser.
 */
import { z } from 'zod';

const text = (most: number) => z.string().trim().max(most, `最多${most}字`);

export const PRODUCTION_STATES = {
  NORMAL: '正常生产',
  PARTIAL: '部分生产',
  STOPPED: '停产',
  CLOSED: '关停',
  UNKNOWN: '无法查明',
} as const;
export const COMPLIANCE_STATES = { YES: '有', NO: '没有', NOT_NEEDED: '不需要', UNKNOWN: '现场未能核实' } as const;
export const OPERATION_STATES = {
  NORMAL: '正常运行',
  ABNORMAL: '运行不正常',
  OFF: '未运行',
  NONE: '没有治理设施',
  UNKNOWN: '无法查明',
} as const;

export const GROUPS = {
  party: '被检查单位',
  production: '生产情况',
  compliance: '环评、验收和排污许可',
  pollution: '污染物产生和治理',
  found: '现场检查情况',
  close: '结束',
} as const;

export interface SiteField {
  group: keyof typeof GROUPS;
  label: string;
  schema: z.ZodType<string>;
  /** Words of a choice. */
  options?: Readonly<Record<string, string>>;
  /** Must be there before the record is read over, unless entry was refused. */
  required?: true;
  /** Officers who say it differently have to settle it before the record is read over. */
  mustAgree?: true;
  long?: true;
}

const line = (group: SiteField['group'], label: string, most = 200): SiteField => ({
  group,
  label,
  schema: text(most),
});
const long = (group: SiteField['group'], label: string): SiteField => ({
  group,
  label,
  schema: text(1500),
  long: true,
});
const choice = (group: SiteField['group'], label: string, options: Record<string, string>): SiteField => ({
  ...{ group, label, options },
  schema: z.enum(Object.keys(options) as [string], { error: `请选择${label}` }),
});

export const SITE_FIELDS = {
  'party.name': { ...line('party', '单位名称或姓名', 100), required: true, mustAgree: true },
  'party.uscc': { ...line('party', '统一社会信用代码', 40), mustAgree: true },
  'party.legalRepresentative': line('party', '法定代表人（负责人）', 40),
  'party.address': line('party', '检查地点'),
  'production.state': { ...choice('production', '生产状态', PRODUCTION_STATES), required: true, mustAgree: true },
  'production.products': long('production', '产品和产量'),
  'production.process': long('production', '生产工艺'),
  'production.equipment': long('production', '主要设备'),
  'production.materials': long('production', '原辅材料'),
  'compliance.eia': choice('compliance', '环评手续', COMPLIANCE_STATES),
  'compliance.eiaText': line('compliance', '环评文号和内容', 300),
  'compliance.acceptance': choice('compliance', '竣工环保验收', COMPLIANCE_STATES),
  'compliance.acceptanceText': line('compliance', '验收文号和内容', 300),
  'compliance.permit': { ...choice('compliance', '排污许可', COMPLIANCE_STATES), mustAgree: true },
  'compliance.permitNo': line('compliance', '排污许可证编号', 60),
  'compliance.permitText': line('compliance', '许可内容和有效期', 300),
  'pollution.generation': long('pollution', '污染物产生环节'),
  'pollution.treatment': long('pollution', '治理设施'),
  'pollution.operation': { ...choice('pollution', '治理设施运行', OPERATION_STATES), required: true, mustAgree: true },
  'pollution.discharge': long('pollution', '排放去向和排放口'),
  'found.text': { ...long('found', '现场检查情况'), required: true },
  'found.partySays': long('found', '当事人陈述'),
  'found.demands': long('found', '现场提出的要求'),
  'close.recordingNo': line('close', '执法记录仪编号', 100),
} as const satisfies Record<string, SiteField>;
export type SiteFieldName = keyof typeof SITE_FIELDS;
export const siteField = (name: string): SiteField | undefined =>
  Object.hasOwn(SITE_FIELDS, name) ? SITE_FIELDS[name as SiteFieldName] : undefined;

/** Facts of a violation that file reviews look for, each in words; 不详 where it could not be found out. */
export const VIOLATION_FACTS = {
  duration: '起止时间和持续时间',
  times: '次数',
  process: '过程和方式',
  emissions: '排放量或数量',
  effect: '后果和影响',
} as const;
export const ViolationFacts = z.strictObject({
  duration: text(200).default(''),
  times: text(100).default(''),
  process: text(500).default(''),
  emissions: text(200).default(''),
  effect: text(300).default(''),
});
export type ViolationFacts = z.infer<typeof ViolationFacts>;
