/**
 * Reasons to look twice at a photo, found by what the phone said, what the file says of itself and what the server saw. A flag accuses
 * nobody: clocks run down and satellites err; it names the figure, and a person decides.
 */
import { type Location, metresBetween } from '../core/place';
import { policy } from '../core/policy';
import { type Evidence, type EvidenceFlag, type EvidenceFlagCode } from './evidence.schema';

/** Another piece of evidence that looks the same. */
export interface Twin {
  record: string;
  identical: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** 1.2公里 or 350米. */
const distanceWords = (metres: number) =>
  metres < 1_000 ? `${Math.round(metres)}米` : `${(metres / 1_000).toFixed(1)}公里`;
const timeWords = (ms: number) =>
  Math.abs(ms) < 2 * HOUR ? `${Math.round(Math.abs(ms) / MINUTE)}分钟` : `${Math.round(Math.abs(ms) / HOUR)}小时`;

type Seen = Pick<Evidence, 'taken' | 'clocks' | 'receivedAt' | 'told' | 'uses' | 'site'>;

/** Server minus device when the file was announced, in ms; a slow network makes it at most some seconds too large. */
const skewAtSending = ({ clocks: { sent, heardAt } }: Seen) => heardAt.getTime() - Date.parse(sent.at);

/** When it was taken, by the server's clock as far as it can be known. */
const takenAtServer = (seen: Seen) => Date.parse(seen.taken.takenAt) + (seen.taken.skewMs ?? skewAtSending(seen));

/** How much the wall clock fell behind the clock that nobody can turn, within one page start; sleep only makes it advance. */
function fellBehind({ clocks: { taken, sent } }: Seen): number {
  if (taken.boot !== sent.boot) return 0;
  return sent.uptimeMs - taken.uptimeMs - (Date.parse(sent.at) - Date.parse(taken.at));
}

function clockTurned(seen: Seen): string | undefined {
  const tolerance = policy().evidence.clockMinutes * MINUTE;
  const behind = fellBehind(seen);
  if (behind > tolerance) return `拍摄以后手机时间被调慢了约${timeWords(behind)}。`;
  const { skewMs } = seen.taken;
  const change = skewMs === null ? 0 : skewAtSending(seen) - skewMs;
  if (Math.abs(change) > tolerance) return `拍摄前后手机与服务器的时差变动了约${timeWords(change)}。`;
  const ahead = takenAtServer(seen) - seen.clocks.heardAt.getTime();
  return ahead > tolerance ? `记录的拍摄时间比收到时间还晚${timeWords(ahead)}。` : undefined;
}

function forged({ told, taken }: Seen): string | undefined {
  const { exifMinutes, farMetres } = policy().evidence;
  for (const { takenAt, location, edited } of told) {
    if (edited) return '照片自带信息显示经过修图软件处理。';
    const off = takenAt ? takenAt.getTime() - Date.parse(taken.takenAt) : 0;
    if (Math.abs(off) > exifMinutes * MINUTE) return `照片自带的拍摄时间与记录相差${timeWords(off)}。`;
    const away = location && taken.position ? metresBetween(location, taken.position.location) : 0;
    if (away > farMetres) return `照片自带的位置与记录相距${distanceWords(away)}。`;
  }
  return undefined;
}

/** The benefit of the doubt ends where the phone itself no longer knows where it is. */
function farAway({ taken: { position }, site, told }: Seen): string | undefined {
  const { farMetres } = policy().evidence;
  if (!site) return undefined;
  const places: (readonly [Location, number])[] = [
    ...(position ? [[position.location, Math.min(position.accuracy, farMetres)] as const] : []),
    ...told.flatMap(({ location }) => (location ? [[location, 0] as const] : [])),
  ];
  const away = places.map(([location, doubt]) => metresBetween(location, site) - doubt).find((far) => far > farMetres);
  return away === undefined ? undefined : `拍摄位置距检查现场约${distanceWords(away)}。`;
}

function duplicate({ uses }: Seen, twins: readonly Twin[]): string | undefined {
  const records = new Set(uses.map(({ record }) => record));
  if (records.size > 1) return `同一份文件用于${records.size}份笔录。`;
  return twins.length > 0 ? `与另外${twins.length}份笔录里的照片几乎相同。` : undefined;
}

function late(seen: Seen): string | undefined {
  const after = seen.receivedAt.getTime() - takenAtServer(seen);
  return after > policy().evidence.lateHours * HOUR ? `拍摄后${timeWords(after)}才收到。` : undefined;
}

const LOOKS: Record<EvidenceFlagCode, (seen: Seen, twins: readonly Twin[]) => string | undefined> = {
  FORGED_EXIF: forged,
  FAR_AWAY: farAway,
  DUPLICATE: duplicate,
  MOCK_LOCATION: ({ taken: { position } }) => (position?.mock ? '拍摄时手机报告位置是模拟的。' : undefined),
  CLOCK_TURNED: clockTurned,
  LATE: late,
};

/**
 * All flags of one piece of evidence.
 *
 * @param twins photos of other records that look nearly the same (evidence.store.ts)
 */
export function flagsOf(seen: Seen, twins: readonly Twin[]): EvidenceFlag[] {
  return (Object.keys(LOOKS) as EvidenceFlagCode[]).flatMap((code) => {
    const why = LOOKS[code](seen, twins);
    return why ? [{ code, why }] : [];
  });
}
