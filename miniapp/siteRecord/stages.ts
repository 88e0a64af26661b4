/** The stages of a visit in the order in which they are done, when each is done, and what is still to be done in it. */
import { type SiteRecordState } from '../../models/siteRecord/state';
import { SITE_FIELDS, type SiteFieldName, siteField } from '../../models/siteRecord/fields';
import { page } from '../shell/sections';
import { closingStages, photosStage } from './closingStages';
import { colleaguesOf, officerOf, type SiteVisit } from './fieldVisit';
import { type Stage } from './StageFrame';

const mine = ({ state, me }: SiteVisit) => officerOf(state, me);
/** Fields that have to be there before reading over. */
export const missingFields = ({ fields }: SiteRecordState): SiteFieldName[] =>
  (Object.keys(SITE_FIELDS) as SiteFieldName[]).filter((name) => siteField(name)?.required && !fields[name]?.value);
const answered = ({ state }: SiteVisit) => state.asked.filter((key) => state.answers[key]).length;
const standing = (all: readonly { struck: boolean }[]) => all.filter(({ struck }) => !struck).length;
const counted = (count: number, unit: string) => (count > 0 ? `${count}${unit}` : undefined);

export const STAGES: readonly Stage<SiteVisit>[] = [
  {
    key: 'arrive',
    label: '到场',
    lead: '在现场签到，两人各用各的手机。',
    done: (known) => Boolean(mine(known)?.arrived),
    note: ({ state, me }) =>
      colleaguesOf(state, me).some(({ arrived }) => arrived) && officerOf(state, me)?.arrived ? '两人到场' : undefined,
    Page: page(() => import('./ArriveStage').then((module) => module.ArriveStage)),
  },
  {
    key: 'show',
    label: '亮证告知',
    lead: '给当事人看手机，把下面的话说给他听。',
    done: (known) => Boolean(mine(known)?.shownAt && known.state.rightsTold),
    Page: page(() => import('./ShowStage').then((module) => module.ShowStage)),
  },
  {
    key: 'code',
    label: '亮码',
    lead: '扫检查任务上的行政行为码，扫过才能记录。',
    done: ({ state }) => state.codeScannedAt !== null,
    Page: page(() => import('./CodeStage').then((module) => module.CodeStage)),
  },
  {
    key: 'people',
    label: '在场人员',
    lead: '谁在现场，最后由谁签名。',
    done: ({ state }) => standing(state.persons) > 0,
    note: ({ state }) => counted(standing(state.persons), '人'),
    Page: page(() => import('./PeopleStage').then((module) => module.PeopleStage)),
  },
  {
    key: 'check',
    label: '检查清单',
    lead: '一项一项看，点一下就记下。',
    done: (known) => answered(known) === known.state.asked.length,
    note: (known) => `${answered(known)}/${known.state.asked.length}`,
    Page: page(() => import('./ChecklistStage').then((module) => module.ChecklistStage)),
  },
  {
    key: 'basics',
    label: '基本情况',
    lead: '档案里有的先全部带入，再改不对的。',
    done: ({ state }) => missingFields(state).length === 0,
    note: ({ state }) => counted(missingFields(state).length, '项必填'),
    Page: page(() => import('./BasicsStage').then((module) => module.BasicsStage)),
  },
  photosStage('只能现场拍，拍下就带时间、地点和校验值。'),
  {
    key: 'sample',
    label: '采样',
    lead: '采了样才填；没有采样不用管。',
    optional: true,
    done: ({ state }) => standing(state.samples) > 0,
    note: ({ state }) => counted(standing(state.samples), '个样'),
    Page: page(() => import('./SampleStage').then((module) => module.SampleStage)),
  },
  ...closingStages({
    read: '结束检查，和当事人一页一页核对。',
    sign: '当事人逐页签，两名执法人员也签。',
    refuse: '当事人不在、拒签或不让检查，在这里注明。',
  }),
];
