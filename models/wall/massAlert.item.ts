import { KINDS, type MassAlert } from '../massAlert/massAlert.schema';
import { type WallItem } from './wall.schema';

export const ALERT_FIELDS = [
  ...(['_id', 'status', 'no', 'kind', 'title', 'county', 'sentByName', 'composedAt', 'sentAt', 'answerBy'] as const),
  ...(['people', 'round'] as const),
];
type Shown = Pick<MassAlert, (typeof ALERT_FIELDS)[number]>;

/** An order to many that is out and not over; null before and after. */
export function massAlertItem(alert: Shown): WallItem | null {
  const { _id, status, no, kind, title, county, sentByName, composedAt, sentAt, answerBy, people, round } = alert;
  if (status !== 'sent') return null;
  return {
    id: `mass_alerts:${_id}`,
    kind: 'mass_alerts',
    no,
    title: `${KINDS[kind]}：${title}`,
    status: `已通知${people}人${round > 1 ? `，第${round}次` : ''}`,
    level: 'urgent',
    county,
    whose: sentByName ?? '指挥中心',
    since: (sentAt ?? composedAt).getTime(),
    clock: { label: '回复截止', at: answerBy.getTime() },
    next: null,
    point: null,
    told: [],
    record: { store: 'mass_alerts', id: _id },
  };
}
