/** What the page of an audit shows beyond its outline, for one reader. Names each field that leaves. */
import { type Reader } from '../core/face';
import { type Stored } from '../core/journal';
import { COUNTIES } from '../core/place';
import {
  type Audit,
  CATEGORIES,
  type Item,
  RECORD_TYPES,
  RISK_FLAGS,
  SEVERITIES,
  STANCES,
  type StandingFinding,
  type Stratum,
  TRIGGERS,
} from './audit.schema';
import { mustStayAway } from './audit.workflow';
import { fileScore } from './fileScore.schema';
import { progressOf } from './progress';

function shownFinding({
  id,
  item,
  recordNo,
  category,
  severity,
  rule,
  text,
  responsible,
  reply,
  upheld,
  ruling,
}: StandingFinding) {
  return {
    ...{ id, item, recordNo, category, severity, rule, text, upheld, ruling },
    categoryLabel: CATEGORIES[category],
    severityLabel: SEVERITIES[severity],
    responsible: responsible.map(({ name }) => name),
    reply: reply && {
      stance: reply.stance,
      stanceLabel: reply.stance === 'NONE' ? '到期未答复' : STANCES[reply.stance],
      ...{ text: reply.text, evidence: reply.evidence, planDueAt: reply.planDueAt, at: reply.at },
    },
  };
}

const quotaWords = ({ offHours: { drawn, wanted, there }, size }: Stratum): string =>
  size === 0
    ? '期间内没有记录'
    : drawn >= wanted
      ? `其中夜间和休息日${drawn}件（至少${wanted}件）`
      : `期间内夜间和休息日只有${there}件，已全部抽入，达不到要求的${wanted}件`;

function shownStratum(stratum: Stratum, items: readonly Item[]) {
  const { type, size, flagged, lot, frameHash, stopped } = stratum;
  const progress = progressOf(stratum, items);
  return {
    ...{ type, label: RECORD_TYPES[type], size, flagged: flagged.length, lot: lot.length, frameHash },
    quota: quotaWords(stratum),
    progress: progress && { verdict: progress.verdict, next: progress.next, words: progress.words },
    stopped: stopped && { at: stopped.at, words: stopped.words },
  };
}

function shownItem({ id, type, no, at, offHours, flags, required, reviewedAt, defective, findings, sheet }: Item) {
  const score = sheet && fileScore(sheet);
  return {
    ...{ id, type, typeLabel: RECORD_TYPES[type], no, at, offHours, required, reviewedAt, defective },
    flags: flags.map((flag) => RISK_FLAGS[flag]),
    findings: findings.length,
    score: score && score.text,
    vetoed: score?.vetoed ?? false,
  };
}

/** The audited unit reads the findings; leaders also plan and figures; the sample itself only those who conduct the audit. */
export function auditExtra(audit: Stored<Audit>, { actor }: Reader) {
  const leads = actor.roles.includes('bureauLeader');
  const conducts = audit.auditors.includes(actor.id) && !mustStayAway(audit, actor);
  const inside = leads || conducts || (actor.roles.includes('auditor') && !mustStayAway(audit, actor));
  const findings = audit.replyStartedAt || inside ? audit.findings.map(shownFinding) : [];
  const { rectified } = audit;
  const common = {
    ...{ title: audit.title, unitName: audit.unitName, findings, conducts },
    rectified: rectified && { text: rectified.text, photos: rectified.photos, at: rectified.at },
  };
  if (!inside) return { ...common, plan: null, strata: [], items: [] };
  const { scope, trigger } = audit;
  return {
    ...common,
    plan: {
      ...{ unit: audit.unit, county: audit.county && COUNTIES[audit.county], plannedByName: audit.plannedByName },
      triggerLabel: [TRIGGERS[trigger.kind], trigger.no ?? ''].join(' ').trim(),
      scope: scope && { ...scope, labels: scope.types.map((type) => RECORD_TYPES[type]) },
      team: audit.team.map(({ id, name, unitName, how }) => ({ id, name, unitName, how })),
      ...{ commitment: audit.commitment, sampledAt: audit.sampledAt },
    },
    strata: audit.strata.map((stratum) => shownStratum(stratum, audit.items)),
    items: conducts ? audit.items.map(shownItem) : [],
  };
}
