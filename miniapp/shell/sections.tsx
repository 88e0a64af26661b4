import { type ComponentType, lazy } from 'react';
import { type Me } from '../answers';

/** A page of the micro-app beside tasks and reports: its address after `#`, its name in “更多”, for whom it is. */
export interface Section {
  path: string;
  label: string;
  /** One line under the name. */
  hint: string;
  shows: (me: Me) => boolean;
  /** Reached from another page, not from “更多”. */
  unlisted?: true;
  Page: ComponentType<{ me: Me }>;
}

/** Loaded when it is opened: `page(() => import('../word/WordPage').then((module) => module.WordPage))`. */
export const page = <P extends object>(load: () => Promise<ComponentType<P>>) =>
  lazy(() => load().then((component) => ({ default: component })));

/** In the order of “更多”. */
export const sections: readonly Section[] = [
  {
    path: '/roster',
    label: '我的值班',
    hint: '我的班次、现在谁在值班、手机日历',
    shows: ({ may }) => may.seeRoster ?? false,
    Page: page(() => import('../duty/RosterPage').then((module) => module.RosterPage)),
  },
  {
    path: '/incidents',
    label: '事件',
    hint: '正在处理的突发事件和告警',
    shows: ({ may, roles }) => (may.seeIncident ?? false) && roles.some((role) => role !== 'ruralSupervisor'),
    Page: page(() => import('../incident/IncidentsPage').then((module) => module.IncidentsPage)),
  },
  {
    path: '/incidents/new',
    label: '登记事件',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.enterIncident ?? false,
    Page: page(() => import('../incident/EnterPage').then((module) => module.EnterPage)),
  },
  {
    path: '/inspections',
    label: '检查任务',
    hint: '派给我的检查，下达和跟踪检查',
    shows: ({ may }) => may.seeInspection ?? false,
    Page: page(() => import('../inspection/InspectionsPage').then((module) => module.InspectionsPage)),
  },
  {
    path: '/inspections/new',
    label: '下达检查任务',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.orderInspection ?? false,
    Page: page(() => import('../inspection/OrderPage').then((module) => module.OrderPage)),
  },
  {
    path: '/siteRecord/:id/:stage?',
    label: '现场检查',
    hint: '',
    unlisted: true,
    shows: ({ may }) => (may.writeSiteRecord ?? false) || (may.takeEvidence ?? false),
    Page: page(() => import('../siteRecord/VisitPage').then((module) => module.VisitPage)),
  },
  {
    path: '/interview/:id/:stage?',
    label: '询问笔录',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.writeSiteRecord ?? false,
    Page: page(() => import('../interview/InterviewPage').then((module) => module.InterviewPage)),
  },
  {
    path: '/on-site/new/:path/:record',
    label: '现场文书',
    hint: '',
    unlisted: true,
    shows: ({ roles }) => roles.includes('officer') || roles.includes('branchHead'),
    Page: page(() => import('../onSite/IssuePage').then((module) => module.IssuePage)),
  },
  {
    path: '/on-site',
    label: '现场文书',
    hint: '责令改正、当场处罚、先行登记保存',
    shows: ({ may, roles }) => (may.seeEnforcement ?? false) || roles.includes('officer'),
    Page: page(() => import('../onSite/OnSitePage').then((module) => module.OnSitePage)),
  },
  {
    path: '/on-site/:record',
    label: '现场文书',
    hint: '',
    unlisted: true,
    shows: ({ may, roles }) => (may.seeEnforcement ?? false) || roles.includes('officer'),
    Page: page(() => import('../onSite/OnSitePage').then((module) => module.OnSitePage)),
  },
  {
    path: '/dossiers',
    label: '企业档案',
    hint: '按名称、拼音查企业，一企一档',
    shows: ({ may }) => may.seeEnterprise ?? false,
    Page: page(() => import('../enterprise/DossiersPage').then((module) => module.DossiersPage)),
  },
  {
    path: '/dossiers/:id',
    label: '企业档案',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.seeInspection ?? false,
    Page: page(() => import('../enterprise/DossierPage').then((module) => module.DossierPage)),
  },
  {
    path: '/check-items',
    label: '检查事项库',
    hint: '各行业查什么、依据、建议用语',
    shows: ({ may }) => may.seeCheckItem ?? false,
    Page: page(() => import('../checkItem/LibraryPage').then((module) => module.LibraryPage)),
  },
  {
    path: '/penalties/:id/assess',
    label: '裁量',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.seeCase ?? false,
    Page: page(() => import('../discretion/AssessPage').then((module) => module.AssessPage)),
  },
  {
    path: '/discretion-tables',
    label: '裁量表',
    hint: '罚款怎样算：各档比例、版本和模拟',
    shows: ({ may }) => may.seeLaw ?? false,
    Page: page(() => import('../discretion/TablesPage').then((module) => module.TablesPage)),
  },
  {
    path: '/penalties',
    label: '案件线索',
    hint: '违法线索登记和立案审查',
    shows: ({ may }) => may.seeCase ?? false,
    Page: page(() => import('../penalty/CluesPage').then((module) => module.CluesPage)),
  },
  {
    path: '/penalties/new',
    label: '登记线索',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.registerClue ?? false,
    Page: page(() => import('../penalty/RegisterPage').then((module) => module.RegisterPage)),
  },
  {
    path: '/alerts',
    label: '通知与点名',
    hint: '紧急通知、回复和点名情况',
    shows: ({ may }) => may.answerAlert ?? false,
    Page: page(() => import('../massAlert/AlertsPage').then((module) => module.AlertsPage)),
  },
  {
    path: '/alerts/:id/:step?',
    label: '紧急通知',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.answerAlert ?? false,
    Page: page(() => import('../massAlert/AlertPage').then((module) => module.AlertPage)),
  },
  {
    path: '/evidence/:record',
    label: '现场证据',
    hint: '',
    unlisted: true,
    shows: ({ may }) => (may.takeEvidence ?? false) || (may.exportRecord ?? false),
    Page: page(() => import('../evidence/EvidencePage').then((module) => module.EvidencePage)),
  },
  {
    path: '/absences',
    label: '请假离岗',
    hint: '申请请假、培训、借调，查看和批准',
    shows: ({ may }) => may.requestAbsence ?? false,
    Page: page(() => import('../absence/AbsencesPage').then((module) => module.AbsencesPage)),
  },
  {
    path: '/rounds',
    label: '全员抽调',
    hint: '名单、为什么是我、公开账本',
    shows: ({ may }) => may.seeRounds ?? false,
    Page: page(() => import('../rotation/RoundsPage').then((module) => module.RoundsPage)),
  },
  {
    path: '/rounds/new',
    label: '发起一轮抽调',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.runDraw ?? false,
    Page: page(() => import('../rotation/OpenRoundPage').then((module) => module.OpenRoundPage)),
  },
  {
    path: '/rotation/mine',
    label: '我的抽调',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.seeRounds ?? false,
    Page: page(() => import('../rotation/ConflictsPage').then((module) => module.ConflictsPage)),
  },
  {
    path: '/rotation/ledger',
    label: '抽调公开账本',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.seeRounds ?? false,
    Page: page(() => import('../rotation/LedgerPage').then((module) => module.LedgerPage)),
  },
  {
    path: '/flying',
    label: '飞行检查',
    hint: '起草、批准、集合和现场',
    shows: ({ may, roles }) =>
      (may.planFlying ?? false) || roles.some((role) => ['officer', 'bureauLeader', 'auditor'].includes(role)),
    Page: page(() => import('../flying/FlyingsPage').then((module) => module.FlyingsPage)),
  },
  {
    path: '/flying/new',
    label: '起草飞行检查',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.planFlying ?? false,
    Page: page(() => import('../flying/DraftPage').then((module) => module.DraftPage)),
  },
  {
    path: '/flying/revise/:id',
    label: '重新填写飞行检查',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.planFlying ?? false,
    Page: page(() => import('../flying/DraftPage').then((module) => module.DraftPage)),
  },
  {
    path: '/flying/report/:id',
    label: '飞行检查结案报告',
    hint: '',
    unlisted: true,
    shows: ({ may }) => (may.lookAtTarget ?? false) || (may.reviewFlying ?? false),
    Page: page(() => import('../flying/ReportPage').then((module) => module.ReportPage)),
  },
  {
    path: '/declarations',
    label: '回避申报',
    hint: '亲属、利害关系、任职和许可经历，只有本人能看',
    shows: ({ may }) => may.declareRelations ?? false,
    Page: page(() => import('../declaration/DeclarationPage').then((module) => module.DeclarationPage)),
  },
  {
    path: '/pack',
    label: '带上岛',
    hint: '出海前带上企业档案、检查表和文书，没有信号也能用',
    shows: ({ may }) => may.packPlaces ?? false,
    Page: page(() => import('../pack/PackPage').then((module) => module.PackPage)),
  },
  {
    path: '/devices',
    label: '我的手机',
    hint: '登记的手机、离线期限、挂失停用、退出登录',
    shows: ({ may }) => may.registerDevice ?? false,
    Page: page(() => import('../pack/DevicesPage').then((module) => module.DevicesPage)),
  },
  {
    path: '/audits',
    label: '执法稽查',
    hint: '立项、抽样、查阅和答复',
    shows: ({ may, roles }) =>
      (may.planAudit ?? false) || roles.some((role) => ['officer', 'branchHead'].includes(role)),
    Page: page(() => import('../audit/AuditsPage').then((module) => module.AuditsPage)),
  },
  {
    path: '/audits/new',
    label: '稽查立项',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.planAudit ?? false,
    Page: page(() => import('../audit/PlanPage').then((module) => module.PlanPage)),
  },
  {
    path: '/audits/:id/:step?',
    label: '稽查件',
    hint: '',
    unlisted: true,
    shows: ({ may }) => may.seeAudit ?? false,
    Page: page(() => import('../audit/AuditPage').then((module) => module.AuditPage)),
  },
  {
    path: '/responsibilities',
    label: '责任记录',
    hint: '与我有关的责任记录和申辩',
    shows: ({ may }) => may.seeResponsibility ?? false,
    Page: page(() => import('../responsibility/TrailPage').then((module) => module.TrailPage)),
  },
  {
    path: '/documents/:path/:id/:kind',
    label: '文书',
    hint: '',
    unlisted: true,
    shows: () => true,
    Page: page(() => import('../document/DocumentPage').then((module) => module.DocumentPage)),
  },
  {
    path: '/why/:id',
    label: '为什么通知我',
    hint: '',
    unlisted: true,
    shows: () => true,
    Page: page(() => import('../assignment/WhyPage').then((module) => module.WhyPage)),
  },
];
