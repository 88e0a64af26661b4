/** What the server answers about the law. */
import { type Lighter, type LighterBy } from '../../models/law/comparison';
import { type ExemptionRule } from '../../models/law/exemption.schema';
import { type Amounts } from '../../models/law/law.schema';
import { type PresentedBasis } from '../../models/law/law.rows';
import { type Limitation } from '../../models/law/limitation';

export interface LawAnswer {
  items: PresentedBasis[];
  today: string;
}
export type ListedRule = Omit<ExemptionRule, '_id' | 'asked' | 'author' | 'decidedBy'> & { id: string };
export interface RulesAnswer {
  items: ListedRule[];
  today: string;
}
interface Side {
  basis: PresentedBasis;
  range: Amounts;
}
export interface CompareAnswer {
  old: Side | null;
  new: Side | null;
  lighter: Lighter;
  by: LighterBy | 'equal' | null;
  explain: string[];
  breakEvenFen: number | null;
}
export type LimitationAnswer = Limitation;
