import { useState } from 'react';
import { FIELD_STATES, type FieldStatus } from '../../models/field/fieldState';
import { type Kind } from '../../models/template/template.schema';
import { type ChangedRecord } from '../answers';
import { request } from '../api';
import { DictatedText } from '../form/DictatedText';
import { freshId } from '../freshId';
import { type ExtraProps } from '../record/extras';
import { toast } from '../shell/toast';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { Doubts, Papers } from './FieldParts';
import { FieldExtra } from './recordAnswer';
import './ending.css';

/** Fields of a listed interview. */
interface ListedInterview {
  id: string;
  status: FieldStatus;
  questions: number;
  arrivedAt: string | null;
}
const MINUTE = 60_000;
/** The pages of the phone, also from the desk. */
const onPhone = (path: string) => `/#${path}`;
const kindsOf = ({ supplements, pages }: FieldExtra): Kind[] => [
  supplements ? 'supplement' : 'siteRecord',
  ...(pages.some(({ blocks }) => blocks.some((block) => block.kind === 'table' && block.head[0] === '样品编号'))
    ? (['sampling'] as const)
    : []),
];

/** A site record beyond its outline: what to look at twice, the record itself, photos, interviews, supplements. */
export function SiteRecordExtra({ answer }: ExtraProps) {
  const extra = FieldExtra.safeParse(answer.extra).data;
  const { id, status } = answer.record;
  if (!extra) return null;
  const isLocked = status === 'locked';
  return (
    <>
      {extra.mine && !isLocked && (
        <a className="button big primary" href={onPhone(`/siteRecord/${encodeURIComponent(id)}`)} data-testid="go-on">
          继续填写
        </a>
      )}
      {extra.supplements && (
        <a className="button big" href={`#/site-records/${encodeURIComponent(extra.supplements)}`}>
          查看原笔录
        </a>
      )}
      <Doubts extra={extra} />
      <Papers extra={extra} path="site-records" id={id} kinds={kindsOf(extra)} />
      <Interviews id={id} />
      <Phones extra={extra} />
      {isLocked && extra.mine && <Supplement id={id} />}
    </>
  );
}

function Interviews({ id }: { id: string }) {
  const { data } = useRemote<{ items: ListedInterview[] }>(
    `/api/site-records/${encodeURIComponent(id)}/interviews`,
    ({ store }) => store === 'interviews',
  );
  const now = useNow(MINUTE);
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card" aria-label="询问笔录">
      <h2>询问笔录（{data.items.length}）</h2>
      <ul className="plain-list">
        {data.items.map(({ id: own, status, questions, arrivedAt }) => (
          <li key={own}>
            <a className="row button" href={`#/interviews/${encodeURIComponent(own)}`} data-testid="interview-link">
              {arrivedAt ? moment(arrivedAt, now) : '待开始'}，{questions}条问答，{FIELD_STATES[status]}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Phones({ extra: { heads } }: { extra: FieldExtra }) {
  const now = useNow(MINUTE);
  if (heads.length === 0) return null;
  return (
    <section className="card" aria-label="手机数据">
      <h2>已收到的手机数据</h2>
      <ul className="plain-list">
        {heads.map(({ authorName, seq, at }, index) => (
          <li key={index}>
            {authorName}的手机：{seq}条，最后一条写于{moment(at, now)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** 补充笔录: what is locked is never changed; what is to be added begins a record of its own. */
function Supplement({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [key] = useState(freshId);
  const begin = async () => {
    setBusy(true);
    try {
      const made = await request<ChangedRecord>(`/api/site-records/${encodeURIComponent(id)}/supplements`, {
        method: 'POST',
        body: { id: key, reason },
        key,
      });
      location.assign(onPhone(`/siteRecord/${encodeURIComponent(made.record.id)}`));
    } catch (error) {
      toast(error instanceof Error && error.message ? error.message : '没有网络，补充笔录要有信号才能开始。');
    }
    setBusy(false);
  };
  if (!isOpen)
    return (
      <button type="button" className="button big" onClick={() => setOpen(true)} data-testid="supplement-open">
        做补充笔录
      </button>
    );
  return (
    <section className="card" aria-label="补充笔录">
      <h2>补充笔录</h2>
      <DictatedText
        label="补充的原因"
        draft={`supplement/${id}`}
        value={reason}
        onSettle={setReason}
        maxLength={200}
        suggestions={['检查时有内容漏记。', '锁定以后手机才传来内容。', '事后取得新的材料。']}
        rows={2}
      />
      <button
        type="button"
        className="button big primary"
        disabled={isBusy || reason.trim().length < 4}
        onClick={() => void begin()}
        data-testid="supplement"
      >
        开始补充笔录
      </button>
    </section>
  );
}
