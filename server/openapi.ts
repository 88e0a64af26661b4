/** What the API takes and gives, made from the same schemas that judge the requests. */
import { z } from 'zod';
import { type Domain } from '../models/core/domain';
import { type Step } from '../models/core/workflow';
import { type AnyFace, faces } from '../models/domains';
import { petitionDomain } from '../models/petition/petition';
import { AlarmAnswer, DeskTasksQuery, TasksQuery } from './assignment.routes';
import { DraftRoster } from '../models/duty/roster.schema';
import { DevicesQuery } from './device.routes';
import { RegisterDevice, RestoreDevice, RevokeDevice } from '../models/device/device.schema';
import { EnterprisesQuery, OfficersQuery, UnitsQuery } from './directory.routes';
import { CheckChanges, MonthQuery } from './duty.routes';
import { AnnounceUpload } from '../models/evidence/evidence.schema';
import { ChunkQuery, EvidenceFileQuery, EvidenceQuery } from './evidence.routes';
import { MerkleQuery } from './merkle.routes';
import { FileQuery } from './files.routes';
import { NewRegistration, NewReport, PetitionQuery, RevealReason } from './petition.routes';
import { ReplayQuery, ToldQuery, WallQuery } from '../models/wall/wall.schema';
import { NewAbsence } from './absence.routes';
import { AuditsQuery, ItemQuery, NewAudit } from './audit.routes';
import { ApprovalQuery, ApproveSeveral } from './approval.routes';
import { NewDelegation } from './delegation.routes';
import { CallDiscussion } from '../models/discussion/discussion.schema';
import { ChoicesQuery, DiscussionsQuery } from './discussion.routes';
import { ClearFactor, ProveFactor, SetFactor } from './secondFactor.routes';
import { FollowUpsQuery } from './followUp.routes';
import { LookBacksQuery } from './lookBack.routes';
import { NewRectification, RectificationsQuery } from './rectification.routes';
import { TrailQuery } from './responsibility.routes';
import { DeclareRelations } from '../models/declaration/declaration.schema';
import { DraftFlying } from '../models/flying/flying.schema';
import { Approve, NewFlying, Reauth, Words } from './flying.routes';
import { LedgerQuery, NewRound, RoundsQuery } from './rotation.routes';
import { DeclareConflicts, RecordRetirement } from '../models/rotation/rotation.schema';
import { IncidentQuery, NewIncident, NewWarning, SignalsQuery } from './incident.routes';
import { AnswerAlert } from '../models/massAlert/alertRecipient.schema';
import { AlertsQuery, EnteredAnswer, NewAlert, PeopleQuery, PreviewAlert, RollQuery } from './massAlert.routes';
import { ImportRoster } from './roster.routes';
import { FieldQuery, NewSupplement, SiteRecordsQuery, SyncBody } from './field.routes';
import { PackQuery } from '../models/pack/pack.schema';
import { AssessQuery, ImportTables, NeighboursQuery, NewTable, TablesQuery } from './discretion.routes';
import { ApproveItems, ChecklistQuery, ItemsQuery, TakeOver } from './checkItem.routes';
import { WriteItem } from '../models/checkItem/checkItem.schema';
import { DossiersQuery } from './enterprise.routes';
import { CapQuery, CrewQuery, InspectionsQuery, NewInspection } from './inspection.routes';
import { CaseFileQuery } from './caseFile.routes';
import { DocumentQuery } from './document.routes';
import { CasesQuery, NewClue } from './penalty.routes';
import { HearingsQuery } from './hearing.routes';
import { NewFiling, NewLink, RevokeLink } from '../models/party/party.schema';
import { AskCode, EnterCode } from './party.session';
import { NewSession } from './signIn';
import { SignalBody } from '../models/signal/signal.schema';
import { NewEvidenceHold, NewOrder, NewSpotPenalty, OnSiteQuery } from './onSite.routes';
import { CompareQuery, ExemptionsQuery, LawQuery, LimitationQuery, NewBasis, NewRule } from './law.routes';
import { NewTransfer, TransfersQuery } from './transfer.routes';
import { NewSetting, SettingsQuery } from './setting.routes';
import { PreviewSetting } from '../models/setting/setting.schema';
import { NewTemplate, TemplatesQuery } from './template.routes';
import { VerifyQuery } from './verify.routes';
import { ClaimQuery, PaymentsQuery } from './payment.routes';
import { ImportPayments } from '../models/payment/payment.schema';
import { DisclosuresQuery } from './disclosure.routes';
import { PublicQuery } from './public.routes';
import { RegisterStations } from '../models/station/station.schema';

type Json = Record<string, unknown>;

const asJson = (schema: z.ZodType): Json => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return json;
};
const answers = (description: string): Json => ({
  '200': { description },
  default: {
    description: '拒绝',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
  },
});
const body = (schema: z.ZodType): Json => ({
  requestBody: { required: true, content: { 'application/json': { schema: asJson(schema) } } },
});
const header = (name: string, description: string): Json => ({
  ...{ name, in: 'header', required: true, description },
  schema: { type: 'string' },
});
const CSRF = header('x-csrf-token', '登录时得到的 csrf');
const KEY = header('idempotency-key', '同一编号重复提交只生效一次');
const inPath = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'string' } });

function inQuery(schema: z.ZodObject): Json[] {
  return Object.entries(schema.shape).map(([name, one]) => ({
    ...{ name, in: 'query', required: false },
    schema: asJson(one as z.ZodType),
  }));
}

interface Row {
  path: string;
  method: 'get' | 'post' | 'put' | 'delete';
  summary: string;
  parameters?: Json[];
  takes?: z.ZodType;
  open?: true;
}

const ROWS: readonly Row[] = [
  { path: '/api/hello', method: 'get', summary: '登录页所需的应用信息', open: true },
  { path: '/api/session', method: 'post', summary: '用钉钉登录码登录', takes: NewSession, open: true },
  { path: '/api/session', method: 'get', summary: '当前登录的人' },
  { path: '/api/session', method: 'delete', summary: '退出登录' },
  {
    path: '/api/jsapi',
    method: 'get',
    summary: 'dd.config 的参数',
    parameters: inQuery(z.strictObject({ url: z.string() })),
  },
  { path: '/api/hearings', method: 'get', summary: '与我有关的听证', parameters: inQuery(HearingsQuery) },
  {
    path: '/api/penalties/{id}/party',
    method: 'get',
    summary: '当事人的链接和提交',
    parameters: [inPath('id')],
  },
  {
    path: '/api/penalties/{id}/party',
    method: 'post',
    summary: '给当事人发送链接（短信），号码只进身份库',
    takes: NewLink,
    parameters: [inPath('id'), CSRF],
  },
  {
    path: '/api/penalties/{id}/party/{link}/revoke',
    method: 'post',
    summary: '撤销当事人链接',
    takes: RevokeLink,
    parameters: [inPath('id'), inPath('link'), CSRF, KEY],
  },
  {
    path: '/api/penalties/{id}/party/files/{hash}',
    method: 'get',
    summary: '下载当事人提交的文件（附件）',
    parameters: [inPath('id'), inPath('hash')],
  },
  {
    path: '/api/party/codes',
    method: 'post',
    summary: '当事人：获取短信验证码；链接有效与否，应答相同',
    takes: AskCode,
    open: true,
  },
  { path: '/api/party/session', method: 'post', summary: '当事人：用验证码登录', takes: EnterCode, open: true },
  { path: '/api/party/session', method: 'get', summary: '当事人：是否已登录' },
  { path: '/api/party/session', method: 'delete', summary: '当事人：退出' },
  { path: '/api/party/case', method: 'get', summary: '当事人：本案情况、权利和期限' },
  {
    path: '/api/party/filings',
    method: 'post',
    summary: '当事人：提交，同一编号只算一次',
    takes: NewFiling,
    parameters: [CSRF],
  },
  {
    path: '/api/party/files',
    method: 'put',
    summary: '当事人：上传一个文件（application/octet-stream，名称在 x-file-name）',
    parameters: [CSRF],
  },
  {
    path: '/api/party/files/{hash}',
    method: 'get',
    summary: '当事人：下载自己上传的文件',
    parameters: [inPath('hash')],
  },
  { path: '/api/rounds', method: 'get', summary: '抽调轮次', parameters: inQuery(RoundsQuery) },
  { path: '/api/rounds', method: 'post', summary: '发起一轮抽调', takes: NewRound },
  {
    path: '/api/rounds/{id}/replay',
    method: 'get',
    summary: '抽签的全部输入和结果，供核验',
    parameters: [inPath('id')],
  },
  { path: '/api/follow-ups', method: 'get', summary: '后督查，按期限', parameters: inQuery(FollowUpsQuery) },
  { path: '/api/rectifications', method: 'get', summary: '整改项，按期限', parameters: inQuery(RectificationsQuery) },
  { path: '/api/rectifications', method: 'post', summary: '登记整改项', takes: NewRectification },
  { path: '/api/look-backs', method: 'get', summary: '回头看', parameters: inQuery(LookBacksQuery) },
  { path: '/api/look-backs/rounds', method: 'get', summary: '回头看的抽取，供核验' },
  { path: '/api/audits', method: 'get', summary: '稽查件', parameters: inQuery(AuditsQuery) },
  { path: '/api/audits', method: 'post', summary: '稽查立项', takes: NewAudit },
  { path: '/api/audits/units', method: 'get', summary: '可以稽查的单位和记录类型' },
  {
    path: '/api/audits/{id}/candidates',
    method: 'get',
    summary: '符合回避规定的稽查员',
    parameters: [inPath('id')],
  },
  {
    path: '/api/audits/{id}/sampled',
    method: 'get',
    summary: '一件样本，个人信息已遮盖；每次查阅留痕',
    parameters: [inPath('id'), ...inQuery(ItemQuery)],
  },
  {
    path: '/api/audits/{id}/replay',
    method: 'get',
    summary: '抽样的全部输入和结果，供核验',
    parameters: [inPath('id')],
  },
  { path: '/api/responsibilities', method: 'get', summary: '责任记录', parameters: inQuery(TrailQuery) },
  { path: '/api/flying', method: 'get', summary: '与我有关的飞行检查' },
  {
    path: '/api/flying',
    method: 'post',
    summary: '起草飞行检查，目标加密保存',
    takes: NewFlying,
    parameters: [CSRF],
  },
  { path: '/api/flying/choices', method: 'get', summary: '起草时可选的局领导、集合地点和装备' },
  {
    path: '/api/flying/enterprises',
    method: 'post',
    summary: '起草时查企业（名称不进地址）',
    takes: Words,
    parameters: [CSRF],
  },
  {
    path: '/api/flying/{id}/look',
    method: 'post',
    summary: '策划人和批准人查看目标（身份再确认，留痕）',
    takes: Reauth,
    parameters: [inPath('id'), CSRF],
  },
  {
    path: '/api/flying/{id}/revise',
    method: 'post',
    summary: '修改草稿，目标重新加密',
    takes: DraftFlying,
    parameters: [inPath('id'), CSRF, KEY],
  },
  {
    path: '/api/flying/{id}/approve',
    method: 'post',
    summary: '批准并封存（身份再确认），公布指纹',
    takes: Approve,
    parameters: [inPath('id'), CSRF, KEY],
  },
  {
    path: '/api/flying/{id}/unlock',
    method: 'post',
    summary: '双人解封（身份再确认）',
    takes: Reauth,
    parameters: [inPath('id'), CSRF, KEY],
  },
  {
    path: '/api/flying/{id}/pack',
    method: 'get',
    summary: '队员手机预先下载的密封包，大小固定，揭示时才给钥匙',
    parameters: [inPath('id')],
  },
  {
    path: '/api/flying/{id}/report',
    method: 'get',
    summary: '结案报告：谁可能知道、谁看过',
    parameters: [inPath('id')],
  },
  { path: '/api/flying-commitments', method: 'get', summary: '公布的封存指纹', open: true },
  { path: '/api/declarations/mine', method: 'get', summary: '我的回避申报' },
  {
    path: '/api/declarations/mine',
    method: 'post',
    summary: '申报回避关系',
    takes: DeclareRelations,
    parameters: [CSRF],
  },
  { path: '/api/rotation/ledger', method: 'get', summary: '抽调公开账本', parameters: inQuery(LedgerQuery) },
  { path: '/api/rotation/mine', method: 'get', summary: '我在抽调中的次序' },
  { path: '/api/rotation/conflicts', method: 'post', summary: '回避申报', takes: DeclareConflicts },
  {
    path: '/api/rotation/members/{id}/retirement',
    method: 'post',
    summary: '登记退休日期',
    parameters: [inPath('id')],
    takes: RecordRetirement,
  },
  { path: '/api/assignments', method: 'get', summary: '我的任务', parameters: inQuery(TasksQuery) },
  {
    path: '/api/assignments/unacknowledged',
    method: 'get',
    summary: '值班台的待签收',
    parameters: inQuery(DeskTasksQuery),
  },
  {
    path: '/api/assignments/{id}/why',
    method: 'get',
    summary: '为什么通知我，还有谁知道，接下来通知谁',
    parameters: [inPath('id')],
  },
  {
    path: '/api/assignments/{id}/handled',
    method: 'post',
    summary: '无人可通知的告警：已人工联系',
    takes: AlarmAnswer,
    parameters: [inPath('id'), CSRF, KEY],
  },
  { path: '/api/devices', method: 'get', summary: '我登记的手机', parameters: inQuery(DevicesQuery) },
  {
    path: '/api/devices',
    method: 'post',
    summary: '登记这台手机并取得本机密钥',
    takes: RegisterDevice,
    parameters: [CSRF],
  },
  {
    path: '/api/devices/{id}/revoke',
    method: 'post',
    summary: '停用一台手机',
    takes: RevokeDevice,
    parameters: [inPath('id'), CSRF, KEY],
  },
  {
    path: '/api/devices/{id}/restore',
    method: 'post',
    summary: '恢复找回的手机（安全管理员）',
    takes: RestoreDevice,
    parameters: [inPath('id'), CSRF, KEY],
  },
  { path: '/api/pack/places', method: 'get', summary: '可以带上岛的岛屿和乡镇' },
  { path: '/api/pack', method: 'get', summary: '带上岛的资料，gzip 压缩，带 ETag', parameters: inQuery(PackQuery) },
  { path: '/api/units', method: 'get', summary: '可交办的单位', parameters: inQuery(UnitsQuery) },
  { path: '/api/officers', method: 'get', summary: '单位的执法人员', parameters: inQuery(OfficersQuery) },
  { path: '/api/enterprises', method: 'get', summary: '按名称查企业', parameters: inQuery(EnterprisesQuery) },
  { path: '/api/dossiers', method: 'get', summary: '企业档案列表', parameters: inQuery(DossiersQuery) },
  { path: '/api/dossiers/{id}', method: 'get', summary: '一企一档', parameters: [inPath('id')] },
  { path: '/api/check-items', method: 'get', summary: '检查事项库', parameters: inQuery(ItemsQuery) },
  {
    path: '/api/check-items/checklist',
    method: 'get',
    summary: '一个行业某一天的检查表',
    parameters: inQuery(ChecklistQuery),
  },
  {
    path: '/api/check-items',
    method: 'post',
    summary: '起草检查事项或其新版',
    takes: WriteItem,
    parameters: [CSRF, KEY],
  },
  {
    path: '/api/check-items/library',
    method: 'post',
    summary: '采用内置事项库，提交批准',
    takes: TakeOver,
    parameters: [CSRF],
  },
  {
    path: '/api/check-items/approve',
    method: 'post',
    summary: '批量批准检查事项',
    takes: ApproveItems,
    parameters: [CSRF, KEY],
  },
  { path: '/api/field/sync', method: 'post', summary: '手机上的现场记录同步', takes: SyncBody, parameters: [CSRF] },
  {
    path: '/api/field/{record}',
    method: 'get',
    summary: '一份现场笔录的起始内容和全部记录',
    parameters: [inPath('record'), ...inQuery(FieldQuery)],
  },
  { path: '/api/site-records', method: 'get', summary: '现场检查笔录列表', parameters: inQuery(SiteRecordsQuery) },
  {
    path: '/api/site-records/{id}/interviews',
    method: 'get',
    summary: '这次检查的询问笔录',
    parameters: [inPath('id')],
  },
  {
    path: '/api/site-records/{id}/supplements',
    method: 'post',
    summary: '开始补充笔录',
    takes: NewSupplement,
    parameters: [inPath('id'), CSRF],
  },
  { path: '/api/inspections', method: 'get', summary: '检查任务列表', parameters: inQuery(InspectionsQuery) },
  { path: '/api/inspections', method: 'post', summary: '下达检查任务', takes: NewInspection, parameters: [CSRF] },
  { path: '/api/inspections/mine', method: 'get', summary: '我的检查' },
  { path: '/api/inspections/crew', method: 'get', summary: '可以派出的执法人员', parameters: inQuery(CrewQuery) },
  { path: '/api/inspections/cap', method: 'get', summary: '企业本年度日常检查次数', parameters: inQuery(CapQuery) },
  { path: '/api/secondFactor', method: 'get', summary: '审批密码的状态' },
  {
    path: '/api/secondFactor',
    method: 'post',
    summary: '在本次登录里验证审批密码，几分钟内有效',
    takes: ProveFactor,
    parameters: [CSRF],
  },
  {
    path: '/api/secondFactor/set',
    method: 'post',
    summary: '设置或修改审批密码（刚用钉钉登录后）',
    takes: SetFactor,
    parameters: [CSRF],
  },
  {
    path: '/api/secondFactor/clear',
    method: 'post',
    summary: '安全管理员清除忘记的审批密码',
    takes: ClearFactor,
    parameters: [CSRF],
  },
  { path: '/api/delegations', method: 'get', summary: '审批授权' },
  { path: '/api/delegations', method: 'post', summary: '授权代为审批', takes: NewDelegation, parameters: [CSRF] },
  { path: '/api/delegations/choices', method: 'get', summary: '可以授权的人和审批种类' },
  { path: '/api/discussions', method: 'get', summary: '集体讨论', parameters: inQuery(DiscussionsQuery) },
  { path: '/api/discussions', method: 'post', summary: '召集集体讨论', takes: CallDiscussion, parameters: [CSRF] },
  {
    path: '/api/discussions/choices',
    method: 'get',
    summary: '可以作为成员、记录人的人',
    parameters: inQuery(ChoicesQuery),
  },
  {
    path: '/api/discussions/{id}/approval/{step}',
    method: 'get',
    summary: '表决或确认记录前要看的内容和它的哈希',
    parameters: [inPath('id'), inPath('step'), ...inQuery(ApprovalQuery)],
  },
  { path: '/api/approvals', method: 'get', summary: '等我审批的，按期限排列' },
  {
    path: '/api/approvals/batch',
    method: 'post',
    summary: '成批审批，只限允许成批的种类；逐件给出结果',
    takes: ApproveSeveral,
    parameters: [CSRF],
  },
  {
    path: '/api/penalties/{id}/approval/{step}',
    method: 'get',
    summary: '审批页：要看的内容、它的哈希、必须打开的部分',
    parameters: [inPath('id'), inPath('step'), ...inQuery(ApprovalQuery)],
  },
  { path: '/api/penalties', method: 'get', summary: '行政处罚案件列表', parameters: inQuery(CasesQuery) },
  {
    path: '/api/penalties/{id}/file',
    method: 'get',
    summary: '卷宗：文书、证据、关联记录',
    parameters: [inPath('id'), ...inQuery(CaseFileQuery)],
  },
  { path: '/api/penalties/{id}/veto', method: 'get', summary: '一票否决事项25项', parameters: [inPath('id')] },
  {
    path: '/api/penalties/{id}/editions/{kind}',
    method: 'get',
    summary: '一份文书的历次版本',
    parameters: [inPath('id'), inPath('kind')],
  },
  {
    path: '/api/penalties/{id}/export',
    method: 'get',
    summary: '导出整卷（压缩包，附核验页）',
    parameters: [inPath('id')],
  },
  { path: '/api/penalties', method: 'post', summary: '登记线索', takes: NewClue, parameters: [CSRF] },
  { path: '/api/petitions', method: 'get', summary: '信访列表', parameters: inQuery(PetitionQuery) },
  { path: '/api/petitions', method: 'post', summary: '随手报', takes: NewReport, parameters: [CSRF] },
  { path: '/api/petitions/register', method: 'post', summary: '登记信访', takes: NewRegistration, parameters: [CSRF] },
  { path: '/api/petitions/mine', method: 'get', summary: '我反映的' },
  { path: '/api/petitions/counts', method: 'get', summary: '值班台的数字' },
  { path: '/api/petitions/{id}', method: 'get', summary: '一件信访', parameters: [inPath('id')] },
  { path: '/api/petitions/{id}/repeats', method: 'get', summary: '可能的重复件', parameters: [inPath('id')] },
  {
    path: '/api/petitions/{id}/identity',
    method: 'post',
    summary: '查看信访人（写明事由，记入审计）',
    takes: RevealReason,
    parameters: [inPath('id'), CSRF],
  },
  { path: '/api/on-site/paper', method: 'get', summary: '现场文书的现行模板和本人的预留文号' },
  { path: '/api/orders', method: 'get', summary: '责令改正', parameters: inQuery(OnSiteQuery) },
  { path: '/api/orders', method: 'post', summary: '作出责令改正', takes: NewOrder, parameters: [CSRF] },
  { path: '/api/payments', method: 'get', summary: '缴款清单', parameters: inQuery(PaymentsQuery) },
  {
    path: '/api/payments/import',
    method: 'post',
    summary: '导入银行或非税清单',
    takes: ImportPayments,
    parameters: [CSRF],
  },
  { path: '/api/payments/cases', method: 'get', summary: '查找可认领的案件', parameters: inQuery(ClaimQuery) },
  { path: '/api/disclosures', method: 'get', summary: '处罚信息公开列表', parameters: inQuery(DisclosuresQuery) },
  { path: '/api/credits/{enterprise}', method: 'get', summary: '企业环境信用', parameters: [inPath('enterprise')] },
  {
    path: '/public/penalties.json',
    method: 'get',
    summary: '公开的处罚信息（无需登录）',
    parameters: inQuery(PublicQuery),
  },
  { path: '/api/spot-penalties', method: 'get', summary: '当场处罚', parameters: inQuery(OnSiteQuery) },
  { path: '/api/spot-penalties', method: 'post', summary: '当场处罚', takes: NewSpotPenalty, parameters: [CSRF] },
  { path: '/api/evidence-holds', method: 'get', summary: '先行登记保存', parameters: inQuery(OnSiteQuery) },
  { path: '/api/evidence-holds', method: 'post', summary: '提请保存', takes: NewEvidenceHold, parameters: [CSRF] },
  { path: '/api/discretion-tables', method: 'get', summary: '裁量表', parameters: inQuery(TablesQuery) },
  {
    path: '/api/discretion-tables',
    method: 'post',
    summary: '提出一张裁量表，同时用以往案件模拟',
    takes: NewTable,
    parameters: [CSRF],
  },
  {
    path: '/api/discretion-tables/import',
    method: 'post',
    summary: '从 Excel 提出裁量表（每页一张）',
    takes: ImportTables,
    parameters: [CSRF],
  },
  { path: '/api/discretion-tables/workbook', method: 'get', summary: '现行裁量表（.xlsx），也是导入的模板' },
  {
    path: '/api/discretion-tables/{id}/workbook',
    method: 'get',
    summary: '一版裁量表（.xlsx）',
    parameters: [inPath('id')],
  },
  {
    path: '/api/penalties/{id}/assess',
    method: 'get',
    summary: '一项违法行为的裁量：两部法律、裁量表、因子和证据',
    parameters: [inPath('id'), ...inQuery(AssessQuery)],
  },
  {
    path: '/api/penalties/{id}/neighbours',
    method: 'get',
    summary: '情节最接近的以往案件',
    parameters: [inPath('id'), ...inQuery(NeighboursQuery)],
  },
  { path: '/api/law', method: 'get', summary: '法律依据', parameters: inQuery(LawQuery) },
  {
    path: '/api/law',
    method: 'post',
    summary: '提出法律依据，由局领导批准',
    takes: NewBasis,
    parameters: [CSRF],
  },
  {
    path: '/api/law/compare',
    method: 'get',
    summary: '从旧兼从轻：两部法律并列计算',
    parameters: inQuery(CompareQuery),
  },
  { path: '/api/law/limitation', method: 'get', summary: '追责时效', parameters: inQuery(LimitationQuery) },
  { path: '/api/law/hints', method: 'get', summary: '涉嫌犯罪提示的规则' },
  { path: '/api/exemptions', method: 'get', summary: '不予处罚清单', parameters: inQuery(ExemptionsQuery) },
  {
    path: '/api/exemptions',
    method: 'post',
    summary: '提出不予处罚事项，由局领导批准',
    takes: NewRule,
    parameters: [CSRF],
  },
  { path: '/api/transfers', method: 'get', summary: '可以知悉的案件移送', parameters: inQuery(TransfersQuery) },
  { path: '/api/transfers/people', method: 'get', summary: '可以组成专案组的执法人员和决定移送的负责人' },
  {
    path: '/api/transfers',
    method: 'post',
    summary: '提出案件移送',
    takes: NewTransfer,
    parameters: [CSRF],
  },
  { path: '/api/settings', method: 'get', summary: '业务参数和待生效的调整' },
  { path: '/api/settings/history', method: 'get', summary: '业务参数的历次调整', parameters: inQuery(SettingsQuery) },
  {
    path: '/api/settings/preview',
    method: 'post',
    summary: '调整业务参数会改变什么',
    takes: PreviewSetting,
    parameters: [CSRF],
  },
  {
    path: '/api/settings',
    method: 'post',
    summary: '提出调整业务参数，由局领导批准',
    takes: NewSetting,
    parameters: [CSRF],
  },
  { path: '/api/templates', method: 'get', summary: '文书模板', parameters: inQuery(TemplatesQuery) },
  {
    path: '/api/templates',
    method: 'post',
    summary: '上传一版文书模板，内容是 .docx 文件本身',
    parameters: [...inQuery(NewTemplate), CSRF],
  },
  { path: '/api/templates/{id}/file', method: 'get', summary: '模板的 Word 文件', parameters: [inPath('id')] },
  ...(['', '/word', '/pdf'] as const).map((format): Row => ({
    path: `/api/documents/{path}/{id}/{kind}${format}`,
    method: 'get',
    summary: format === '' ? '文书的页面' : `文书的 ${format === '/word' ? 'Word' : 'PDF'} 文件`,
    parameters: [inPath('path'), inPath('id'), inPath('kind'), ...inQuery(DocumentQuery)],
  })),
  {
    path: '/api/verify/{code}',
    method: 'get',
    summary: '核验一份文书',
    parameters: [inPath('code'), ...inQuery(VerifyQuery)],
    open: true,
  },
  {
    path: '/api/verify/{code}/copies/{hash}',
    method: 'get',
    summary: '核验一份电子文件是否原样出具',
    parameters: [inPath('code'), inPath('hash'), ...inQuery(VerifyQuery)],
    open: true,
  },
  { path: '/api/absences', method: 'get', summary: '我的离岗申请和等我批准的' },
  { path: '/api/absences', method: 'post', summary: '申请离岗', takes: NewAbsence, parameters: [CSRF] },
  { path: '/api/incidents', method: 'get', summary: '事件列表', parameters: inQuery(IncidentQuery) },
  { path: '/api/incidents', method: 'post', summary: '登记事件', takes: NewIncident, parameters: [CSRF] },
  {
    path: '/api/incidents/{id}/signals',
    method: 'get',
    summary: '一件事件的原始信号',
    parameters: [inPath('id'), ...inQuery(SignalsQuery)],
  },
  { path: '/api/stations/silent', method: 'get', summary: '失联的监测站点' },
  { path: '/api/stations', method: 'post', summary: '导入站点名录', takes: RegisterStations, parameters: [CSRF] },
  { path: '/api/weather', method: 'get', summary: '生效中的气象预警' },
  { path: '/api/weather', method: 'post', summary: '录入气象预警', takes: NewWarning, parameters: [CSRF] },
  {
    path: '/api/hooks/{system}',
    method: 'post',
    summary: '外部系统的信号（签名方法见 docs/webhooks.md）',
    takes: SignalBody,
    parameters: [
      inPath('system'),
      header('x-liandong-timestamp', '毫秒时间戳'),
      header('x-liandong-event', '事件编号，同一编号只收一次'),
      header('x-liandong-signature', 'sha256=HMAC-SHA256 十六进制'),
    ],
    open: true,
  },
  { path: '/api/files', method: 'post', summary: '上传照片（multipart，字段 photo）', parameters: [CSRF] },
  { path: '/api/files/{hash}', method: 'get', summary: '照片', parameters: [inPath('hash'), ...inQuery(FileQuery)] },
  { path: '/api/evidence', method: 'get', summary: '一份笔录的现场证据', parameters: inQuery(EvidenceQuery) },
  { path: '/api/evidence/settings', method: 'get', summary: '相机参数' },
  {
    path: '/api/evidence/{sha256}',
    method: 'post',
    summary: '登记要上传的照片或视频，返回还缺哪些段',
    takes: AnnounceUpload,
    parameters: [inPath('sha256'), CSRF],
  },
  {
    path: '/api/evidence/{sha256}',
    method: 'get',
    summary: '照片或视频（可按 Range 取一段）',
    parameters: [inPath('sha256'), ...inQuery(EvidenceFileQuery)],
  },
  { path: '/api/evidence/{sha256}/chunks', method: 'get', summary: '还缺哪些段', parameters: [inPath('sha256')] },
  {
    path: '/api/evidence/{sha256}/chunks/{n}',
    method: 'put',
    summary: '上传一段（application/octet-stream）',
    parameters: [inPath('sha256'), inPath('n'), ...inQuery(ChunkQuery), CSRF],
  },
  {
    path: '/api/evidence/export/{record}',
    method: 'get',
    summary: '导出一份笔录和全部证据（zip，自带核验页，记入审计）',
    parameters: [inPath('record')],
  },
  { path: '/api/merkle', method: 'get', summary: '每日存证根', parameters: inQuery(MerkleQuery), open: true },
  {
    path: '/api/merkle/proof/{sha256}',
    method: 'get',
    summary: '一份文件的存证路径',
    parameters: [inPath('sha256')],
    open: true,
  },
  { path: '/api/alerts', method: 'get', summary: '紧急通知列表', parameters: inQuery(AlertsQuery) },
  { path: '/api/alerts', method: 'post', summary: '起草紧急通知', takes: NewAlert, parameters: [CSRF] },
  { path: '/api/alerts/mine', method: 'get', summary: '发给我的紧急通知' },
  { path: '/api/alerts/choices', method: 'get', summary: '可选的单位、县区、角色和常用回复' },
  { path: '/api/alerts/people', method: 'get', summary: '按姓名找人', parameters: inQuery(PeopleQuery) },
  {
    path: '/api/alerts/preview',
    method: 'post',
    summary: '发出前看会通知谁、不通知谁、谁联系不上',
    takes: PreviewAlert,
    parameters: [CSRF],
  },
  { path: '/api/alerts/{id}/draft', method: 'get', summary: '待发通知的内容', parameters: [inPath('id')] },
  { path: '/api/alerts/{id}/mine', method: 'get', summary: '一次通知和我的回复', parameters: [inPath('id')] },
  {
    path: '/api/alerts/{id}/answer',
    method: 'post',
    summary: '回复',
    takes: AnswerAlert,
    parameters: [inPath('id'), CSRF, KEY],
  },
  {
    path: '/api/alerts/{id}/enter',
    method: 'post',
    summary: '代为登记电话联系上的人',
    takes: EnteredAnswer,
    parameters: [inPath('id'), CSRF, KEY],
  },
  { path: '/api/alerts/{id}/board', method: 'get', summary: '点名情况，按单位', parameters: [inPath('id')] },
  {
    path: '/api/alerts/{id}/roll',
    method: 'get',
    summary: '点名名单',
    parameters: [inPath('id'), ...inQuery(RollQuery)],
  },
  {
    path: '/api/alerts/{id}/export',
    method: 'get',
    summary: '导出点名表（CSV，记入审计）',
    parameters: [inPath('id')],
  },
  { path: '/api/duty/roster', method: 'get', summary: '一个月的值班表', parameters: inQuery(MonthQuery) },
  { path: '/api/duty/mine', method: 'get', summary: '我的班次', parameters: inQuery(MonthQuery) },
  { path: '/api/duty/now', method: 'get', summary: '现在谁在值班' },
  { path: '/api/duty/people', method: 'get', summary: '可以排班的人员' },
  { path: '/api/duty/gaps', method: 'get', summary: '近期缺口' },
  { path: '/api/duty/check', method: 'post', summary: '调整前检查', takes: CheckChanges, parameters: [CSRF] },
  { path: '/api/duty/template', method: 'get', summary: '值班表模板（.xlsx）', parameters: inQuery(MonthQuery) },
  { path: '/api/duty/export', method: 'get', summary: '导出一个月（.xlsx）', parameters: inQuery(MonthQuery) },
  { path: '/api/duty/import', method: 'post', summary: '导入值班表', takes: ImportRoster, parameters: [CSRF] },
  { path: '/api/duty/ical', method: 'get', summary: '我的日历订阅' },
  { path: '/api/duty/ical', method: 'post', summary: '生成日历订阅地址，旧的失效', parameters: [CSRF] },
  { path: '/api/duty/ical', method: 'delete', summary: '停用日历订阅', parameters: [CSRF] },
  { path: '/api/duty/ical/{file}', method: 'get', summary: '日历（.ics）', parameters: [inPath('file')], open: true },
  { path: '/api/rosters', method: 'get', summary: '各份值班表' },
  { path: '/api/rosters', method: 'post', summary: '起草值班表', takes: DraftRoster, parameters: [CSRF] },
  { path: '/api/rosters/pattern', method: 'get', summary: '排班模式' },
  {
    path: '/api/rosters/{id}/days',
    method: 'get',
    summary: '预览中的一个月',
    parameters: [inPath('id'), ...inQuery(MonthQuery)],
  },
  { path: '/api/live', method: 'get', summary: '变化通知（SSE）' },
  { path: '/api/wall', method: 'get', summary: '大屏：在办事项和它们的变化', parameters: inQuery(WallQuery) },
  { path: '/api/wall/replay', method: 'get', summary: '大屏回放（记入审计）', parameters: inQuery(ReplayQuery) },
  { path: '/api/wall/told', method: 'get', summary: '一件事通知了谁、到了哪一步', parameters: inQuery(ToldQuery) },
  { path: '/api/wall/boundary', method: 'get', summary: '地图边界' },
  { path: '/api/status', method: 'get', summary: '运行状态' },
  { path: '/api/watch', method: 'get', summary: '看门狗的发现和链路自检的用时' },
  { path: '/healthz/deadman', method: 'get', summary: '看门狗和自检都正常时为 200，否则 503', open: true },
];

/** One route per step that a person may take. */
function stepRows(path: string, { workflow, commands }: Domain<never>): Row[] {
  const steps = Object.entries<Step<never>>(workflow.steps).filter(([, { quiet }]) => !quiet);
  return steps.flatMap(([step, { label }]): Row[] => {
    const takes = commands[step]?.schema;
    const parameters = [inPath('id'), CSRF, KEY];
    return takes ? [{ path: `/api/${path}/{id}/${step}`, method: 'post', summary: label, takes, parameters }] : [];
  });
}

function faceRows({ path, domain }: AnyFace): Row[] {
  const { noun } = domain.workflow;
  return [
    { path: `/api/${path}/{id}`, method: 'get', summary: `一件${noun}`, parameters: [inPath('id')] },
    { path: `/api/${path}/{id}/options`, method: 'get', summary: `${noun}表单的选项`, parameters: [inPath('id')] },
    ...stepRows(path, domain as unknown as Domain<never>),
  ];
}

const Refusal = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string', description: '一句话，说明该怎么办' },
        fields: {
          type: 'array',
          items: { type: 'object', properties: { field: { type: 'string' }, reason: { type: 'string' } } },
        },
        requestId: { type: 'string' },
      },
    },
  },
};

function pathsOf(rows: readonly Row[]): Json {
  const paths: Record<string, Json> = {};
  for (const { path, method, summary, parameters = [], takes, open } of rows) {
    const operation = { summary, parameters, ...(takes ? body(takes) : {}), responses: answers('成功') };
    paths[path] = { ...paths[path], [method]: { ...operation, security: open ? [] : [{ session: [] }] } };
  }
  return paths;
}

let made: Json | undefined;

/** The OpenAPI 3.1 document; the same object every time. */
export function openApiDocument(): Json {
  return (made ??= {
    openapi: '3.1.0',
    info: { title: '联动', version: '1', description: '一体化联动执法的接口' },
    paths: pathsOf([...ROWS, ...stepRows('petitions', petitionDomain as never), ...faces.flatMap(faceRows)]),
    components: {
      schemas: { Refusal },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'liandong' } },
    },
  });
}
