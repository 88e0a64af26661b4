/**
 * What the demo shows beside petitions, part by part. Each notes in `meta` that it is there, so that an older demo gets what it lacks and an
 * interrupted one begins the part anew.
 */
import mongoose from 'mongoose';
import { clearCases, seedCases } from './cases';
import { clearClues, seedClues } from './clues';
import { clearDossiers, seedDossiers } from './dossiers';
import { clearAudits, seedAudits } from './audits';
import { clearDrill, seedDrill } from './drill';
import { clearEvents, seedEvents } from './events';
import { clearFlyings, seedFlyings } from './flying';
import { clearInspections, seedInspections } from './inspections';
import { clearLibrary, seedLibrary } from './library';
import { clearMoney, seedMoney } from './money';
import { clearStations, seedStations } from './stations';
import { clearWatch, seedWatch } from './watch';

interface Part {
  name: string;
  label: string;
  /** Removes what an interrupted run has left of it, and nothing else. */
  clear: () => Promise<unknown>;
  seed: (now: Date) => Promise<unknown>;
}

export const PARTS: readonly Part[] = [
  { name: 'watch', label: '值班表', clear: clearWatch, seed: seedWatch },
  { name: 'stations', label: '监测站点', clear: clearStations, seed: seedStations },
  { name: 'events', label: '事件和预警', clear: clearEvents, seed: seedEvents },
  { name: 'dossiers', label: '企业档案', clear: clearDossiers, seed: seedDossiers },
  { name: 'library', label: '检查事项库', clear: clearLibrary, seed: seedLibrary },
  { name: 'inspections', label: '检查任务', clear: clearInspections, seed: seedInspections },
  { name: 'clues', label: '案件线索', clear: clearClues, seed: seedClues },
  { name: 'cases', label: '处罚案件', clear: clearCases, seed: seedCases },
  { name: 'money', label: '缴款和处罚公开', clear: clearMoney, seed: seedMoney },
  { name: 'flying', label: '飞行检查', clear: clearFlyings, seed: seedFlyings },
  { name: 'audits', label: '稽查', clear: clearAudits, seed: seedAudits },
  { name: 'drill', label: '演练点名', clear: clearDrill, seed: seedDrill },
];

const marker = () => mongoose.connection.db!.collection<{ _id: string; parts?: string[] }>('meta');
const DEMO = { _id: 'demo' };

/** Make this part unless it is there. */
export async function seedPart({ name, clear, seed }: Part, now: Date): Promise<void> {
  if ((await marker().findOne(DEMO))?.parts?.includes(name)) return;
  await clear();
  await seed(now);
  await marker().updateOne(DEMO, { $addToSet: { parts: name } }, { upsert: true });
}
