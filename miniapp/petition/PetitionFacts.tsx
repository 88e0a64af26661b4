import { type Petition } from '../answers';
import { moment } from '../time';
import { useNow } from '../useNow';

type Row = [label: string, value: (petition: Petition, now: Date) => string | null | undefined, inner?: true];

const ROWS: Row[] = [
  ['污染类型', ({ mediumLabel }) => mediumLabel],
  ['地点', ({ place }) => place],
  ['所在县区', ({ countyName }) => countyName],
  ['涉及企业', ({ enterpriseName }) => enterpriseName],
  ['来源', ({ channelLabel }) => channelLabel, true],
  ['反映人', ({ reporterLabel }) => reporterLabel, true],
  ['联系方式', ({ contactMasked }) => contactMasked, true],
  ['涉及人数', ({ groupSize }) => (groupSize && groupSize > 1 ? `${groupSize} 人` : null), true],
  ['办理途径', ({ pathLabel }) => pathLabel, true],
  ['承办单位', ({ unitName }) => unitName],
  ['承办人', ({ officerName }) => officerName, true],
  ['收到时间', ({ receivedAt }, now) => moment(receivedAt, now)],
  ['说明', ({ outcomeReason }) => outcomeReason],
];

/** What is known of a petition; rows without a value are left out. */
export function PetitionFacts({ petition, simple }: { petition: Petition; simple: boolean }) {
  const now = useNow();
  return (
    <section className="card" aria-label="基本情况">
      <dl className="facts">
        {ROWS.flatMap(([label, value, inner]) => {
          const text = inner && simple ? null : value(petition, now);
          return text
            ? [
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{text}</dd>
                </div>,
              ]
            : [];
        })}
      </dl>
    </section>
  );
}
