import { useState } from 'react';
import { TOLD_TO } from '../../models/field/steps.schema';
import { DictatedText } from '../form/DictatedText';
import { Badge } from '../shell/Badge';
import { moment } from '../time';
import { useNow } from '../useNow';
import { officerOf, type SiteVisit, useFieldVisit } from './fieldVisit';
import { Segments } from './Segments';

type To = keyof typeof TOLD_TO;
const RECUSAL_REASONS = ['与执法人员有亲属关系。', '与执法人员有利害关系。', '当事人未说明理由。'];

/** 亮证告知: the sentences held before the party's eyes, certificates of both, duties and the right to recusal. */
export function ShowStage() {
  const { state, me, seed, writes } = useFieldVisit<SiteVisit>();
  const own = officerOf(state, me);
  const { rightsTold, recusal } = state;
  const now = useNow();
  const names = state.officers.map(({ name }) => name).join('、');
  return (
    <>
      <section className="card say" aria-label="表明身份">
        <p>我们是舟山市生态环境局执法人员{names}，这是我们的执法证：</p>
        <ul className="certificates">
          {state.officers.map(({ id, name, certificateNo, certificateValidTo }) => (
            <li key={id}>
              <strong>{name}</strong> {certificateNo}
              <small>有效期至 {certificateValidTo}</small>
            </li>
          ))}
        </ul>
      </section>
      <section className="card say" aria-label="告知权利义务">
        <p>今天依法对{seed.enterpriseName}进行现场检查。请如实回答询问，配合检查，不得拒绝、阻挠。</p>
        <p>执法人员与你（单位）有直接利害关系的，你有权申请回避。是否申请回避？</p>
        <small>行政处罚法第五十五条、生态环境行政处罚办法第二十八条</small>
      </section>
      {own?.shownAt && rightsTold ? (
        <section className="card ready" data-testid="shown">
          <p className="row wrap">
            <strong>已亮证，已告知{TOLD_TO[rightsTold.to]}</strong>
            {recusal && <Badge tone="danger">申请回避</Badge>}
          </p>
          <p className="hint">{moment(own.shownAt, now)}</p>
          {recusal && (
            <p>当事人申请回避：{recusal.reason || '未说明理由'}。请联系分局负责人决定，等待期间不停止检查。</p>
          )}
        </section>
      ) : (
        writes && <Telling />
      )}
    </>
  );
}

function Telling() {
  const { state, me, say, record } = useFieldVisit<SiteVisit>();
  const own = officerOf(state, me);
  const [to, setTo] = useState<To>('PARTY');
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  if (!own?.arrived) return <p className="notice">请先到场签到，再亮证。</p>;

  async function told(recusalAsked: boolean) {
    if (!own?.shownAt && !(await say('showCertificate', { to, certificateNo: own?.certificateNo ?? '' }))) return;
    if (!state.rightsTold || recusalAsked)
      await say('tellRights', { to, recusalAsked, recusalReason: recusalAsked ? reason : '' });
  }
  return (
    <section className="card" aria-label="告知结果">
      <Segments label="告知对象" options={TOLD_TO} value={to} onChange={setTo} />
      {isAsking && (
        <DictatedText
          label="申请回避的理由"
          draft={`${record}/recusal`}
          value={reason}
          onSettle={setReason}
          maxLength={300}
          rows={2}
          suggestions={RECUSAL_REASONS}
        />
      )}
      {isAsking ? (
        <button type="button" className="button big danger" data-testid="recusal-asked" onClick={() => void told(true)}>
          记下：当事人申请回避
        </button>
      ) : (
        <button type="button" className="button big primary" data-testid="told" onClick={() => void told(false)}>
          {to === 'NOBODY' ? '已亮证，现场无人' : '已亮证告知，不申请回避'}
        </button>
      )}
      {to !== 'NOBODY' && (
        <button type="button" className="button big" data-testid="recusal" onClick={() => setAsking(!isAsking)}>
          {isAsking ? '不申请回避' : '申请回避'}
        </button>
      )}
    </section>
  );
}
