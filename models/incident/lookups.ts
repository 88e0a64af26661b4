/** What the decisions about an incident need to have looked up beforehand (incident.facts.ts does the looking up). */
import { type County } from '../core/place';
import { type WeatherWarning } from '../weather/weather.schema';

export interface Named {
  id: string;
  name: string;
}

/** Who is on post now, and who stands above them. */
export interface DutyFacts {
  operators: Named[];
  leaders: Named[];
  monitoring: Named[];
  bureau: Named[];
}

/** Who is told of an emergency: besides those on post the branch and the squad of the county. */
export interface EmergencyFacts extends DutyFacts {
  head: Named[];
  squad: Named[];
}

export interface DispatchFacts extends EmergencyFacts {
  county: County | null;
  warnings: Pick<WeatherWarning, 'counties' | 'kind' | 'level' | 'windForce' | 'waveMetres' | 'endsAt'>[];
}

export interface PetitionFacts {
  /** The petition named by number; null when none was named. */
  petition: { id: string; no: string | null } | null;
}

export interface MergeFacts {
  into: { id: string; no: string | null; status: string; emergencyAt: Date | null } | null;
}

export interface SupportFacts {
  supporter: { id: string; label: string } | null;
}
