import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { delegationWorkflow } from '../models/approval/delegation.workflow';
import { discussionWorkflow } from '../models/discussion/discussion.workflow';
import { absenceWorkflow } from '../models/absence/absence.workflow';
import { assignmentWorkflow } from '../models/assignment/assignment.workflow';
import { auditWorkflow } from '../models/audit/audit.workflow';
import { evidenceWorkflow } from '../models/evidence/evidence.workflow';
import { deviceWorkflow } from '../models/device/device.workflow';
import { checkItemWorkflow } from '../models/checkItem/checkItem.workflow';
import { discretionWorkflow } from '../models/discretion/discretion.workflow';
import { inspectionWorkflow } from '../models/inspection/inspection.workflow';
import { evidenceHoldWorkflow } from '../models/evidenceHold/evidenceHold.workflow';
import { followUpWorkflow } from '../models/followUp/followUp.workflow';
import { lookBackWorkflow } from '../models/lookBack/lookBack.workflow';
import { rectificationWorkflow } from '../models/rectification/rectification.workflow';
import { orderWorkflow } from '../models/order/order.workflow';
import { spotPenaltyWorkflow } from '../models/spotPenalty/spotPenalty.workflow';
import { exemptionWorkflow } from '../models/law/exemption.workflow';
import { lawWorkflow } from '../models/law/law.workflow';
import { settingWorkflow } from '../models/setting/setting.workflow';
import { transferWorkflow } from '../models/transfer/transfer.workflow';
import { templateWorkflow } from '../models/template/template.workflow';
import { penaltyWorkflow } from '../models/penalty/penalty.workflow';
import { massAlertWorkflow } from '../models/massAlert/massAlert.workflow';
import { dutyWorkflow } from '../models/duty/duty.workflow';
import { rosterWorkflow } from '../models/duty/roster.workflow';
import { dutyWeekWorkflow } from '../models/dutyWeek/dutyWeek.workflow';
import { incidentWorkflow } from '../models/incident/incident.workflow';
import { flyingWorkflow } from '../models/flying/flying.workflow';
import { petitionWorkflow } from '../models/petition/petition.workflow';
import { responsibilityWorkflow } from '../models/responsibility/responsibility.workflow';
import { rotationWorkflow } from '../models/rotation/rotation.workflow';
import { hearingWorkflow } from '../models/hearing/hearing.workflow';
import { partyFilingWorkflow } from '../models/party/partyFiling.workflow';
import { partyLinkWorkflow } from '../models/party/partyLink.workflow';
import { siteRecordWorkflow } from '../models/siteRecord/siteRecord.workflow';
import { interviewWorkflow } from '../models/interview/interview.workflow';
import { disclosureWorkflow } from '../models/disclosure/disclosure.workflow';
import { paymentWorkflow } from '../models/payment/payment.workflow';
import { settingsTable } from '../server/config';
import { workflowPage } from './support/workflowPage';

const ROOT = path.join(__dirname, '..');
const PAGES = {
  petition: workflowPage('petition', petitionWorkflow),
  assignment: workflowPage('assignment', assignmentWorkflow),
  rotation: workflowPage('rotation', rotationWorkflow),
  flying: workflowPage('flying', flyingWorkflow),
  incident: workflowPage('incident', incidentWorkflow),
  inspection: workflowPage('inspection', inspectionWorkflow),
  checkItem: workflowPage('checkItem', checkItemWorkflow),
  discretion: workflowPage('discretion', discretionWorkflow),
  evidenceHold: workflowPage('evidenceHold', evidenceHoldWorkflow),
  spotPenalty: workflowPage('spotPenalty', spotPenaltyWorkflow),
  order: workflowPage('order', orderWorkflow),
  followUp: workflowPage('followUp', followUpWorkflow),
  rectification: workflowPage('rectification', rectificationWorkflow),
  lookBack: workflowPage('lookBack', lookBackWorkflow),
  template: workflowPage('template', templateWorkflow),
  law: workflowPage('law', lawWorkflow),
  exemption: workflowPage('exemption', exemptionWorkflow, 'law'),
  setting: workflowPage('setting', settingWorkflow),
  transfer: workflowPage('transfer', transferWorkflow),
  siteRecord: workflowPage('siteRecord', siteRecordWorkflow),
  interview: workflowPage('interview', interviewWorkflow),
  penalty: workflowPage('penalty', penaltyWorkflow),
  payment: workflowPage('payment', paymentWorkflow),
  disclosure: workflowPage('disclosure', disclosureWorkflow),
  delegation: workflowPage('delegation', delegationWorkflow, 'approval'),
  discussion: workflowPage('discussion', discussionWorkflow),
  massAlert: workflowPage('massAlert', massAlertWorkflow),
  duty: workflowPage('duty', dutyWorkflow),
  roster: workflowPage('roster', rosterWorkflow, 'duty'),
  dutyWeek: workflowPage('dutyWeek', dutyWeekWorkflow),
  absence: workflowPage('absence', absenceWorkflow),
  device: workflowPage('device', deviceWorkflow),
  evidence: workflowPage('evidence', evidenceWorkflow),
  audit: workflowPage('audit', auditWorkflow),
  hearing: workflowPage('hearing', hearingWorkflow),
  partyLink: workflowPage('partyLink', partyLinkWorkflow, 'party'),
  partyFiling: workflowPage('partyFiling', partyFilingWorkflow, 'party'),
  responsibility: workflowPage('responsibility', responsibilityWorkflow),
};

/** Compare a file with what the code says; under `npm run docs:update` write it. */
function expectFile(file: string, text: string) {
  if (process.env['UPDATE_DOCS']) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
}

describe('what the documents say is what the code says', () => {
  it.each(Object.entries(PAGES))('the page of %s is its table', (word, page) => {
    expectFile(path.join(ROOT, 'docs', 'workflows', `${word}.md`), page);
  });

  it('the settings of the README are those the server reads', () => {
    const file = path.join(ROOT, 'README.md');
    const readme = readFileSync(file, 'utf8');
    const rows = settingsTable().map(({ name, otherwise, meaning }) => `| \`${name}\` | ${otherwise} | ${meaning} |`);
    const table = ['| 设置 | 默认 | 说明 |', '| --- | --- | --- |', ...rows].join('\n');
    const between = /(<!-- settings:begin -->)[\s\S]*(<!-- settings:end -->)/;
    expectFile(file, readme.replace(between, `$1\n\n${table}\n\n$2`));
  });
});
