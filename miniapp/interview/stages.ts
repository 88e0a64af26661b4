/** The stages of an interview in the order in which they are done. */
import { INTERVIEW_FIELDS, type InterviewFieldName } from '../../models/interview/events.schema';
import { type InterviewState } from '../../models/interview/interview.schema';
import { MANDATORY } from '../../models/interview/questions';
import { page } from '../shell/sections';
import { closingStages, photosStage } from '../siteRecord/closingStages';
import { officerOf } from '../siteRecord/fieldVisit';
import { type Stage } from '../siteRecord/StageFrame';
import { type InterviewVisit } from './visit';

const NAMES = Object.keys(INTERVIEW_FIELDS) as InterviewFieldName[];
const answered = ({ questions }: InterviewState) => questions.filter(({ value }) => value.answer).length;

export const STAGES: readonly Stage<InterviewVisit>[] = [
  {
    key: 'begin',
    label: '开始',
    lead: '出示证件，告知权利义务，写明在哪里问、问什么事。',
    done: ({ state, me }) =>
      Boolean(officerOf(state, me)?.shownAt && state.rightsTold) &&
      NAMES.every((name) => !INTERVIEW_FIELDS[name].required || state.fields[name]?.value),
    Page: page(() => import('./BeginStage').then((module) => module.BeginStage)),
  },
  {
    key: 'person',
    label: '被询问人',
    lead: '一份笔录只问一个人。',
    done: ({ state }) => state.interviewee !== null,
    note: ({ state }) => state.interviewee?.value.name,
    Page: page(() => import('./IntervieweeStage').then((module) => module.IntervieweeStage)),
  },
  {
    key: 'ask',
    label: '问答',
    lead: '点一下带出问题，常用回答点一下就记下，再改不对的。',
    done: ({ state }) =>
      MANDATORY.every(({ id }) => state.questions.some(({ value }) => value.template === id && value.answer)),
    note: ({ state }) => (answered(state) > 0 ? `${answered(state)}条` : undefined),
    Page: page(() => import('./AskStage').then((module) => module.AskStage)),
  },
  photosStage('询问现场的照片、录音录像。'),
  ...closingStages({
    read: '结束询问，请被询问人一页一页核对。',
    sign: '被询问人逐页签，两名执法人员也签。',
    refuse: '被询问人中途离开或拒绝签名，在这里注明。',
  }),
];
