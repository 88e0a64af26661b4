import { type Kind, KINDS } from '../../models/template/template.schema';
import { interviewSteps } from '../../models/interview/interview.steps';
import { siteSteps } from '../../models/siteRecord/siteRecord.steps';
import { DocumentPages } from '../document/DocumentPages';
import { EvidenceGrid, ExportLink } from '../evidence/EvidenceGrid';
import { session } from '../session';
import { moment } from '../time';
import { useNow } from '../useNow';
import { type FieldExtra } from './recordAnswer';

const STEPS = { ...interviewSteps, ...siteSteps };
const MINUTE = 60_000;

/** What a reader has to look at twice, and what was not taken into the record. */
export function Doubts({ extra }: { extra: FieldExtra }) {
  const { flags, serverFlags, conflicts, beforeLock, voids, aside, mine } = extra;
  const now = useNow(MINUTE);
  return (
    <>
      {beforeLock.length > 0 && (
        <section className="card">
          <h2>锁定前还要办</h2>
          <ul className="plain-list">
            {beforeLock.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          {!mine && <p className="hint">由执法人员在手机上办。</p>}
        </section>
      )}
      {flags.length + serverFlags.length > 0 && (
        <section className="card" data-testid="field-flags">
          <h2>需要核对（{flags.length + serverFlags.length}）</h2>
          <ul className="plain-list">
            {flags.map(({ code, label, why }) => (
              <li key={code}>
                <strong>{label}</strong>
                <p className="hint">{why}</p>
              </li>
            ))}
            {serverFlags.map((label) => (
              <li key={label}>
                <strong>{label}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
      {conflicts.length > 0 && (
        <section className="card" data-testid="field-conflicts">
          <h2>两人记录不一致（{conflicts.length}）</h2>
          <ul className="plain-list">
            {conflicts.map(({ label, authors }) => (
              <li key={label}>
                {label}：{authors.join('、')}写的不一样，两种说法都在笔录里
              </li>
            ))}
          </ul>
        </section>
      )}
      {voids.length > 0 && (
        <details className="card" data-testid="field-voids">
          <summary>没有采用的操作（{voids.length}）</summary>
          <ul className="plain-list">
            {voids.map(({ type, authorName, at, reason }, index) => (
              <li key={index}>
                <strong>
                  {authorName} {moment(at, now)} {STEPS[type]?.label ?? '操作'}
                </strong>
                <p className="hint">{reason}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
      {aside.length > 0 && (
        <details className="card" data-testid="field-aside" open>
          <summary>锁定以后收到、另存的内容（{aside.length}）</summary>
          <ul className="plain-list">
            {aside.map(({ id, authorName, at, sentence, supplement }) => (
              <li key={id}>
                <strong>
                  {authorName} {moment(at, now)}
                </strong>
                <p className="hint">
                  {sentence}
                  {supplement ? ' 已转入补充笔录。' : ''}
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** The record as it will be printed, its Word, what was photographed, and the export for those who may. */
export function Papers({
  extra,
  path,
  id,
  kinds,
}: {
  extra: FieldExtra;
  path: string;
  id: string;
  kinds: readonly Kind[];
}) {
  const may = session.get().me?.may;
  const mayLoad = extra.mine || (may?.approveEnforcement ?? false);
  return (
    <>
      <section className="card" aria-label="笔录">
        <h2>笔录（{extra.pages.length}页）</h2>
        {!extra.mine && <p className="hint">身份证号、电话和住址已遮盖，只有执法人员能看全。</p>}
        <div className="row wrap">
          {mayLoad &&
            kinds.map((kind) => (
              <a
                key={kind}
                className="button"
                href={`/api/documents/${path}/${encodeURIComponent(id)}/${kind}/word`}
                download
                data-testid="word-link"
              >
                下载 Word：{KINDS[kind]}
              </a>
            ))}
          {may?.exportRecord && <ExportLink record={extra.record} />}
        </div>
        <details>
          <summary className="steps-more">看全文</summary>
          <DocumentPages pages={extra.pages} />
        </details>
      </section>
      <section className="card" aria-label="照片和录像">
        <h2>照片和录像（{extra.evidence.length}）</h2>
        <EvidenceGrid record={extra.record} />
        <p className="hint">记录链共{extra.chain}条，每条都有手机签名，改动一个字都查得出。</p>
      </section>
    </>
  );
}
