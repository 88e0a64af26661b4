import { useCallback, useEffect, useState } from 'react';
import { type FieldPosition } from '../../models/field/fieldEvent.schema';
import { DictatedText } from '../form/DictatedText';
import { Badge } from '../shell/Badge';
import { moment } from '../time';
import { useNow } from '../useNow';
import { colleaguesOf, metresFromSite, officerOf, type SiteVisit, useFieldVisit } from './fieldVisit';
import { inWords } from './inWords';
import { measuredPosition, metresInWords } from './position';

/** Why the site is not where the register says, in one tap. */
const ELSEWHERE = ['登记的位置不准，现场就在这里。', '厂区较大，检查部位不在登记的位置。', '该单位已搬到这里。'];
const SHORTEST = 4;

/** 到场: where this phone is, how far from the site, and whether the colleague is there too. */
export function ArriveStage() {
  const visit = useFieldVisit<SiteVisit>();
  const { state, me, seed } = visit;
  const arrived = officerOf(state, me)?.arrived;
  const now = useNow();
  return (
    <>
      {arrived ? (
        <section className="card ready" data-testid="arrived">
          <h2>已到场签到</h2>
          <p>
            {moment(arrived.at, now)}
            {arrived.metres === null ? '' : `，离登记的现场 ${metresInWords(arrived.metres)}`}
          </p>
          {arrived.elsewhere && <p className="hint">说明：{arrived.elsewhere}</p>}
        </section>
      ) : (
        visit.writes && <SignIn />
      )}
      <section className="card" aria-label="执法人员">
        {colleaguesOf(state, me).map(({ id, name, arrived: theirs }) => (
          <div key={id}>
            <p className="row">
              <strong>{name}</strong>
              <Badge tone={theirs ? 'good' : 'warning'}>{theirs ? '已到场' : '还没看到签到'}</Badge>
            </p>
            <p className="hint">
              {theirs
                ? `${moment(theirs.at, now)}${theirs.metres === null ? '' : `，离现场 ${metresInWords(theirs.metres)}`}`
                : '请他用自己的手机签到。没有信号时这里看不到，联网后自动出现。'}
            </p>
          </div>
        ))}
      </section>
      {seed.instruction && (
        <section className="card">
          <h2>任务要求</h2>
          <p>{seed.instruction}</p>
        </section>
      )}
    </>
  );
}

/** Measured when the page opens, so that signing in is one tap. */
function usePosition() {
  const [position, setPosition] = useState<FieldPosition>();
  const [trouble, setTrouble] = useState('');
  const [isMeasuring, setMeasuring] = useState(true);
  const measure = useCallback(() => {
    setMeasuring(true);
    setTrouble('');
    measuredPosition()
      .then(setPosition, (error: unknown) => setTrouble(inWords(error).replace('，或直接填写地点', '')))
      .finally(() => setMeasuring(false));
  }, []);
  useEffect(measure, [measure]);
  return { position, trouble, isMeasuring, measure };
}

function SignIn() {
  const { seed, say, record } = useFieldVisit<SiteVisit>();
  const { position, trouble, isMeasuring, measure } = usePosition();
  const [elsewhere, setElsewhere] = useState('');
  const metres = position ? metresFromSite(seed, position.location) : null;
  const isFar = metres !== null && Math.round(metres) > seed.limits.nearMetres;
  const isReady = position && (!isFar || elsewhere.length >= SHORTEST);
  return (
    <section className="card" aria-label="签到">
      {position && (
        <>
          <p className={metres === null ? 'far' : `far ${isFar ? 'bad' : 'good'}`} data-testid="distance">
            {metres === null ? '已定位' : metresInWords(metres)}
          </p>
          <p className="hint">
            {metres === null
              ? '登记里没有现场位置，按手机位置记录'
              : `离登记的现场，${seed.limits.nearMetres} 米内可以签到`}
            ，定位误差约 {Math.round(position.accuracy)} 米
          </p>
        </>
      )}
      {isMeasuring && <p role="status">正在定位…</p>}
      {trouble && (
        <p className="fault" role="alert">
          {trouble}
        </p>
      )}
      {isFar && <p className="fault">离得较远，请走近再签到；现场就在这里的，写明原因。</p>}
      {isFar && (
        <DictatedText
          label="位置不同的原因"
          draft={`${record}/elsewhere`}
          value={elsewhere}
          onSettle={setElsewhere}
          maxLength={200}
          rows={2}
          suggestions={elsewhere ? [] : ELSEWHERE}
        />
      )}
      {isReady && (
        <button
          type="button"
          className="button big primary"
          data-testid="arrive"
          onClick={() => void say('arrive', isFar ? { elsewhere } : {}, position)}
        >
          到场签到
        </button>
      )}
      {!isMeasuring && (
        <button type="button" className="button big" onClick={measure} data-testid="measure">
          重新定位
        </button>
      )}
    </section>
  );
}
