import { useState } from 'react';
import { clockWords } from '../../models/core/calendar';
import { type FieldPosition } from '../../models/field/fieldEvent.schema';
import { DictatedText } from '../form/DictatedText';
import { ConflictCard } from '../siteRecord/ConflictCard';
import { metresFromSite, officerOf, useFieldVisit } from '../siteRecord/fieldVisit';
import { measuredPosition, metresInWords } from '../siteRecord/position';
import { type InterviewVisit } from './visit';

const SUBJECTS = ['今天现场检查发现的问题', '涉嫌违法排放污染物', '治理设施运行情况', '环保手续办理情况'];

/** Where the interview is held and about what; certificate shown and rights told, each by one tap. */
export function BeginStage() {
  const { state, seed, me, say, writes, record } = useFieldVisit<InterviewVisit>();
  const mine = officerOf(state, me);
  const toldBefore = writes && (!mine?.arrived || !mine.shownAt || !state.rightsTold);
  return (
    <>
      {writes && !mine?.arrived && <BeHere />}
      {writes && mine?.arrived && !mine.shownAt && (
        <section className="card">
          <p className="say">我们是生态环境执法人员，这是我们的执法证件（{mine.certificateNo}），请您过目。</p>
          <button
            type="button"
            className="button big primary"
            onClick={() => void say('showCertificate', { to: 'PARTY', certificateNo: mine.certificateNo })}
            data-testid="show-certificate"
          >
            已出示执法证
          </button>
        </section>
      )}
      {writes && mine?.shownAt && !state.rightsTold && <TellRights />}
      {state.rightsTold && (
        <p className="card ready" role="status">
          {clockWords(new Date(state.rightsTold.at))} 已出示证件并告知权利义务
          {state.recusal ? '，被询问人申请回避' : ''}
        </p>
      )}
      {!toldBefore && writes && (
        <>
          <DictatedText
            label="询问地点"
            draft={`${record}/place`}
            value={state.fields.place?.value ?? ''}
            onSettle={(place) => say('state', { values: { place } })}
            maxLength={300}
            rows={2}
            suggestions={[`${seed.enterpriseName}办公室`, `${seed.enterpriseName}检查现场`]}
          />
          <ConflictCard of="field:place" />
          <DictatedText
            label="询问事由"
            draft={`${record}/subject`}
            value={state.fields.subject?.value ?? ''}
            onSettle={(subject) => say('state', { values: { subject } })}
            maxLength={300}
            rows={2}
            suggestions={state.fields.subject?.value ? [] : SUBJECTS}
          />
          <ConflictCard of="field:subject" />
          <DictatedText
            label="录音录像编号（可不填）"
            draft={`${record}/recordingNo`}
            value={state.fields.recordingNo?.value ?? ''}
            onSettle={(recordingNo) => say('state', { values: { recordingNo } })}
            maxLength={300}
            rows={1}
          />
          <ConflictCard of="field:recordingNo" />
        </>
      )}
    </>
  );
}

/** Signing in at the interview: by position; elsewhere than on site the reason is asked for. */
function BeHere() {
  const { seed, say } = useFieldVisit<InterviewVisit>();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [far, setFar] = useState<{ position: FieldPosition; metres: number }>();
  const begin = async () => {
    setBusy(true);
    setTrouble('');
    try {
      const position = await measuredPosition();
      const metres = metresFromSite(seed, position.location);
      if (metres !== null && metres > seed.limits.nearMetres) setFar({ position, metres });
      else await say('arrive', {}, position);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : '没有定位，请到开阔处打开定位后再试。');
    }
    setBusy(false);
  };
  return (
    <section className="card">
      <p>先签到：记下询问的时间和位置。</p>
      <button
        type="button"
        className="button big primary"
        disabled={isBusy}
        onClick={() => void begin()}
        data-testid="be-here"
      >
        {isBusy ? '正在定位…' : '到场，开始询问'}
      </button>
      {trouble && (
        <p className="fault" role="alert">
          {trouble}
        </p>
      )}
      {far && (
        <>
          <p className="notice">这里离检查现场约{metresInWords(far.metres)}。不在现场询问的，点一下原因。</p>
          <div className="options">
            {['在分局办公室询问', '在村社、园区办公室询问', '现场位置登记有误'].map((elsewhere) => (
              <button
                key={elsewhere}
                type="button"
                className="option"
                onClick={() => void say('arrive', { elsewhere }, far.position)}
              >
                {elsewhere}
              </button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function TellRights() {
  const { say } = useFieldVisit<InterviewVisit>();
  const tell = (recusalAsked: boolean) =>
    void say('tellRights', { to: 'PARTY', recusalAsked, recusalReason: recusalAsked ? '被询问人当场提出' : '' });
  return (
    <section className="card">
      <p className="say">您有权申请执法人员回避，也有如实回答询问、配合调查的义务。您听清楚了吗？是否申请回避？</p>
      <button type="button" className="button big primary" onClick={() => tell(false)} data-testid="tell-rights">
        听清楚了，不申请回避
      </button>
      <button type="button" className="button big" onClick={() => tell(true)}>
        申请回避
      </button>
    </section>
  );
}
