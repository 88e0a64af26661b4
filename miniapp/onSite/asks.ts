/** What is asked for each document, in the order in which it is read on paper. */
import { type Field, optionsOf } from '../../models/core/form';
import { PARTIES } from '../../models/serving/serving.schema';
import { COLLECTION_REASONS } from '../../models/spotPenalty/spotPenalty.schema';
import { type Numbered } from '../../models/template/numbering';
import { type Values } from '../form/values';

/** Lines of a list; kept in the form as JSON text. */
export interface Column {
  name: string;
  label: string;
  max: number;
  optional?: true;
}
interface Own {
  name: string;
  label: string;
  required: boolean;
  hint?: string;
}
/** A field of every form, or one only these documents need. Moments are kept as 2026-11-24T09:30 in Asia/Shanghai. */
export type Control =
  | Field
  | (Own & { kind: 'moment' | 'day' | 'yuan' })
  | (Own & { kind: 'rows'; one: string; columns: readonly Column[]; most: number });
export type Ask = Control & { only?: (values: Values) => boolean };
export interface Group {
  title: string;
  asks: readonly Ask[];
}

const line = (name: string, label: string, maxLength: number, required = true): Field => ({
  ...{ name, label, kind: 'text', maxLength, required },
});
const words = (name: string, label: string, maxLength: number, placeholder?: string): Field => ({
  ...{ name, label, kind: 'textarea', maxLength, required: true },
  ...(placeholder ? { placeholder } : {}),
});
const moment = (name: string, label: string): Control => ({ name, label, kind: 'moment', required: true });

const party: Group = {
  title: '当事人',
  asks: [
    { name: 'partyKind', label: '当事人是', kind: 'choice', required: true, options: optionsOf(PARTIES) },
    line('partyName', '名称或姓名', 100),
    line('idNumber', '统一社会信用代码或身份证件号码', 30, false),
    { ...line('representative', '法定代表人（负责人）', 40, false), only: ({ partyKind }) => partyKind !== 'CITIZEN' },
    line('address', '地址', 120, false),
  ],
};
const isFined = ({ fineYuan }: Values) => typeof fineYuan === 'string' && fineYuan.trim() !== '';
export const NOT_COLLECTED = 'NO';
const isCollected = (values: Values) =>
  isFined(values) && typeof values['collect'] === 'string' && values['collect'] !== NOT_COLLECTED;

export const ASKS: Readonly<Record<Numbered, readonly Group[]>> = {
  order: [
    party,
    {
      title: '发现的问题',
      asks: [
        moment('inspectedAt', '检查时间'),
        words('facts', '违法事实', 1000, '何时、何地、做了什么'),
        words('violated', '违反的条款', 300, '例如：《法律名称》第几条'),
        words('basis', '责令改正的依据', 300, '例如：《法律名称》第几条'),
      ],
    },
    {
      title: '怎么改',
      asks: [
        {
          ...{ name: 'demands', label: '改正内容和方式', kind: 'rows', one: '项', required: true, most: 20 },
          columns: [
            { name: 'what', label: '改什么', max: 200 },
            { name: 'how', label: '怎么改', max: 200 },
          ],
        },
        {
          name: 'correctBy',
          label: '最后一天',
          kind: 'day',
          required: true,
          hint: '到这一天为止改完，期满后派人复查。',
        },
      ],
    },
  ],
  spotPenalty: [
    party,
    {
      title: '违法行为',
      asks: [
        moment('actAt', '违法时间'),
        line('actPlace', '违法地点', 100),
        words('facts', '违法事实', 1000, '何时、何地、做了什么'),
        words('violated', '违反的条款', 300, '例如：《法律名称》第几条'),
        words('basis', '处罚依据', 300, '例如：《法律名称》第几条'),
      ],
    },
    {
      title: '怎么罚',
      asks: [
        { name: 'warning', label: '给予警告', kind: 'yesno', required: true },
        { name: 'fineYuan', label: '罚款（元）', kind: 'yuan', required: false, hint: '只给警告的不填。' },
        words('reason', '处罚理由', 500, '情节、后果、为什么这样罚'),
        {
          ...{ name: 'collect', label: '罚款怎么收', kind: 'choice', required: false },
          ...{
            options: optionsOf({ [NOT_COLLECTED]: '不当场收缴，由当事人到银行缴纳', ...COLLECTION_REASONS }),
            only: isFined,
          },
        },
        {
          ...words('collectWords', '当事人的原话，或者事后难以执行的原因', 200),
          only: (values) => isCollected(values) && values['collect'] !== 'SMALL',
        },
        { ...line('receiptNo', '专用票据编号', 30), only: isCollected },
        { name: 'atSea', label: '在水上收缴', kind: 'yesno', required: false, only: isCollected },
      ],
    },
    {
      title: '程序',
      asks: [
        moment('certificateShownAt', '亮证时间'),
        moment('toldAt', '告知权利的时间'),
        { ...words('defence', '当事人的陈述申辩', 500, '没有的不填'), required: false },
        {
          ...words('answer', '复核意见', 500, '是否采纳，为什么'),
          only: ({ defence }) => typeof defence === 'string' && defence.trim() !== '',
        },
      ],
    },
  ],
  evidenceHold: [
    party,
    {
      title: '为什么保存',
      asks: [
        words('suspicion', '涉嫌的行为', 500, '只写涉嫌什么，不下结论'),
        words('reason', '证据为什么可能灭失', 300, '例如：记录本可能被涂改或销毁'),
        line('method', '保存方式', 100),
        line('place', '保存地点', 100),
      ],
    },
    {
      title: '证据清单',
      asks: [
        {
          ...{ name: 'objects', label: '登记的物品', kind: 'rows', one: '件', required: true, most: 50 },
          columns: [
            { name: 'name', label: '名称', max: 60 },
            { name: 'spec', label: '规格型号', max: 80, optional: true },
            { name: 'quantity', label: '数量和单位', max: 20 },
            { name: 'condition', label: '状态', max: 80 },
          ],
        },
      ],
    },
  ],
};

/** What is asked with these answers. */
export const askedOf = (kind: Numbered, values: Values): Ask[] =>
  ASKS[kind].flatMap(({ asks }) => asks).filter(({ only }) => only?.(values) ?? true);

export type Rows = Record<string, string>[];
export const rowsIn = (values: Values, name: string): Rows => {
  const text = values[name];
  return typeof text === 'string' && text ? (JSON.parse(text) as Rows) : [];
};
