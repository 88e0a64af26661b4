import { type ReactNode } from 'react';
import { Link } from 'wouter';
import { momentWords } from '../../models/core/calendar';
import { yuan } from '../../models/law/law.words';
import { type ExtraProps } from '../record/extras';
import { Badge } from '../shell/Badge';
import { type TransferExtraAnswer } from './answers';
import '../inspection/inspection.css';

const when = (at: string) => momentWords(new Date(at));

/** The page of one transfer beyond its outline: what it is about, who decided, what the police answered. */
export function TransferExtra({ answer }: ExtraProps) {
  const extra = answer.extra as Partial<TransferExtraAnswer>;
  if (!extra.group || !extra.pieces) return null;
  const { pieces, platform = [], group, headName, kind, caseNo, case: about, county, open } = extra;
  return (
    <>
      <section className="card">
        <h2>移送内容 {!open && <Badge tone="warning">密封，请勿转告</Badge>}</h2>
        <dl className="facts">
          <Row label="种类">{kind}</Row>
          <Row label="案件">
            <Link href={`/penalties/${encodeURIComponent(about ?? '')}`}>{caseNo ?? '查看案件'}</Link>
          </Row>
          <Row label="县区">{county}</Row>
          <Row label="专案组">{group.join('、')}</Row>
          <Row label="决定">{headName}</Row>
          <Passed extra={extra} />
        </dl>
        {pieces.map(({ name, label, text }) => (
          <div key={name} className="check-item">
            <span className="hint">{label}</span>
            <p className="clue-facts">{text}</p>
          </div>
        ))}
      </section>
      {platform.length > 0 && (
        <section className="card">
          <h2>信息平台</h2>
          {platform.map(({ what, dueAt, at }) => (
            <div key={what} className="row wrap">
              <span>{what}</span>
              {at ? <Badge tone="good">已录入</Badge> : <span className="hint">{when(dueAt)}以前录入</span>}
            </div>
          ))}
        </section>
      )}
    </>
  );
}

const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

function Passed({ extra }: { extra: Partial<TransferExtraAnswer> }) {
  const { decided, sent, receipt, answer, term, items, judgement } = extra;
  return (
    <>
      {decided && (
        <Row label={decided.approved ? '批准' : '不批准'}>
          {decided.byName} {when(decided.at)}
        </Row>
      )}
      {sent && (
        <Row label="送出">
          {when(sent.at)} {sent.to}，{sent.letterNo}，抄送{sent.procuratorate}；{sent.materials.join('、')}
        </Row>
      )}
      {receipt && (
        <Row label="公安回执">
          {when(receipt.at)} {receipt.no} {receipt.receiver}，{term}
        </Row>
      )}
      {answer && (
        <Row label={answer.filed ? '立案' : '不予立案'}>
          {when(answer.at)} {answer.no}
        </Row>
      )}
      {items && (
        <Row label="物品">
          {when(items.at)} 移交 {items.count} 件
        </Row>
      )}
      {judgement && (
        <Row label="处理结果">
          {judgement.outcome}
          {judgement.criminalFineFen > 0 &&
            `，罚金 ${yuan(judgement.criminalFineFen)}，已缴罚款 ${yuan(judgement.finePaidFen)} 折抵 ${yuan(judgement.offsetFen)}`}
        </Row>
      )}
    </>
  );
}
