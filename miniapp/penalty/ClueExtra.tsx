import { Link } from 'wouter';
import { CONDITIONS, type ConditionName } from '../../models/penalty/penalty.schema';
import { type ExtraProps } from '../record/extras';
import { Badge } from '../shell/Badge';
import { type ClueExtraAnswer } from './answers';
import { CaseExtra, Photos } from './CaseExtra';
import { CaseStages } from './CaseStages';
import { type ExecutionAnswer, ExecutionCard } from './ExecutionCard';
import '../inspection/inspection.css';

/** The page of one case beyond its outline: who and what, the evidence, the four conditions. */
export function ClueExtra({ answer }: ExtraProps) {
  const { party, facts, actOn, evidence, enterprise, source, conditions, extension, thumbnails, ...rest } =
    answer.extra as ClueExtraAnswer;
  const { case: said, ...decided } = rest;
  const { execution } = answer.extra as { execution?: ExecutionAnswer | null };
  const { status, id } = answer.record;
  return (
    <>
      {said && (
        <section className="card">
          <CaseStages status={status} />
        </section>
      )}
      {said && <CaseExtra status={status} said={said} />}
      {execution && <ExecutionCard execution={execution} />}
      <section className="card">
        <h2>当事人和事实</h2>
        <dl className="facts">
          <div>
            <dt>当事人</dt>
            <dd>
              {party.name}
              {party.uscc && ` ${party.uscc}`}
            </dd>
          </div>
          {actOn && (
            <div>
              <dt>行为日期</dt>
              <dd>{actOn}</dd>
            </div>
          )}
        </dl>
        <p className="clue-facts">{facts}</p>
        {enterprise && (
          <Link href={`/dossiers/${encodeURIComponent(enterprise)}`} className="button">
            企业档案
          </Link>
        )}
        {source.kind === 'SITE_RECORD' && source.id && (
          <Link href={`/inspections/${encodeURIComponent(source.id)}`} className="button">
            检查任务
          </Link>
        )}
      </section>
      {evidence.length > 0 && <Photos id={id} all={evidence.length} shown={thumbnails ?? []} />}
      <section className="card">
        <h2>立案条件</h2>
        {(Object.keys(CONDITIONS) as ConditionName[]).map((name) => {
          const said = conditions?.[name];
          return (
            <div key={name} className="check-item">
              <span className="row wrap">
                {CONDITIONS[name]}
                {said && <Badge tone={said.met ? 'good' : 'danger'}>{said.met ? '满足' : '不满足'}</Badge>}
              </span>
              {said && <span className="hint">{said.reason}</span>}
            </div>
          );
        })}
        {decided.decidedByName && (
          <p className="hint">
            {decided.decidedByName} 决定{decided.decisionReason && `：${decided.decisionReason}`}
          </p>
        )}
      </section>
      {extension && (
        <section className="card">
          <h2>延长审查</h2>
          <p>{extension.reason}</p>
          <p className="hint">
            {extension.approvedAt
              ? '已同意'
              : extension.refusedReason
                ? `不同意：${extension.refusedReason}`
                : '等待批准'}
          </p>
        </section>
      )}
    </>
  );
}
