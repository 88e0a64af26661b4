import { Link } from 'wouter';
import { PetitionPhotos } from '../petition/PetitionPhotos';
import { type ExtraProps } from '../record/extras';
import { useNow } from '../useNow';
import { type IncidentAnswer, type IncidentExtraData } from './answers';
import { Duplicates } from './Duplicates';
import { FactTable } from './FactTable';
import './incident.css';
import { PlaceSketch } from './PlaceSketch';
import { Crew, Reports, Support, Told, Way } from './Response';

/** An incident beyond its outline: facts, place, likely duplicates, the way there, who was sent and told, what was reported. */
export function IncidentExtra({ answer, act }: ExtraProps) {
  const { extra, offered, record } = answer as IncidentAnswer;
  const now = useNow(1000);
  const {
    location,
    place,
    support,
    duplicates = [],
    facts = [],
    factCount = 0,
    crew = [],
    told = [],
    reports = [],
  } = extra;
  return (
    <>
      <Duplicates duplicates={duplicates} own={record.number} offered={offered.map(({ step }) => step)} act={act} />
      <Crew crew={crew} sent={extra.sent} now={now} />
      {extra.way && <Way way={extra.way} now={now} />}
      <Support support={support} now={now} />
      <FactTable facts={facts} count={factCount} now={now} />
      <Words extra={extra} />
      {location && (
        <section className="card" aria-label="位置">
          <h2>位置</h2>
          <PlaceSketch location={location} place={place} />
        </section>
      )}
      <Told told={told} />
      <Reports reports={reports} now={now} />
    </>
  );
}

/** What people wrote, the photos, and where it goes on. */
function Words({ extra }: { extra: IncidentExtraData }) {
  const {
    description,
    enterpriseName,
    instruction,
    controlWords,
    outcomeReason,
    photos = [],
    facts = [],
    links,
  } = extra;
  const rows = [
    ['情况', facts.some(({ words }) => words === description) ? null : description],
    ['涉及企业', enterpriseName],
    ['出动要求', instruction],
    ['现场情况', controlWords],
    ['处理结果', outcomeReason],
  ].filter(([, words]) => words);
  const linked = links && (links.petition ?? links.mergedInto);
  if (rows.length === 0 && photos.length === 0 && !linked) return null;
  return (
    <section className="card" aria-label="情况">
      <dl className="facts">
        {rows.map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <PetitionPhotos photos={photos.map((hash) => ({ hash }))} name="现场照片" />
      {links?.petition && (
        <Link className="incident-link" href={`/petitions/${encodeURIComponent(links.petition)}`}>
          查看关联的信访件
        </Link>
      )}
      {links?.mergedInto && (
        <Link className="incident-link" href={`/incidents/${encodeURIComponent(links.mergedInto)}`}>
          查看并入的事件
        </Link>
      )}
    </section>
  );
}
