/** The card of any record with a face (models/core/face.ts): its outline, and the steps that its reader could take. */
import { type AnyFace } from '../models/domains';
import { type Reader } from '../models/core/face';
import { type Stored } from '../models/core/journal';
import { type Stateful } from '../models/core/workflow';
import { stepButtons } from './buttons';
import { type Card, dayTimeWords } from './card';
import { type Told } from './told';

/** Card of this record as this reader may see it now. */
export function faceCard(face: AnyFace, record: Stored<Stateful>, reader: Reader, told: Told): Card {
  const { domain, path, outline, forms, readFirst } = face;
  const { title, number, status, tone, facts, note, until } = outline(record, reader);
  const url = `${told.appUrl}/#/${path}/${record._id}`;
  const buttoned = { workflow: domain.workflow, forms, ...(readFirst ? { readFirst } : {}) };
  return {
    title: title.startsWith(told.label) ? title : `${told.label} · ${title}`,
    number,
    status: told.insteadOf ? `升级提醒：${told.insteadOf}未及时办理（${status}）` : status,
    statusColor: told.insteadOf ? 'red' : tone,
    facts,
    note: told.note ?? note,
    buttons: stepButtons(buttoned, record, reader, url),
    form: told.form ?? null,
    url,
    updatedAt: record.updatedAt,
    alert: [told.label, number, until ? `${dayTimeWords(until)}前` : ''].filter(Boolean).join(' '),
  };
}
