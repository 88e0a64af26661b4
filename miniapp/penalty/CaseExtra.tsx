import { type ReactNode } from 'react';
import { Link } from 'wouter';
import { RESULTS, OUTCOMES } from '../../models/penalty/steps.schema';
import { yuan } from '../../models/law/law.words';
import { Badge } from '../shell/Badge';
import { type CaseAnswer, type Thumbnail } from './answers';
import './penalty.css';

const day = (at: string | null | undefined) =>
  at ? new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 10) : '';

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Rows({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return (
    <dl className="facts">
      {filled.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="case-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const photoAt = ({ hash, of }: Thumbnail, size: 'thumb' | 'shown') =>
  of === 'file'
    ? `/api/files/${hash}?size=${size}`
    : size === 'thumb'
      ? `/api/evidence/${hash}?size=thumb`
      : `/api/evidence/${hash}`;

/** The first photos of the case; the whole file stands on its own page. */
export function Photos({ id, all, shown }: { id: string; all: number; shown: readonly Thumbnail[] }) {
  return (
    <Part title={`证据 ${all} 件`}>
      <ul className="case-photos">
        {shown.map((one, at) => (
          <li key={one.hash}>
            <a href={photoAt(one, 'shown')} target="_blank" rel="noreferrer">
              <img src={photoAt(one, 'thumb')} alt={`证据 ${at + 1}`} loading="lazy" />
            </a>
          </li>
        ))}
      </ul>
      <div className="case-links">
        <Link href={`/penalties/${encodeURIComponent(id)}/file`} className="button">
          卷宗和一票否决事项
        </Link>
      </div>
    </Part>
  );
}

function Acts({ acts, sheets }: Pick<CaseAnswer, 'acts' | 'sheets'>) {
  if (acts.length === 0) return null;
  return (
    <Part title="违法行为和裁量">
      {acts.map((act) => (
        <div key={act.id} className="check-item">
          <strong>
            {act.id} {act.text}
          </strong>
          <p className="case-words">{act.facts}</p>
          <p className="hint">
            行为 {act.actOn}
            {act.endedOn && ` 至 ${act.endedOn}`} · 追责时效到 {act.limitation.until ?? '尚未起算'}
            {act.limitation.within === false && '（已超过）'}
          </p>
          {sheets
            .filter((sheet) => sheet.act === act.id)
            .map((sheet) => (
              <div key={sheet.hash}>
                <span className="row wrap">
                  <span className="case-amount">罚款 {yuan(sheet.resultFen)}</span>
                  <Badge>{sheet.side}</Badge>
                  {sheet.outlier && <Badge tone="warning">偏离近似案件</Badge>}
                </span>
                <p className="hint">
                  {sheet.law}
                  {sheet.range && `，${yuan(sheet.range.minFen)}至${yuan(sheet.range.maxFen)}`}
                </p>
                <details>
                  <summary>这个数是怎么来的</summary>
                  <p className="case-words">{sheet.plain}</p>
                </details>
              </div>
            ))}
        </div>
      ))}
    </Part>
  );
}

/** What has to come before the decision, and why. */
function Needs({ needs, status }: { needs: CaseAnswer['needs']; status: string }) {
  const before = !['decided', 'served', 'paid', 'closed', 'archived', 'noPenalty', 'transferred'].includes(status);
  if (!before || needs.fineFen + needs.confiscationFen === 0) return null;
  return (
    <Part title="决定前还要办什么">
      <Rows
        rows={[
          ['拟罚款', yuan(needs.fineFen)],
          ['听证权利', needs.hearing.length > 0 ? needs.hearing.join('；') : '没有达到听证条件'],
          ['法制审核', needs.legalReview.length > 0 ? (needs.legalReviewMissing ?? '已通过') : '不需要'],
          ['集体讨论', needs.discussion.length > 0 ? (needs.discussionMissing ?? '已讨论') : '不需要'],
        ]}
      />
    </Part>
  );
}

function Defence({ notice, statements, points, hearing, hearingResult }: CaseAnswer) {
  if (!notice) return null;
  return (
    <Part title="告知和陈述申辩">
      <Rows
        rows={[
          ['告知书', notice.no ?? '拟稿'],
          ['拟处罚', `${notice.kinds.join('、')} ${yuan(notice.fineFen)}`],
          ['听证权利', notice.hearingRight ? notice.hearingBecause.join('；') : '没有'],
          ['送达', day(notice.servedAt)],
          ['期限', notice.waivedAt ? '当事人已放弃权利' : day(notice.dueAt)],
          ['听证意见', hearingResult?.opinion],
        ]}
      />
      {hearing && (
        <Link href={`/hearings/${encodeURIComponent(hearing)}`} className="button">
          听证
        </Link>
      )}
      <ul className="bare-list case-list">
        {statements.map(({ id, at, text, oral }) => (
          <li key={id}>
            <span className="hint">
              {day(at)}
              {oral && '（口头）'}
            </span>
            <p className="case-words">{text}</p>
          </li>
        ))}
        {points.map(({ point, adopted, reason }) => (
          <li key={point}>
            <span className="row wrap">
              {point} <Badge tone={adopted ? 'good' : 'plain'}>{adopted ? '采纳' : '不采纳'}</Badge>
            </span>
            <p className="hint">{reason}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Work({ report, review, legalReview, discussions, recusals, pauses, sentBack }: CaseAnswer) {
  const rows: (readonly [string, ReactNode])[] = [
    ['调查报告', report && `${day(report.at)} ${report.by.join('、')}：${OUTCOMES[report.outcome]}，${report.reason}`],
    ['案件审查', review && `${review.byName}：${RESULTS[review.result]}，${review.text}`],
    [
      '法制审核',
      legalReview && `${legalReview.byName}：${legalReview.agrees ? '通过' : '不通过'}，${legalReview.opinion}`,
    ],
    ['集体讨论', discussions.map(({ at, result }) => `${day(at)} ${result}`).join('\n')],
    [
      '回避',
      recusals
        .map(
          ({ personName, decision }) =>
            `${personName}：${decision === 'GRANTED' ? '回避' : decision ? '不回避' : '等待决定'}`,
        )
        .join('\n'),
    ],
    ['不计入期限', pauses.map(({ kind, from, to }) => `${kind} ${day(from)} 至 ${to ? day(to) : '现在'}`).join('\n')],
    ['曾退回', sentBack.map(({ at, byName, reason }) => `${day(at)} ${byName}：${reason}`).join('\n')],
  ];
  return rows.some(([, value]) => value) ? (
    <Part title="审查和审核">
      <Rows rows={rows} />
    </Part>
  ) : null;
}

function Decided({ decision, noPenalty, transferOut }: CaseAnswer) {
  if (decision)
    return (
      <Part title="处罚决定">
        <Rows
          rows={[
            ['文号', decision.no],
            ['签发', `${day(decision.at)} ${decision.byName}`],
            ['处罚', `${decision.kinds.join('、')} ${yuan(decision.fineFen)}`],
            ['没收', decision.confiscationFen > 0 ? yuan(decision.confiscationFen) : null],
            ['依据', decision.basis],
            ['责令改正', decision.order],
          ]}
        />
        <details>
          <summary>裁量理由和申辩处理</summary>
          <p className="case-words">{decision.reasons}</p>
          <p className="case-words">{decision.defence}</p>
        </details>
      </Part>
    );
  if (noPenalty)
    return (
      <Part title="不予处罚">
        <Rows
          rows={[
            ['文号', noPenalty.no],
            ['理由', noPenalty.reason],
            ['教育', noPenalty.education],
          ]}
        />
      </Part>
    );
  return transferOut ? (
    <Part title="移送">
      <Rows
        rows={[
          ['机关', transferOut.to],
          ['理由', transferOut.reason],
        ]}
      />
    </Part>
  ) : null;
}

/** The page of a case beyond the clue: what is decided first, then what led to it. */
export function CaseExtra({ status, said }: { status: string; said: CaseAnswer }) {
  return (
    <>
      <Decided {...said} />
      <Needs needs={said.needs} status={status} />
      <Acts acts={said.acts} sheets={said.sheets} />
      <Defence {...said} />
      <Work {...said} />
    </>
  );
}
