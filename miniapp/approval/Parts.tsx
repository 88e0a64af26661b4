import { useState } from 'react';
import { ImageViewer } from 'antd-mobile';
import { type Block, type ShownEvidence, type ViewPart } from '../../models/approval/view';
import { yuan } from '../../models/law/law.words';
import { Badge } from '../shell/Badge';
import './approval.css';

const addressOf = ({ hash, of }: ShownEvidence, size: 'thumb' | 'shown') => {
  if (of === 'file') return `/api/files/${hash}?size=${size}`;
  return size === 'thumb' ? `/api/evidence/${hash}?size=thumb` : `/api/evidence/${hash}`;
};

/** Thumbnails; a tap shows the picture whole and counts as having looked. */
function Evidence({ items, onOpen }: { items: readonly ShownEvidence[]; onOpen: () => void }) {
  const [at, setAt] = useState<number>();
  const look = (index: number) => {
    setAt(index);
    onOpen();
  };
  return (
    <>
      <ul className="approval-photos">
        {items.map((item, index) => (
          <li key={item.hash}>
            <button type="button" onClick={() => look(index)} data-testid={`evidence-${String(index)}`}>
              <img src={addressOf(item, 'thumb')} alt={item.caption || `证据 ${String(index + 1)}`} loading="lazy" />
              {item.kind === 'video' && <span className="approval-film">视频</span>}
            </button>
          </li>
        ))}
      </ul>
      {at !== undefined && (
        <ImageViewer.Multi
          images={items.map((item) => addressOf(item, 'shown'))}
          defaultIndex={at}
          visible
          onClose={() => setAt(undefined)}
        />
      )}
    </>
  );
}

const Check = ({ ok }: { ok: boolean | null }) => {
  if (ok === null) return <Badge>不适用</Badge>;
  return ok ? <Badge tone="good">通过</Badge> : <Badge tone="danger">未通过</Badge>;
};

function BlockView({ block, onOpen }: { block: Block; onOpen: () => void }) {
  switch (block.kind) {
    case 'text':
      return <p className="approval-text">{block.text}</p>;
    case 'rows':
      return (
        <dl className="facts">
          {block.rows.map(([label, value], index) => (
            <div key={index}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'evidence':
      return <Evidence items={block.items} onOpen={onOpen} />;
    case 'laws':
      return block.items.map((law) => (
        <div key={law.side + law.cited} className={law.chosen ? 'approval-law chosen' : 'approval-law'}>
          <span className="row wrap">
            <b>{law.side}</b>
            {law.chosen && <Badge tone="primary">适用</Badge>}
          </span>
          <p>{law.cited}</p>
          <p className="hint">{law.text}</p>
          <p>
            幅度 {yuan(law.minFen)} 至 {yuan(law.maxFen)}，按它计算为 <b>{yuan(law.resultFen)}</b>
          </p>
        </div>
      ));
    case 'amount':
      return (
        <div className="approval-amount">
          <b>{block.title}</b>
          <ul>
            {block.lines.map((line, index) => (
              <li key={index}>
                <span>
                  {line.label}
                  {line.step && <span className="hint">（{line.step}）</span>}
                </span>
                <span>{yuan(line.fen)}</span>
              </li>
            ))}
            <li className="total">
              <span>合计</span>
              <span>{yuan(block.totalFen)}</span>
            </li>
          </ul>
        </div>
      );
    case 'points':
      return block.items.map((item, index) => (
        <div key={index} className="approval-point">
          <p>{item.point}</p>
          <p>
            <Badge tone={item.adopted ? 'good' : 'plain'}>{item.adopted ? '采纳' : '不采纳'}</Badge> {item.reason}
          </p>
        </div>
      ));
    case 'checks':
      return (
        <ul className="approval-checks">
          {block.items.map((item) => (
            <li key={item.no}>
              <span className="row wrap">
                {item.no}. {item.title} <Check ok={item.ok} />
              </span>
              <span className="hint">{[item.because, item.proof].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      );
  }
}

/** What a closed part says of itself, so that one screen shows the whole matter. */
function gistOf({ blocks }: ViewPart): string {
  const amounts = blocks.filter((block) => block.kind === 'amount');
  if (amounts.length > 0) return yuan(amounts.reduce((sum, { totalFen }) => sum + totalFen, 0));
  const checks = blocks.find((block) => block.kind === 'checks');
  if (checks) {
    const open = checks.items.filter(({ ok }) => ok === false).length;
    return open > 0 ? `${String(open)} 项未通过` : '全部通过';
  }
  const law = blocks.find((block) => block.kind === 'laws')?.items.find(({ chosen }) => chosen);
  if (law) return law.cited;
  const points = blocks.find((block) => block.kind === 'points');
  if (points)
    return `${String(points.items.length)} 点意见，采纳 ${String(points.items.filter((p) => p.adopted).length)} 点`;
  const photos = blocks.find((block) => block.kind === 'evidence');
  if (photos) return `${String(photos.items.length)} 件`;
  const [first] = blocks;
  if (first?.kind === 'text') return first.text;
  return first?.kind === 'rows' ? (first.rows[0]?.[1] ?? '') : '';
}

/** One part: closed it says in a line what is in it, opened it shows all of it. */
export function PartCard({
  part,
  state,
  isRequired,
  onOpen,
}: {
  part: ViewPart;
  /** new: not opened yet · seen · changed: opened before, and different since. */
  state: 'new' | 'seen' | 'changed';
  isRequired: boolean;
  onOpen: () => void;
}) {
  const [isOpen, setOpen] = useState(part.id === 'asked' || part.id === 'question');
  const toggle = () => {
    setOpen(!isOpen);
    if (!isOpen) onOpen();
  };
  const photos = part.blocks.find((block) => block.kind === 'evidence');
  return (
    <section className={`card approval-part ${state}`} data-testid={`part-${part.id}`}>
      <button type="button" className="approval-head" aria-expanded={isOpen} onClick={toggle}>
        <h2>{part.label}</h2>
        {state === 'changed' && <Badge tone="warning">有变动，请重看</Badge>}
        {state === 'seen' && <Badge tone="good">已看</Badge>}
        {state === 'new' && isRequired && <Badge tone="primary">要打开看</Badge>}
        <span className="approval-arrow" aria-hidden>
          {isOpen ? '▾' : '▸'}
        </span>
      </button>
      {!isOpen && !photos && <p className="approval-gist">{gistOf(part)}</p>}
      {!isOpen && photos && <Evidence items={photos.items.slice(0, 4)} onOpen={onOpen} />}
      {isOpen && part.blocks.map((block, index) => <BlockView key={index} block={block} onOpen={onOpen} />)}
    </section>
  );
}
