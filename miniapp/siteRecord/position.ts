import { type FieldPosition } from '../../models/field/fieldEvent.schema';
import { whereIsThePhone } from '../petition/whereIsThePhone';

/** What the phone does not say about its accuracy is taken as poor, in metres. */
const UNKNOWN_ACCURACY = 1_000;

/**
 * Where the phone is now, as a field event carries it.
 *
 * @throws Error whose message is a sentence for the person
 */
export async function measuredPosition(): Promise<FieldPosition> {
  const { location, accuracy, mock } = await whereIsThePhone();
  return {
    location,
    accuracy: Math.min(100_000, Math.round(accuracy ?? UNKNOWN_ACCURACY)),
    at: new Date().toISOString(),
    ...(mock === undefined ? {} : { mock }),
  };
}

/** 86 米, 1.2 公里. */
export const metresInWords = (metres: number): string =>
  metres < 1_000 ? `${Math.round(metres)} 米` : `${(metres / 1_000).toFixed(1)} 公里`;
