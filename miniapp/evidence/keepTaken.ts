import { type DeviceClock, type TakenEvidence } from '../../models/evidence/evidence.schema';
import { dropFile, keepFile } from '../offline/evidenceShelf';
import { type Shot } from './taking';
import { uploadNow } from './uploads';

/**
 * Put both files of a shot on the closed shelf; they go up by themselves.
 *
 * @throws Error with a sentence when there is no room, Locked; then neither is kept
 */
export async function keepTaken(record: string, taken: TakenEvidence, shot: Shot, clock: DeviceClock): Promise<void> {
  const common = { record, taken, extra: clock };
  const { original } = taken;
  await keepFile({ ...common, sha256: taken.sha256, of: 'light', bytes: taken.bytes, type: taken.type }, shot.light);
  if (original.sha256 !== taken.sha256) {
    await keepFile({ ...common, ...original, of: 'original' }, shot.original).catch(async (error: unknown) => {
      await dropFile(taken.sha256);
      throw error;
    });
  }
  void uploadNow();
}
