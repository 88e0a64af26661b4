import { Link } from 'wouter';
import { type Signature } from '../../models/core/signature';
import { SignatureImage } from '../form/SignatureImage';
import { type ExtraProps } from '../record/extras';
import { Badge } from '../shell/Badge';
import { moment } from '../time';
import { useNow } from '../useNow';

interface HearingExtraAnswer {
  case: string;
  representatives: { name: string; relation: string }[];
  recusals: { ground: string; askedBy: 'PARTY' | 'HOST'; granted: boolean | null; reason: string | null }[];
  present: string | null;
  endReason: string | null;
  notifiedAt: string | null;
  minutes: {
    no: number;
    lines: { speaker: string; words: string }[];
    confirmations: { role: string; at: string; signature: Signature | null; refusal: string | null }[];
  }[];
  report: { opinion: string; text: string } | null;
}

/** A hearing beyond its outline: who speaks for the party, recusals, the minutes page by page with their signatures, the report. */
export function HearingExtra({ answer }: ExtraProps) {
  const {
    case: penalty,
    representatives,
    recusals,
    present,
    endReason,
    notifiedAt,
    minutes,
    report,
  } = answer.extra as HearingExtraAnswer;
  const now = useNow(60_000);
  return (
    <>
      <section className="card" aria-label="听证情况">
        {notifiedAt && <p className="hint">{moment(notifiedAt, now)} 通知当事人</p>}
        {representatives.map(({ name, relation }) => (
          <p key={name}>
            代理人：{name}（{relation}）
          </p>
        ))}
        {recusals.map(({ ground, askedBy, granted, reason }) => (
          <p key={ground}>
            {askedBy === 'PARTY' ? '当事人申请主持人回避' : '主持人自请回避'}：{ground}
            {granted === null ? '（待决定）' : granted ? `（同意：${reason ?? ''}）` : `（不同意：${reason ?? ''}）`}
          </p>
        ))}
        {present && <p>到场：{present}</p>}
        {endReason && <p>{endReason}</p>}
        <Link href={`/penalties/${encodeURIComponent(penalty)}`} className="button big">
          查看案件
        </Link>
      </section>
      {minutes.map(({ no, lines, confirmations }) => (
        <section key={no} className="card" aria-label={`笔录第${no}页`}>
          <h2>笔录第{no}页</h2>
          {lines.map(({ speaker, words }, at) => (
            <p key={at}>
              <strong>{speaker}：</strong>
              {words}
            </p>
          ))}
          {confirmations.map(({ role, at, signature, refusal }) => (
            <div key={role + at}>
              <Badge tone={refusal ? 'plain' : 'good'}>
                {role === 'PARTY' ? (refusal ? `当事人未签名：${refusal}` : '当事人签名') : '办案人员核对'}
              </Badge>
              <span className="hint"> {moment(at, now)}</span>
              {signature && <SignatureImage signature={signature} name="当事人" />}
            </div>
          ))}
          {confirmations.every(({ role }) => role !== 'PARTY') && <Badge tone="plain">待当事人签名</Badge>}
        </section>
      ))}
      {report && (
        <section className="card" aria-label="听证报告">
          <h2>听证报告</h2>
          <p>
            <strong>{report.opinion}</strong>
          </p>
          <p>{report.text}</p>
        </section>
      )}
    </>
  );
}
