/** The stages of an interview in the order in which they are done. */
import { type ComponentType } from 'react';
import { INTERVIEW_FIELDS, type InterviewFieldName } from '../../models/interview/events.schema';
import { type InterviewState } from '../../models/interview/interview.schema';
import { MANDATORY } from '../../models/interview/questions';
import { page } from '../shell/sections';
import { officerOf } from '../siteRecord/fieldVisit';

interface Known {
  state: InterviewState;
  me: string;
}
interface Stage {
  key: string;
  label: string;
  lead: string;
  optional?: true;
  done: (known: Known) => boolean;
  note?: (known: Known) => string | undefined;
  Page: ComponentType;
}

const NAMES = Object.keys(INTERVIEW_FIELDS) as InterviewFieldName[];
const answered = ({ questions }: InterviewState) => questions.filter(({ value }) => value.answer).length;
const concluded = ({ readings, refusals }: InterviewState) =>
  readings.some(({ complete }) => complete) || refusals.length > 0;

export const STAGES: readonly Stage[] = [
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
  {
    key: 'photos',
    label: '照片录像',
    lead: '询问现场的照片、录音录像。',
    optional: true,
    done: ({ state }) => state.evidence.length > 0,
    note: ({ state }) => (state.evidence.length > 0 ? `${state.evidence.length}张` : undefined),
    Page: page(() => import('../siteRecord/PhotosStage').then((module) => module.PhotosStage)),
  },
  {
    key: 'read',
    label: '通读核对',
    lead: '结束询问，请被询问人一页一页核对。',
    done: ({ state }) => state.reading !== null || concluded(state),
    Page: page(() => import('../siteRecord/ReadStage').then((module) => module.ReadStage)),
  },
  {
    key: 'sign',
    label: '签名',
    lead: '被询问人逐页签，两名执法人员也签。',
    done: ({ state }) => concluded(state),
    Page: page(() => import('../siteRecord/SignStage').then((module) => module.SignStage)),
  },
  {
    key: 'refuse',
    label: '拒签',
    lead: '被询问人中途离开或拒绝签名，在这里注明。',
    optional: true,
    done: ({ state }) => state.refusals.length > 0,
    Page: page(() => import('../siteRecord/RefuseStage').then((module) => module.RefuseStage)),
  },
  {
    key: 'submit',
    label: '提交',
    lead: '两人各自提交，笔录就锁定。',
    done: ({ state, me }) => Boolean(officerOf(state, me)?.submittedAt),
    note: ({ state }) => (state.lockedAt ? '已锁定' : undefined),
    Page: page(() => import('../siteRecord/SubmitStage').then((module) => module.SubmitStage)),
  },
];
