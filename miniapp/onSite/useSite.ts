/** Where a document begins: the visit it belongs to, with what is known of the party and of what was found. */
import { useMemo } from 'react';
import { citation } from '../../models/checkItem/legalBasis';
import { foldSiteRecord } from '../../models/siteRecord/fold';
import { type SiteFieldName } from '../../models/siteRecord/fields';
import { SiteSeed } from '../../models/siteRecord/siteRecord.schema';
import { type SiteRecordState } from '../../models/siteRecord/state';
import { type Numbered } from '../../models/template/numbering';
import { type Me } from '../answers';
import { useFieldRecord } from '../field/fieldLog';
import { type Values } from '../form/values';
import { NOT_COLLECTED } from './asks';
import { type Given, momentOf } from './written';

export interface Site {
  seed: SiteSeed;
  state: SiteRecordState;
  given: Given;
}

/** The visit of this site record on this phone; undefined while it is not there. */
export function useSite(id: string, me: Pick<Me, 'id' | 'county'>): { ready: boolean; site: Site | undefined } {
  const { ready, seed: told, events } = useFieldRecord(`siteRecord:${id}`);
  const seed = useMemo(() => SiteSeed.safeParse(told).data, [told]);
  const site = useMemo(() => {
    if (!ready || !seed) return undefined;
    const state = foldSiteRecord(seed, events);
    const { enterprise, county } = seed;
    const officers = twoOf(seed, me.id);
    return {
      ...{ seed, state },
      given: {
        siteRecord: id,
        enterprise,
        county,
        officers,
        evidence: state.evidence,
        authority: me.county as Given['authority'],
      },
    };
  }, [id, me.id, me.county, ready, seed, events]);
  return { ready, site };
}

/** Whoever writes, and the colleague beside them. */
function twoOf({ officers }: SiteSeed, me: string): SiteSeed['officers'] {
  const own = officers.find(({ id }) => id === me);
  const others = officers.filter(({ id }) => id !== me);
  return own ? [own, ...others].slice(0, 2) : officers.slice(0, 2);
}

const saidOf = ({ seed, state }: Site, name: SiteFieldName): string =>
  state.fields[name]?.value ?? seed.prefill[name] ?? '';

/** What was found wrong, in the words of the record: problems and violations of checklist and findings. */
function foundIn({ seed, state }: Site) {
  const isWrong = (result: string) => result === 'PROBLEM' || result === 'VIOLATION';
  const answers = Object.values(state.answers).filter(({ struck, value }) => !struck && isWrong(value.result));
  const findings = state.findings.filter(({ struck, value }) => !struck && isWrong(value.result));
  const bases = answers.flatMap(
    ({ value }) => seed.checklist.find(({ key }) => key === value.item)?.bases.map(citation) ?? [],
  );
  return {
    texts: [...answers, ...findings].map(({ value }) => value.text).filter(Boolean),
    clauses: [...new Set([...bases, ...findings.map(({ value }) => value.clause).filter(Boolean)])],
  };
}

/** What the form starts with, so that as little as possible is typed. */
export function startOf(kind: Numbered, site: Site, now: Date): Values {
  const { seed, state } = site;
  const { texts, clauses } = foundIn(site);
  const facts = (texts.join('；') || (state.fields['found.text']?.value ?? '')).slice(0, 1000);
  const at = momentOf(now);
  const party = state.persons.find(({ struck }) => !struck)?.value.name ?? '';
  const place = saidOf(site, 'party.address') || seed.place;
  const common: Values = {
    ...{ partyKind: 'ORGANISATION', partyName: saidOf(site, 'party.name') || seed.enterpriseName },
    ...{ idNumber: saidOf(site, 'party.uscc'), representative: saidOf(site, 'party.legalRepresentative') },
    ...{ address: place, receiver: party, servedPlace: place.slice(0, 100), served: 'signed' },
  };
  const violated = clauses.join('、').slice(0, 300);
  const demands = (state.fields['found.demands']?.value ?? '').split(/[；;\n]/).filter(Boolean);
  const own: Record<Numbered, Values> = {
    order: {
      ...{ inspectedAt: momentOf(state.arrivedAt ?? now), facts, violated },
      demands: JSON.stringify(demands.slice(0, 20).map((what) => ({ what: what.slice(0, 200), how: '' }))),
    },
    spotPenalty: {
      ...{ actAt: momentOf(state.arrivedAt ?? now), actPlace: place.slice(0, 100), facts, violated, warning: true },
      certificateShownAt: momentOf(state.officers.find(({ shownAt }) => shownAt)?.shownAt ?? now),
      ...{ toldAt: at, collect: NOT_COLLECTED },
    },
    evidenceHold: { suspicion: facts.slice(0, 500) },
  };
  return { ...common, ...own[kind] };
}
