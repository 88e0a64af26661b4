import { useState } from 'react';
import { Link } from 'wouter';
import { clockWords } from '../../models/core/calendar';
import { type Signature } from '../../models/core/signature';
import { type EvidenceNote, type TakenEvidence } from '../../models/evidence/evidence.schema';
import { saidUnder } from '../../models/field/said';
import { REFUSALS } from '../../models/field/steps.schema';
import { DictatedText } from '../form/DictatedText';
import { SignatureImage } from '../form/SignatureImage';
import { SignaturePad } from '../form/SignaturePad';
import { nameOf, useFieldVisit } from './fieldVisit';
import { TakePhoto } from './TakePhoto';
import './ending.css';

type Kind = keyof typeof REFUSALS;
const USUAL: Readonly<Record<Kind, readonly string[]>> = {
  ABSENT: ['现场只有值班人员，当事人电话联系后未到场。', '现场无人，多次联系当事人未果。'],
  REFUSED_SIGN: ['已向当事人宣读笔录，当事人认可内容但拒绝签名。', '当事人对笔录内容有异议，拒绝签名，未说明理由。'],
  REFUSED_ENTRY: ['出示执法证、告知权利义务后，当事人拒绝执法人员进入现场。', '当事人锁闭大门，经劝导仍拒绝检查。'],
};

/** 不在场、拒签、拒绝检查: noted with a witness who signs, or with a video of the scene. */
export function RefuseStage() {
  const visit = useFieldVisit();
  const { state, say, writes, home, record } = visit;
  const [kind, setKind] = useState<Kind>();
  const [note, setNote] = useState('');
  const [witness, setWitness] = useState({ name: '', workUnit: '' });
  const [signature, setSignature] = useState<Signature>();
  const [isSigning, setSigning] = useState(false);
  const [video, setVideo] = useState<string>();
  const videos = saidUnder<TakenEvidence & EvidenceNote>(state, 'photo:').filter(
    ({ value, struck }) => value.kind === 'video' && !struck,
  );
  const isInterview = record.startsWith('interview:');
  const needsReading = kind !== undefined && kind !== 'REFUSED_ENTRY' && !state.reading;
  const isReady = kind !== undefined && !needsReading && note.trim() && (witness.name.trim() || video);
  const refuse = async () => {
    if (!kind) return;
    const person = witness.name.trim() ? { ...witness, ...(signature ? { signature } : {}) } : undefined;
    const done = await say('refuse', {
      ...{ kind, note: note.trim() },
      ...(state.reading && kind !== 'REFUSED_ENTRY' ? { reading: state.reading.id } : {}),
      ...(person ? { witness: person } : {}),
      ...(video ? { video } : {}),
    });
    if (done) setKind(undefined);
  };
  return (
    <>
      {state.refusals.map(({ kind: noted, note: words, witness: seen, video: filmed, by, at }) => (
        <section key={at} className="card ready" data-testid="refusal">
          <strong>{REFUSALS[noted]}</strong>
          <p>{words}</p>
          {seen && (
            <p className="ink-line">
              见证人：{[seen.name, seen.workUnit].filter(Boolean).join('，')}
              {seen.signature && <SignatureImage signature={seen.signature} name={seen.name} />}
            </p>
          )}
          {filmed && <p>附现场录像</p>}
          <p className="hint">
            {nameOf(state, by)} {clockWords(new Date(at))} 注明
          </p>
        </section>
      ))}
      {writes && (
        <>
          <div className="options" role="radiogroup" aria-label="情形">
            {(Object.keys(REFUSALS) as Kind[])
              .filter((one) => !isInterview || one !== 'REFUSED_ENTRY')
              .map((one) => (
                <button
                  key={one}
                  type="button"
                  role="radio"
                  aria-checked={kind === one}
                  className={kind === one ? 'option chosen' : 'option'}
                  onClick={() => setKind(one)}
                  data-testid={`refuse-${one}`}
                >
                  {REFUSALS[one]}
                </button>
              ))}
          </div>
          {needsReading && (
            <section className="card waits">
              <p>先通读核对，固定笔录内容，再注明这种情形。</p>
              <Link href={`${home}/read`} replace className="button big primary">
                去通读核对
              </Link>
            </section>
          )}
          {kind && !needsReading && (
            <>
              <DictatedText
                key={kind}
                label="情况说明"
                draft={`${record}/refuse/${kind}`}
                value={note}
                onSettle={setNote}
                suggestions={USUAL[kind]}
              />
              <section className="card" aria-label="见证人">
                <h2>见证人（或附录像）</h2>
                <label className="field-label" htmlFor="witness-name">
                  见证人姓名
                </label>
                <input
                  id="witness-name"
                  className="plain-input"
                  maxLength={40}
                  value={witness.name}
                  onChange={(event) => setWitness({ ...witness, name: event.target.value })}
                />
                <label className="field-label" htmlFor="witness-unit">
                  单位（村社、园区等）
                </label>
                <input
                  id="witness-unit"
                  className="plain-input"
                  maxLength={100}
                  value={witness.workUnit}
                  onChange={(event) => setWitness({ ...witness, workUnit: event.target.value })}
                />
                <div className="ink-line">
                  {signature && <SignatureImage signature={signature} name={witness.name} />}
                  <button
                    type="button"
                    className="button push"
                    disabled={!witness.name.trim()}
                    onClick={() => setSigning(true)}
                    data-testid="witness-sign"
                  >
                    {signature ? '重签' : '见证人签名'}
                  </button>
                </div>
              </section>
              <TakePhoto
                label="拍现场录像"
                proofs={['执法过程', '拒绝签名', '拒绝检查', '无人在场']}
                onTaken={(taken) => taken.kind === 'video' && setVideo(taken.sha256)}
              />
              {videos.map(({ value }) => (
                <label key={value.sha256} className="check-line">
                  <input
                    type="checkbox"
                    checked={video === value.sha256}
                    onChange={() => setVideo(video === value.sha256 ? undefined : value.sha256)}
                  />
                  附录像：{value.caption || clockWords(new Date(value.takenAt))}
                </label>
              ))}
              <button
                type="button"
                className="button big primary"
                disabled={!isReady}
                onClick={() => void refuse()}
                data-testid="refuse"
              >
                注明：{REFUSALS[kind]}
              </button>
              {!isReady && <p className="hint">要写明情况，并有见证人姓名或一段录像。</p>}
            </>
          )}
        </>
      )}
      {isSigning && (
        <SignaturePad
          title={`见证人 ${witness.name}`}
          words={kind ? `${REFUSALS[kind]}：${note}` : undefined}
          onDone={(ink) => {
            setSignature(ink);
            setSigning(false);
          }}
          onClose={() => setSigning(false)}
        />
      )}
    </>
  );
}
