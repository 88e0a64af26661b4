import { useState } from 'react';
import { clockWords } from '../../models/core/calendar';
import { saidUnder } from '../../models/field/said';
import { type EvidenceNote, type TakenEvidence } from '../../models/evidence/evidence.schema';
import { Sheet } from '../shell/Sheet';
import { filesWaiting } from '../offline/waiting';
import { useNotice } from '../useNotice';
import { ConflictCard } from './ConflictCard';
import { nameOf, useFieldVisit } from './fieldVisit';
import { Shot } from './Shot';
import { StrikeButton } from './StrikeButton';
import { TakePhoto } from './TakePhoto';
import './ending.css';

const USUAL = ['现场全貌', '生产状态', '排放口', '治理设施', '危险废物贮存', '台账资料', '采样过程', '执法过程'];

/** All photos and videos of the record: take one, say what it shows and proves, strike one taken by mistake. */
export function PhotosStage() {
  const { state, writes } = useFieldVisit();
  const waiting = useNotice(filesWaiting);
  const [described, setDescribed] = useState<string>();
  const photos = saidUnder<TakenEvidence & EvidenceNote>(state, 'photo:');
  const captions = new Map(saidUnder<EvidenceNote>(state, 'caption:').map((one) => [one.key, one.value]));
  return (
    <>
      {writes && <TakePhoto label="拍照、录像" />}
      {photos.length === 0 && <p className="hint">还没有照片和录像。没有违法情况的，也请拍一张现场全貌。</p>}
      <ul className="shots">
        {photos.map(({ key, value, struck, register, by }, at) => {
          const { sha256, kind, takenAt } = value;
          const note = captions.get(`caption:${sha256}`) ?? value;
          const isWaiting = waiting.some((file) => file.sha256 === sha256);
          return (
            <li key={key} className={struck ? 'card struck' : 'card'} data-testid="shot-item">
              <Shot sha256={sha256} kind={kind} name={note.caption || `第 ${at + 1} 张`} />
              <p>
                {struck ? <del>{note.caption || '没有写说明'}</del> : <strong>{note.caption || '没有写说明'}</strong>}
                {note.proves && <span>，证明：{note.proves}</span>}
              </p>
              <p className="hint">
                {nameOf(state, by)} {clockWords(new Date(takenAt))} {kind === 'video' ? '录像' : '拍摄'}
                {isWaiting ? ' · 未发送' : ''}
                {struck ? ` · 已划去：${register.struck?.reason ?? ''}` : ''}
              </p>
              <ConflictCard of={`caption:${sha256}`} />
              {writes && !struck && (
                <div className="row wrap">
                  <button type="button" className="button" onClick={() => setDescribed(sha256)}>
                    改说明
                  </button>
                  <StrikeButton of={key} noun="照片" />
                </div>
              )}
              {described === sha256 && <Describe photo={sha256} note={note} onClose={() => setDescribed(undefined)} />}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Describe({ photo, note, onClose }: { photo: string; note: EvidenceNote; onClose: () => void }) {
  const { say } = useFieldVisit();
  const [caption, setCaption] = useState(note.caption);
  const [proves, setProves] = useState(note.proves);
  const keep = async () => {
    if (await say('describe', { photo, caption, proves })) onClose();
  };
  return (
    <Sheet
      title="照片说明"
      onClose={onClose}
      footer={
        <button type="button" className="button big primary" onClick={() => void keep()}>
          记下
        </button>
      }
    >
      <p className="field-label">证明什么</p>
      <div className="options" role="group" aria-label="证明什么">
        {USUAL.map((words) => (
          <button
            key={words}
            type="button"
            className={proves === words ? 'option chosen' : 'option'}
            aria-pressed={proves === words}
            onClick={() => setProves(proves === words ? '' : words)}
          >
            {words}
          </button>
        ))}
      </div>
      <label className="field-label" htmlFor="shot-caption">
        说明
      </label>
      <input
        id="shot-caption"
        className="plain-input"
        maxLength={100}
        value={caption}
        onChange={(event) => setCaption(event.target.value)}
      />
    </Sheet>
  );
}
