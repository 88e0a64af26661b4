/**
 * 询问提纲: the questions an officer can take over with one tap. The opening ones are the law's (行政处罚法 第四十二、五十五条; 处罚办法
 * 第二十八条) and have to be asked; the others are offered by what the interview is about and by sector. Wording [K]: 待法制机构确认.
 */
import { type Sector } from '../enterprise/enterprise.schema';

export interface Question {
  id: string;
  question: string;
  /** The answer that is usually given, to be taken over and corrected. */
  usual?: string;
}
export interface QuestionSet {
  id: string;
  name: string;
  /** null: in every sector. */
  sectors: readonly Sector[] | null;
  questions: readonly Question[];
}

/** Asked of everybody, first. */
export const MANDATORY: readonly Question[] = [
  {
    id: 'who',
    question: '我们是生态环境执法人员，这是我们的执法证件，请您过目确认。您看清楚了吗？',
    usual: '看清楚了。',
  },
  {
    id: 'rights',
    question:
      '您有权申请执法人员回避，也有如实回答询问、配合调查的义务；作虚假陈述要承担法律责任。您听清楚了吗？是否申请回避？',
    usual: '听清楚了，不申请回避。',
  },
  { id: 'self', question: '请说一下您的姓名、身份证号、工作单位、职务和联系电话。' },
  { id: 'relation', question: '您与被检查单位是什么关系？是否有权就今天的事情作说明？' },
];

export const CLOSING: readonly Question[] = [
  { id: 'more', question: '您还有什么要补充的吗？', usual: '没有了。' },
  { id: 'true', question: '您以上所说是否属实？', usual: '属实。' },
];

const numbered = (id: string, questions: readonly string[]): Question[] =>
  questions.map((question, at) => ({ id: `${id}-${at + 1}`, question }));

export const QUESTION_SETS: readonly QuestionSet[] = [
  {
    id: 'company',
    name: '单位和生产情况',
    sectors: null,
    questions: numbered('company', [
      '请介绍一下你们单位的基本情况，什么时候投产，现在生产什么。',
      '今天检查时的生产情况怎样？最近一个月有没有停产？',
      '你们单位的环评、验收和排污许可手续办得怎样？',
      '污染防治设施由谁负责运行？有没有运行台账？',
    ]),
  },
  {
    id: 'discharge',
    name: '超标或者偷排',
    sectors: null,
    questions: numbered('discharge', [
      '检查时发现的这个排放口是做什么用的？通向哪里？',
      '什么时候开始这样排放的？一共排过几次，每次多长时间？',
      '每次大约排了多少？排的是哪个工序的废水（废气）？',
      '是谁决定、谁操作的？为什么没有经过处理设施？',
      '排放以后周围有什么变化？有没有采取过补救措施？',
    ]),
  },
  {
    id: 'facility',
    name: '治理设施不正常运行',
    sectors: null,
    questions: numbered('facility', [
      '检查时治理设施是什么状态？为什么没有正常运行？',
      '设施是什么时候停的？停运前有没有报告？',
      '设施停运期间生产有没有停？排放去了哪里？',
      '药剂、耗材最近一次是什么时候采购和更换的？',
    ]),
  },
  {
    id: 'permit',
    name: '未批先建、未验先投、无证排污',
    sectors: null,
    questions: numbered('permit', [
      '这个项目是什么时候开工、什么时候投产的？总投资多少？',
      '有没有办理环评审批（登记）？为什么没有办？',
      '有没有申领排污许可证（登记）？',
      '你们知道应当先办手续再建设（排污）吗？',
    ]),
  },
  {
    id: 'waste',
    name: '固体废物和危险废物',
    sectors: ['SHIP', 'OIL', 'MACHINERY', 'WASTE', 'PORT', 'OTHER'],
    questions: numbered('waste', [
      '这些废物是哪个环节产生的？每月大约产生多少？',
      '一直存放在哪里？存了多久？',
      '交给谁处置？有没有转移联单和合同？',
      '台账是谁记的？最近一次是什么时候？',
    ]),
  },
  {
    id: 'oilyWater',
    name: '船舶油污水',
    sectors: ['SHIP', 'PORT', 'WASTE', 'OIL'],
    questions: numbered('oilyWater', [
      '这条船（这些船）的油污水由谁接收？什么时候接收的？',
      '接收了多少？联单在哪里？',
      '接收后送到哪里处置？有没有直接排海？',
    ]),
  },
  {
    id: 'odour',
    name: '恶臭和废气',
    sectors: ['SEAFOOD', 'CATERING', 'WASTE', 'WWTP', 'MACHINERY'],
    questions: numbered('odour', [
      '气味主要从哪个车间、哪道工序来？',
      '收集和处理设施什么时候开、什么时候关？昨天夜里有没有生产？',
      '附近居民有没有向你们反映过？你们采取了什么措施？',
    ]),
  },
  {
    id: 'dust',
    name: '扬尘',
    sectors: ['QUARRY', 'PORT'],
    questions: numbered('dust', [
      '物料露天堆放了多久？有没有覆盖、喷淋？',
      '装卸、破碎时的抑尘设施开了没有？为什么没有开？',
    ]),
  },
];

/** The sets that fit a sector, the common ones first. */
export const questionsFor = (sector: Sector): QuestionSet[] =>
  QUESTION_SETS.filter(({ sectors }) => sectors === null || sectors.includes(sector));
