import { useState } from 'react';
import { Link } from 'wouter';
import { type Participant, ROLES } from '../../models/field/steps.schema';
import { freshUlid } from '../freshUlid';
import { Badge } from '../shell/Badge';
import { ConflictCard } from './ConflictCard';
import { type SiteVisit, useFieldVisit } from './fieldVisit';
import { newPerson, PersonForm } from './PersonForm';
import { StrikeButton } from './StrikeButton';
import './ending.css';

/** Who is on site: the legal representative by one tap from the dossier, others with their name; each can be questioned from here. */
export function PeopleStage() {
  const visit = useFieldVisit<SiteVisit>();
  const { state, seed, say, writes, record } = visit;
  const [edited, setEdited] = useState<Participant>();
  const head = state.fields['party.legalRepresentative']?.value ?? seed.prefill['party.legalRepresentative'] ?? '';
  const standing = state.persons.filter(({ struck }) => !struck);
  const isHeadHere = standing.some(({ value }) => value.name === head);
  const site = record.replace(/^siteRecord:/, '');
  return (
    <>
      {standing.length === 0 && <p className="hint">至少登记一个人：当事人在场登记当事人，没有人在场登记见证人。</p>}
      <ul className="people-list">
        {state.persons.map(({ key, value, struck, register }) => (
          <li key={key} className={struck ? 'card struck' : 'card'} data-testid="person">
            <div className="row wrap">
              <strong>{struck ? <del>{value.name}</del> : value.name}</strong>
              <Badge tone={value.role === 'WITNESS' ? 'plain' : 'primary'}>{ROLES[value.role]}</Badge>
            </div>
            <p className="hint">
              {struck
                ? `已划去：${register.struck?.reason ?? ''}`
                : [value.position, value.phone, value.idNumber && '已记身份证号'].filter(Boolean).join('，') ||
                  '只登记了姓名'}
            </p>
            <ConflictCard of={key} />
            {writes && !struck && (
              <div className="row wrap">
                <button type="button" className="button" onClick={() => setEdited(value)}>
                  更正
                </button>
                <StrikeButton of={key} noun="登记" />
                {value.role !== 'WITNESS' && (
                  <Link
                    href={`/interview/${site}-i${freshUlid()}`}
                    className="button push"
                    data-testid="begin-interview"
                  >
                    做询问笔录
                  </Link>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {writes && (
        <div className="signing-next">
          {head && !isHeadHere && (
            <button
              type="button"
              className="button big"
              onClick={() => void say('person', { ...newPerson(visit, { role: 'LEGAL_REP', name: head }) })}
              data-testid="head-here"
            >
              法定代表人 {head} 在场
            </button>
          )}
          <button
            type="button"
            className="button big primary"
            onClick={() => setEdited(newPerson(visit))}
            data-testid="add-person"
          >
            登记现场负责人或其他人
          </button>
          <button
            type="button"
            className="button big"
            onClick={() => setEdited(newPerson(visit, { role: 'WITNESS' }))}
            data-testid="add-witness"
          >
            登记见证人
          </button>
        </div>
      )}
      {edited && <PersonForm key={edited.id} start={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}
