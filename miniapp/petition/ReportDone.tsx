import { Link } from 'wouter';
import { type ChangedPetition } from '../answers';
import { Page } from '../shell/Page';
import { day } from '../time';
import { useNow } from '../useNow';

/** After 提交: the number and the promise, or that it waits on this device. */
export function ReportDone({
  outcome,
  onNext,
}: {
  outcome: { sent: ChangedPetition } | { kept: true };
  onNext: () => void;
}) {
  const now = useNow();
  const answer = 'sent' in outcome ? outcome.sent : undefined;
  const clock = answer?.clocks[0];
  return (
    <Page title="随手报">
      <section className="card done" role="status" data-testid={answer ? 'report-sent' : 'report-kept'}>
        <p className="done-sign" aria-hidden="true">
          {answer ? '✓' : '↑'}
        </p>
        {answer ? (
          <>
            <h2>已经收到，谢谢您</h2>
            <p className="petition-number" data-testid="petition-number">
              {answer.petition.no}
            </p>
            {clock?.dueAt && (
              <p>
                {day(clock.dueAt, now)}前会{clock.label.startsWith('告知') ? '告诉您是否受理' : '答复您'}
                ，结果发到您的钉钉。
              </p>
            )}
          </>
        ) : (
          <>
            <h2>已经存在手机里</h2>
            <p>现在网络不通。有网络后会自动发送，不用再填一次，关掉页面也不会丢。</p>
          </>
        )}
        {answer && (
          <Link href={`/petitions/${encodeURIComponent(answer.petition.id)}`} className="button big primary">
            看办理进度
          </Link>
        )}
        <button type="button" className="button big" onClick={onNext}>
          再报一件
        </button>
      </section>
    </Page>
  );
}
