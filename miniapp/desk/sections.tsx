import { type ComponentType, lazy } from 'react';
import { type Me } from '../answers';

/** A page of the desk beside the petitions: its address after `#`, its name in the bar, for whom it is. */
export interface DeskSection {
  path: string;
  label: string;
  shows: (me: Me) => boolean;
  /** Opens the desk to those who see it though they do not work at the duty desk. */
  opens?: true;
  /** Reached from other records only; it has no place in the bar. */
  hidden?: true;
  /** `id` and `step` stand when one of its records is open: /<path>/<id>/<step>. */
  Page: ComponentType<{ me: Me; id: string | undefined; step: string | undefined }>;
}

/** In the order of the bar. */
export const deskSections: readonly DeskSection[] = [
  {
    path: '/roster',
    label: '值班表',
    shows: ({ may }) => may.seeRoster ?? false,
    Page: lazy(() => import('../duty/RosterDesk').then((module) => ({ default: module.RosterDesk }))),
  },
  {
    path: '/incidents',
    label: '事件',
    shows: ({ may }) => may.seeIncident ?? false,
    Page: lazy(() => import('../incident/IncidentsDesk').then((module) => ({ default: module.IncidentsDesk }))),
  },
  {
    path: '/inspections',
    label: '检查',
    shows: ({ may }) => (may.orderInspection ?? false) || (may.assignInspection ?? false),
    Page: lazy(() => import('../inspection/InspectionsDesk').then((module) => ({ default: module.InspectionsDesk }))),
  },
  {
    path: '/site-records',
    label: '笔录',
    opens: true,
    shows: ({ may }) => (may.judgeSiteRecord ?? false) || (may.reviewFlying ?? false),
    Page: lazy(() => import('../siteRecord/SiteRecordsDesk').then((module) => ({ default: module.SiteRecordsDesk }))),
  },
  {
    path: '/interviews',
    label: '询问笔录',
    hidden: true,
    shows: ({ may }) => (may.judgeSiteRecord ?? false) || (may.reviewFlying ?? false),
    Page: lazy(() => import('../siteRecord/SiteRecordsDesk').then((module) => ({ default: module.InterviewsDesk }))),
  },
  {
    path: '/dossiers',
    label: '企业',
    shows: ({ may }) => may.seeEnterprise ?? false,
    Page: lazy(() => import('../enterprise/DossiersDesk').then((module) => ({ default: module.DossiersDesk }))),
  },
  {
    path: '/check-items',
    label: '事项库',
    shows: ({ may }) => may.seeCheckItem ?? false,
    Page: lazy(() => import('../checkItem/LibraryDesk').then((module) => ({ default: module.LibraryDesk }))),
  },
  {
    path: '/discretion-tables',
    label: '裁量表',
    opens: true,
    shows: ({ may }) => (may.proposeLaw ?? false) || (may.approveLaw ?? false),
    Page: lazy(() => import('../discretion/TablesDesk').then((module) => ({ default: module.TablesDesk }))),
  },
  {
    path: '/penalties',
    label: '案件',
    shows: ({ may }) =>
      (may.seeCase ?? false) && ((may.decideClue ?? false) || (may.registerClue ?? false) || (may.reviewCase ?? false)),
    Page: lazy(() => import('../penalty/CluesDesk').then((module) => ({ default: module.CluesDesk }))),
  },
  {
    path: '/payments',
    label: '缴款',
    opens: true,
    shows: ({ may }) => may.seePayments ?? false,
    Page: lazy(() => import('../payment/PaymentsDesk').then((module) => ({ default: module.PaymentsDesk }))),
  },
  {
    path: '/disclosures',
    label: '处罚公开',
    opens: true,
    shows: ({ may }) => may.releaseDisclosure ?? false,
    Page: lazy(() => import('../disclosure/DisclosuresDesk').then((module) => ({ default: module.DisclosuresDesk }))),
  },
  {
    path: '/follow-ups',
    label: '后督查',
    shows: ({ may }) => (may.decideFollowUp ?? false) || (may.seeFollowUp ?? false),
    Page: lazy(() => import('../followUp/AftermathDesk').then((module) => ({ default: module.FollowUpsDesk }))),
  },
  {
    path: '/rectifications',
    label: '整改项',
    hidden: true,
    shows: ({ may }) => may.seeRectification ?? false,
    Page: lazy(() => import('../followUp/AftermathDesk').then((module) => ({ default: module.RectificationsDesk }))),
  },
  {
    path: '/look-backs',
    label: '回头看',
    hidden: true,
    shows: ({ may }) => may.seeLookBack ?? false,
    Page: lazy(() => import('../followUp/AftermathDesk').then((module) => ({ default: module.LookBacksDesk }))),
  },
  {
    path: '/alerts',
    label: '通知',
    shows: ({ may }) => may.seeAlert ?? false,
    Page: lazy(() => import('../massAlert/AlertsDesk').then((module) => ({ default: module.AlertsDesk }))),
  },
  {
    path: '/flying',
    label: '飞行检查',
    opens: true,
    shows: ({ may }) => (may.planFlying ?? false) || (may.lookAtTarget ?? false) || (may.reviewFlying ?? false),
    Page: lazy(() => import('../flying/FlyingDesk').then((module) => ({ default: module.FlyingDesk }))),
  },
  {
    path: '/rounds',
    label: '抽调',
    shows: ({ may }) => may.seeRounds ?? false,
    Page: lazy(() => import('../rotation/RotationDesk').then((module) => ({ default: module.RotationDesk }))),
  },
  {
    path: '/audits',
    label: '稽查',
    opens: true,
    shows: ({ may, roles }) => (may.planAudit ?? false) || roles.includes('officer'),
    Page: lazy(() => import('../audit/AuditsDesk').then((module) => ({ default: module.AuditsDesk }))),
  },
  {
    path: '/responsibilities',
    label: '责任',
    shows: ({ may }) => may.decideObjection ?? false,
    Page: lazy(() => import('../responsibility/TrailDesk').then((module) => ({ default: module.TrailDesk }))),
  },
  {
    path: '/law',
    label: '法律依据',
    opens: true,
    shows: ({ may }) => (may.proposeLaw ?? false) || (may.approveLaw ?? false),
    Page: lazy(() => import('../law/LawDesk').then((module) => ({ default: module.LawDesk }))),
  },
  {
    path: '/exemptions',
    label: '不予处罚清单',
    hidden: true,
    shows: ({ may }) => may.seeLaw ?? false,
    Page: lazy(() => import('../law/LawDesk').then((module) => ({ default: module.ExemptionsDesk }))),
  },
  {
    path: '/settings',
    label: '业务参数',
    opens: true,
    shows: ({ may }) => (may.proposeSetting ?? false) || (may.approveSetting ?? false),
    Page: lazy(() => import('../setting/SettingsDesk').then((module) => ({ default: module.SettingsDesk }))),
  },
  {
    path: '/transfers',
    label: '移送',
    opens: true,
    shows: ({ may }) => (may.seeOpenTransfer ?? false) || (may.openTransfer ?? false),
    Page: lazy(() => import('../transfer/TransfersDesk').then((module) => ({ default: module.TransfersDesk }))),
  },
  {
    path: '/templates',
    label: '文书模板',
    opens: true,
    shows: ({ may }) => (may.proposeTemplate ?? false) || (may.approveTemplate ?? false),
    Page: lazy(() => import('../template/TemplatesDesk').then((module) => ({ default: module.TemplatesDesk }))),
  },
];
