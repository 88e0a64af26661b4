import { useMemo, useState } from 'react';
import { type Participant, ROLES } from '../../models/field/steps.schema';
import { foldSiteRecord } from '../../models/siteRecord/fold';
import { SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { useFieldRecord } from '../field/fieldLog';
import { ConflictCard } from '../siteRecord/ConflictCard';
import { useFieldVisit } from '../siteRecord/fieldVisit';
import { newPerson, PersonForm } from '../siteRecord/PersonForm';
import { StrikeButton } from '../siteRecord/StrikeButton';
import '../siteRecord/ending.css';
import { type InterviewVisit } from './visit';

const QUESTIONED = ['LEGAL_REP', 'ON_SITE_HEAD', 'EMPLOYEE', 'OTHER'] as const;

/** Those of the site record who can be questioned, as far as this phone knows it. */
function usePeopleOnSite(siteRecord: string): Participant[] {
  const { seed, events } = useFieldRecord(`siteRecord:${siteRecord}`);
  return useMemo(() => {
    const site = SiteSeed.safeParse(seed).data;
    if (!site) return [];
    return foldSiteRecord(site, events).persons.flatMap(({ value, struck }) =>
      struck || value.role === 'WITNESS' ? [] : [value],
    );
  }, [seed, events]);
}

/** Whose answers these are: one tap takes over who was written down on site. */
export function IntervieweeStage() {
  const visit = useFieldVisit<InterviewVisit>();
  const { state, seed, say, writes } = visit;
  const onSite = usePeopleOnSite(seed.siteRecord);
  const [edited, setEdited] = useState<Participant>();
  const { interviewee } = state;
  const person = interviewee?.value;
  return (
    <>
      {interviewee && person && (
        <section className="card" data-testid="interviewee">
          <h2>
            {person.name}（{ROLES[person.role]}）
          </h2>
          <dl className="facts">
            {(
              [
                ['身份证号', person.idNumber],
                ['单位和职务', [person.workUnit, person.position].filter(Boolean).join('，')],
                ['电话', person.phone],
                ['住址', person.address],
                ['与本案关系', person.relation],
              ] as const
            ).map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value || '没有填'}</dd>
              </div>
            ))}
          </dl>
          <ConflictCard of={interviewee.key} />
          {writes && (
            <div className="row wrap">
              <button type="button" className="button" onClick={() => setEdited(person)} data-testid="edit-interviewee">
                补充、更正
              </button>
              <StrikeButton of={interviewee.key} noun="登记" />
            </div>
          )}
        </section>
      )}
      {writes && !interviewee && (
        <div className="signing-next">
          {onSite.map((one) => (
            <button
              key={one.id}
              type="button"
              className="button big"
              onClick={() => void say('person', { ...one, relation: one.relation || '被检查单位人员' })}
              data-testid="take-over-person"
            >
              询问 {one.name}（{ROLES[one.role]}）
            </button>
          ))}
          <button
            type="button"
            className={onSite.length > 0 ? 'button big' : 'button big primary'}
            onClick={() => setEdited(newPerson(visit))}
            data-testid="add-interviewee"
          >
            登记被询问人
          </button>
        </div>
      )}
      {edited && (
        <PersonForm key={edited.id} start={edited} roles={QUESTIONED} full onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}
