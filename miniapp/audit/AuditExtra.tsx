import { Badge } from '../shell/Badge';
import { type Act } from '../record/useTaps';
import { toast } from '../shell/toast';
import { sentenceOf } from '../record/useTaps';
import { moment } from '../time';
import { useNow } from '../useNow';
import { type AuditAnswer, type ShownItem, type ShownStratum } from './answers';
import { Findings } from './Findings';
import './audit.css';

/** An audit beyond its outline: plan and team, strata with the stop rule, findings with their answers, the sample. */
export function AuditStory({
  answer,
  act,
  chosen,
  onChoose,
}: {
  answer: AuditAnswer;
  act: Act;
  chosen: string | undefined;
  onChoose: (item: string) => void;
}) {
  const { extra, offered } = answer;
  const may = (step: string) => offered.some((one) => one.step === step);
  return (
    <>
      <Plan answer={answer} />
      <Findings answer={answer} act={act} />
      {extra.strata.map((stratum) => (
        <Stratum key={stratum.type} stratum={stratum} items={extra.items} onChoose={onChoose}>
          {may('stopStratum') &&
            stratum.progress &&
            !stratum.stopped &&
            ['pass', 'fail'].includes(stratum.progress.verdict) && (
              <button
                type="button"
                className="button"
                data-testid="stop-stratum"
                onClick={() =>
                  void act('stopStratum', '停止抽查', { type: stratum.type }, {}).then((outcome) =>
                    toast(sentenceOf('停止抽查', outcome)),
                  )
                }
              >
                停止抽查这一类
              </button>
            )}
        </Stratum>
      ))}
      {extra.items.length > 0 && <Sample items={extra.items} chosen={chosen} onChoose={onChoose} />}
    </>
  );
}

function Plan({ answer: { extra, record } }: { answer: AuditAnswer }) {
  const { plan, title, unitName } = extra;
  return (
    <section className="card" aria-label="稽查安排">
      <h2>{title}</h2>
      <dl className="facts">
        <Fact label="被稽查单位" value={unitName} />
        {plan?.scope && <Fact label="期间" value={`${plan.scope.fromDay} 至 ${plan.scope.toDay}`} />}
        {plan?.scope && (
          <Fact
            label="记录"
            value={`${plan.scope.labels.join('、')}${plan.scope.stopRule ? '（采用停止规则）' : ''}`}
          />
        )}
        {plan && plan.team.length > 0 && (
          <Fact
            label="稽查员"
            value={plan.team
              .map(({ name, unitName: unit, how }) => `${unit} ${name}${how === 'drawn' ? '（抽取）' : ''}`)
              .join('、')}
          />
        )}
        {plan && <Fact label="来源" value={`${plan.triggerLabel}，${plan.plannedByName}立项`} />}
      </dl>
      {plan && (
        <p className="hint audit-hash">
          抽样种子的指纹（立项时公布）：{plan.commitment.slice(0, 16)}…
          {plan.sampledAt && (
            <>
              {' '}
              <a
                className="call"
                href={`/api/audits/${encodeURIComponent(record.id)}/replay`}
                download={`${record.number}.json`}
              >
                下载抽样数据，自行重算
              </a>
            </>
          )}
        </p>
      )}
    </section>
  );
}

const Fact = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

const VERDICTS = { pass: 'good', fail: 'danger', exhausted: 'warning', continue: 'plain' } as const;
const VERDICT_WORDS = { pass: '可以停止', fail: '可以停止', exhausted: '没有结论', continue: '继续查阅' };

function Stratum({
  stratum,
  items,
  onChoose,
  children,
}: {
  stratum: ShownStratum;
  items: ShownItem[];
  onChoose: (item: string) => void;
  children: React.ReactNode;
}) {
  const { label, size, flagged, lot, quota, progress, stopped, type } = stratum;
  const own = items.filter((item) => item.type === type);
  const required = own.filter((item) => item.required);
  const done = required.filter(({ reviewedAt }) => reviewedAt).length;
  const next = progress?.next ? items.find(({ id }) => id === progress.next) : undefined;
  return (
    <section className="card" aria-label={label} data-testid="stratum">
      <div className="row wrap">
        <h2>{label}</h2>
        {progress && (
          <Badge tone={VERDICTS[progress.verdict]}>{stopped ? '已停止' : VERDICT_WORDS[progress.verdict]}</Badge>
        )}
        {own.length > 0 && (
          <span className="push hint">
            必查 {done}/{required.length}
          </span>
        )}
      </div>
      <p className="hint">
        期间内{size}件，抽签{lot}件，有风险标记全部查{flagged}件；{quota}。
      </p>
      {progress && (
        <p data-testid="stop-words" aria-live="polite">
          {stopped ? stopped.words : progress.words}
        </p>
      )}
      <div className="row wrap">
        {next && (
          <button type="button" className="button" onClick={() => onChoose(next.id)}>
            查阅次序上的下一件：{next.no}
          </button>
        )}
        {children}
      </div>
    </section>
  );
}

function Sample({
  items,
  chosen,
  onChoose,
}: {
  items: ShownItem[];
  chosen: string | undefined;
  onChoose: (item: string) => void;
}) {
  const now = useNow(60_000);
  return (
    <section className="card" aria-label="样本">
      <h2>样本（{items.length}件）</h2>
      <ul className="audit-items">
        {items.map(({ id, typeLabel, no, at, offHours, flags, required, reviewedAt, findings, score, vetoed }) => (
          <li key={id}>
            <button
              type="button"
              className={id === chosen ? 'audit-item chosen' : 'audit-item'}
              onClick={() => onChoose(id)}
              data-testid="sample-item"
            >
              <span className="row wrap">
                <strong>{no || typeLabel}</strong>
                <span className="hint">{moment(at, now)}</span>
                {offHours && <Badge>非工作时间</Badge>}
                {!required && <Badge>按次序</Badge>}
                <span className="push">
                  {reviewedAt ? (
                    <Badge tone={findings > 0 ? 'danger' : 'good'}>
                      {findings > 0 ? `问题${findings}` : '未发现问题'}
                    </Badge>
                  ) : (
                    <Badge tone="warning">待查阅</Badge>
                  )}
                </span>
              </span>
              {(flags.length > 0 || score) && (
                <span className="hint">
                  {[...flags, ...(score ? [`得分${score}${vetoed ? '（一票否决）' : ''}`] : [])].join('；')}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
