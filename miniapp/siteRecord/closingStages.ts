/** The stages with which every record in the field ends, in the words of its kind. */
import { type FieldState } from '../../models/field/fieldState';
import { page } from '../shell/sections';
import { type FieldVisit, officerOf } from './fieldVisit';
import { type Stage } from './StageFrame';

/** What is done in each, one line under its heading. */
type Leads = Record<'read' | 'sign' | 'refuse', string>;

/** Signed, or the refusal to sign put down: the other officer's signature is on the same pages, so reading over is done for both. */
const concluded = ({ state: { readings, refusals } }: FieldVisit) =>
  readings.some(({ complete }) => complete) || refusals.length > 0;

type WithPhotos = FieldVisit<FieldState & { evidence: readonly unknown[] }>;
export const photosStage = (lead: string): Stage<WithPhotos> => ({
  key: 'photos',
  label: '照片录像',
  lead,
  optional: true,
  done: ({ state }) => state.evidence.length > 0,
  note: ({ state }) => (state.evidence.length > 0 ? `${state.evidence.length}张` : undefined),
  Page: page(() => import('./PhotosStage').then((module) => module.PhotosStage)),
});

export const closingStages = ({ read, sign, refuse }: Leads): Stage<FieldVisit>[] => [
  {
    key: 'read',
    label: '通读核对',
    lead: read,
    done: (visit) => visit.state.reading !== null || concluded(visit),
    Page: page(() => import('./ReadStage').then((module) => module.ReadStage)),
  },
  {
    key: 'sign',
    label: '签名',
    lead: sign,
    done: concluded,
    Page: page(() => import('./SignStage').then((module) => module.SignStage)),
  },
  {
    key: 'refuse',
    label: '拒签',
    lead: refuse,
    optional: true,
    done: ({ state }) => state.refusals.length > 0,
    Page: page(() => import('./RefuseStage').then((module) => module.RefuseStage)),
  },
  {
    key: 'submit',
    label: '提交',
    lead: '两人各自提交，笔录就锁定。',
    done: ({ state, me }) => Boolean(officerOf(state, me)?.submittedAt),
    note: ({ state }) => (state.lockedAt ? '已锁定' : undefined),
    Page: page(() => import('./SubmitStage').then((module) => module.SubmitStage)),
  },
];
