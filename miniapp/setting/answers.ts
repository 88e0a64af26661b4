/** What the server answers about settings. */
import { type FigureShape } from '../../models/setting/figures';

export type Figure = FigureShape & { value: unknown; words: string };
export interface ListedSetting {
  id: string;
  key: string;
  label: string;
  from: string;
  status: string;
  words: string;
  beforeWords: string;
  legalSource: string;
  note: string;
  authorName: string;
  decidedByName: string | null;
  proposedAt: string;
}
export interface SettingsAnswer {
  today: string;
  groups: Record<string, string>;
  figures: Figure[];
  planned: ListedSetting[];
  proposed: ListedSetting[];
  refused: { id: string; reason: string }[];
  missingYears: number[];
  mayPropose: boolean;
}
export interface PreviewAnswer {
  label: string;
  before: string;
  after: string;
  from: string;
  followedBy: { from: string; words: string }[];
}
