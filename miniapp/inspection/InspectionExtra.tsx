import { Link } from 'wouter';
import { type ExtraProps } from '../record/extras';
import { session } from '../session';
import { Badge } from '../shell/Badge';
import { ActionCode } from './ActionCode';
import { type InspectionExtraAnswer } from './answers';
import './inspection.css';

/** The page of one check beyond its outline: who goes with which certificate, the dossier, and the action code to be shown. */
export function InspectionExtra({ answer }: ExtraProps) {
  const { enterprise, officers, actionCode, startedAt } = answer.extra as InspectionExtraAnswer;
  const me = session.get().me?.id;
  const goes = officers.some(({ id }) => id === me) && answer.record.status !== 'cancelled';
  return (
    <>
      {officers.length > 0 && (
        <section className="card">
          <h2>执法人员</h2>
          <ul className="crew-list">
            {officers.map(({ id, name, certificateNo, certificateValidTo, acknowledged }) => (
              <li key={id}>
                <strong>{name}</strong>
                <Badge tone={acknowledged ? 'good' : 'plain'}>{acknowledged ? '已签收' : '待签收'}</Badge>
                <span className="hint">
                  执法证 {certificateNo}，{certificateValidTo} 到期
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {goes && (
        <a
          href={`/#/siteRecord/${encodeURIComponent(answer.record.id)}`}
          className="button big primary"
          data-testid="open-visit"
        >
          {answer.record.status === 'done' ? '查看现场笔录' : startedAt ? '继续检查' : '开始检查'}
        </a>
      )}
      {enterprise && (
        <Link href={`/dossiers/${encodeURIComponent(enterprise)}`} className="button big" data-testid="open-dossier">
          查看企业档案
        </Link>
      )}
      <section className="card action-code" aria-label="行政行为码">
        <h2>行政行为码</h2>
        <ActionCode code={actionCode} />
        <code>{actionCode}</code>
        <p className="hint">检查开始前主动出示，由现场扫码后再记录。</p>
      </section>
    </>
  );
}
