import { type ComponentType } from 'react';
import { type Offered, type RecordAnswer } from '../answers';
import { type Values } from '../form/values';
import { type Outcome } from '../offline/courier';
import { page } from '../shell/sections';
import { type Act } from './useTaps';

export interface ExtraProps {
  answer: RecordAnswer;
  /** Absent where the record is only shown. */
  act?: Act;
}

/** What the page of one domain shows beyond outline, clocks, history and messages; by the domain's word in addresses. */
export const extras: Readonly<Partial<Record<string, ComponentType<ExtraProps>>>> = {
  inspections: page(() => import('../inspection/InspectionExtra').then((module) => module.InspectionExtra)),
  'site-records': page(() => import('../siteRecord/SiteRecordExtra').then((module) => module.SiteRecordExtra)),
  interviews: page(() => import('../interview/InterviewExtra').then((module) => module.InterviewExtra)),
  law: page(() => import('../law/LawExtra').then((module) => module.LawExtra)),
  transfers: page(() => import('../transfer/TransferExtra').then((module) => module.TransferExtra)),
  'check-items': page(() => import('../checkItem/ItemExtra').then((module) => module.ItemExtra)),
  penalties: page(() => import('../penalty/ClueExtra').then((module) => module.ClueExtra)),
  'discretion-tables': page(() => import('../discretion/TableExtra').then((module) => module.TableExtra)),
  discussions: page(() => import('../discussion/DiscussionExtra').then((module) => module.DiscussionExtra)),
  hearings: page(() => import('../hearing/HearingExtra').then((module) => module.HearingExtra)),
  payments: page(() => import('../payment/PaymentExtra').then((module) => module.PaymentExtra)),
  disclosures: page(() => import('../disclosure/DisclosureExtra').then((module) => module.DisclosureExtra)),
  incidents: page(() => import('../incident/IncidentExtra').then((module) => module.IncidentExtra)),
  shifts: page(() => import('../duty/ShiftExtra').then((module) => module.ShiftExtra)),
  responsibilities: page(() => import('../responsibility/ObjectionExtra').then((module) => module.ObjectionExtra)),
  flying: page(() => import('../flying/FlyingExtra').then((module) => module.FlyingExtra)),
  'follow-ups': page(() => import('../followUp/FollowUpExtra').then((module) => module.FollowUpExtra)),
  rectifications: page(() => import('../rectification/RectificationExtra').then((module) => module.RectificationExtra)),
  'look-backs': page(() => import('../lookBack/LookBackExtra').then((module) => module.LookBackExtra)),
  orders: page(() => import('../document/DocumentsExtra').then((module) => module.DocumentsExtra)),
  'spot-penalties': page(() => import('../document/DocumentsExtra').then((module) => module.DocumentsExtra)),
  'evidence-holds': page(() => import('../document/DocumentsExtra').then((module) => module.DocumentsExtra)),
  rounds: page(() => import('../rotation/RoundExtra').then((module) => module.RoundExtra)),
};

/** Steps that the extra itself offers, where they need more than a button. */
const OWN_STEPS: Readonly<Partial<Record<string, readonly string[]>>> = {
  incidents: ['notDuplicate'],
  payments: ['claim'],
  disclosures: ['mark', 'release'],
  flying: ['postpone'],
  'follow-ups': ['pair', 'mark'],
  discussions: ['begin'],
  shifts: ['checkIn', 'confirmLine', 'trade'],
};

export interface SheetProps {
  offered: Offered;
  answer: RecordAnswer;
  onSend: (input: Record<string, unknown>, values: Values) => Promise<Outcome>;
  onClose: () => void;
}
const serveSheet = page(() => import('../onSite/ServeSheet').then((module) => module.ServeSheet));
/** Steps whose sheet is more than a form; on the phone only, since they are done where the party stands. */
const SHEETS: Readonly<Partial<Record<string, Readonly<Record<string, ComponentType<SheetProps>>>>>> = {
  orders: { serve: serveSheet },
  penalties: {
    /** A page of its own (sections.tsx): /penalties/:id/assess. */
    assess: page(() => import('../discretion/AssessPage').then((module) => module.AssessPage)),
    recordInstalmentRequest: page(() => import('../penalty/InstalmentSheet').then((module) => module.InstalmentSheet)),
  },
  'evidence-holds': { take: serveSheet, handBack: serveSheet },
};
export const ownSheet = (path: string, step: string): ComponentType<SheetProps> | undefined => SHEETS[path]?.[step];

/** Whether a step has a page of its own, which is the phone's on a wide screen as well. */
export const ownPage = (path: string, step: string): boolean => path === 'penalties' && step === 'assess';

/** The steps that stand in the bar of actions. */
export const inBar = ({ record, offered }: Pick<RecordAnswer, 'record' | 'offered'>): Offered[] =>
  offered.filter(({ step }) => !OWN_STEPS[record.path]?.includes(step));
