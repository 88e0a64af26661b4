/** The page of one record for one reader: its outline, the steps it offers, what happened, who was told. Every domain's page is made here. */
import { type Actor, isReference } from '../models/core/access';
import { type Reader } from '../models/core/face';
import { type Form } from '../models/core/form';
import { type JournalEvent, type Stored } from '../models/core/journal';
import { DOORS, offered, type Stateful, type Step, type Workflow } from '../models/core/workflow';
import { type AnyFace, faceOf } from '../models/domains';
import { purposeLabel } from '../models/assignment/assignment.purposes';
import { type Assignment, MEANS, STATES as TASK_STATES } from '../models/assignment/assignment.schema';
import { assignmentsAbout } from '../models/assignment/assignment.store';
import { isPartyKey } from '../models/party/party.schema';
import { namesOf } from '../models/people/people.store';

/** The steps this reader could take now, with what each asks for. */
export function offeredSteps<D extends Stateful>(
  workflow: Workflow<D>,
  forms: Readonly<Partial<Record<string, Form>>>,
  record: D,
  reader: Reader,
) {
  const steps: Readonly<Record<string, Step<D>>> = workflow.steps;
  return offered<D>(workflow, record, reader).map((step) => ({
    step,
    label: steps[step]?.label ?? step,
    tone: steps[step]?.tone ?? null,
    form: forms[step] ?? [],
    /** Taken on the page of approvals, not by a sheet. */
    ...(steps[step]?.approval ? { approval: true as const } : {}),
  }));
}

/** One assignment, for the list of tasks and for the record's page. */
export function presentAssignment(assignment: Assignment) {
  const { _id, record, purpose, title, urgency, status, openedAt, acknowledgedAt, closedAt } = assignment;
  const { dueAt, nextRungAt, rung, unreachable } = assignment;
  return {
    id: _id,
    record: { store: record.store, id: record.id, path: faceOf(record.store)?.path ?? record.store },
    purpose,
    purposeLabel: purposeLabel(purpose),
    title,
    urgency,
    status,
    statusLabel: TASK_STATES[status],
    openedAt,
    acknowledgedAt,
    closedAt,
    dueAt,
    nextRungAt,
    rung,
    unreachable,
  };
}

interface Whom {
  to: string;
  toName: string;
}

/** What became of every message of an assignment; `toWhom` says who a protected receiver is shown as. */
export function presentMessages({ messages, person, purpose }: Assignment, toWhom: (id: string, name: string) => Whom) {
  return messages.map(({ id, means, to, toName, at, acceptedAt, deliveredAt, readAt, actedAt, failed, rung }) => ({
    id,
    ...toWhom(to, toName),
    purposeLabel: purposeLabel(purpose, { rung, to, person }),
    means,
    meansLabel: MEANS[means],
    at,
    acceptedAt,
    deliveredAt,
    readAt,
    actedAt,
    failed: failed !== null,
    rung,
  }));
}

const PROTECTED = '监督员或群众';
const ACTORS: Readonly<Record<string, string>> = { clock: '系统时钟' };

/** Somebody under a protected reference is shown by what they are, never by who. */
const shownWhom = (id: string, name: string): Whom =>
  isReference(id) ? { to: 'protected', toName: PROTECTED } : { to: id, toName: name };

function history(
  face: AnyFace,
  events: readonly JournalEvent[],
  names: ReadonlyMap<string, string>,
  reader: Actor,
  outside: boolean,
) {
  return events.flatMap(({ id, type, at, by, door, data }) => {
    const row = face.sentences[type];
    const said = typeof row === 'function' ? row(data, reader) : (row ?? type);
    if (said === undefined) return [];
    const known = isReference(by)
      ? PROTECTED
      : isPartyKey(by)
        ? '当事人'
        : (ACTORS[by] ?? names.get(by) ?? '已离职人员');
    const who = outside ? (by === reader.id ? '您' : '工作人员') : known;
    return [{ id, at, who, door, doorLabel: DOORS[door], type, ...(typeof said === 'string' ? { what: said } : said) }];
  });
}

/** What a command answers: all that follows from the record itself; the page asks for the rest afterwards. */
export function changedRecord(face: AnyFace, record: Stored<Stateful>, reader: Reader) {
  const { domain, path, forms, clocks, outline } = face;
  const { store, workflow } = domain;
  const { status: statusWords, ...outlined } = outline(record, reader);
  return {
    record: {
      ...{ id: record._id, version: record.version, status: record.status, updatedAt: record.updatedAt },
      ...{ store: store.name, path, noun: workflow.noun, stateLabel: workflow.states[record.status] ?? record.status },
      ...outlined,
      statusWords,
    },
    offered: offeredSteps(workflow, forms, record, reader),
    clocks: face.outsider?.(record, reader.actor) ? [] : (clocks?.(record, reader) ?? []),
  };
}

/** The assignments of a record that this reader may know of. */
export function toldTo(
  face: AnyFace,
  record: Stored<Stateful>,
  all: readonly Assignment[],
  reader: Actor,
): readonly Assignment[] {
  const ownOnly = face.outsider?.(record, reader) || face.ownMessages?.(record, reader);
  return ownOnly ? all.filter(({ person }) => person === reader.id) : all;
}

/** The whole page of one record for one reader. */
export async function recordPage(face: AnyFace, record: Stored<Stateful>, reader: Reader) {
  const outside = face.outsider?.(record, reader.actor) ?? false;
  const [all, names, extra] = await Promise.all([
    assignmentsAbout({ store: face.domain.store.name, id: record._id }),
    namesOf(record.events.map(({ by }) => by).filter((id) => !isReference(id))),
    Promise.resolve(face.extra?.(record, reader) ?? {}),
  ]);
  const about = toldTo(face, record, all, reader.actor);
  return {
    ...changedRecord(face, record, reader),
    history: history(face, record.events, names, reader.actor, outside),
    messages: about.flatMap((assignment) => presentMessages(assignment, shownWhom)),
    assignments: about.map((assignment) => {
      const { to: person, toName: personName } = shownWhom(assignment.person, assignment.personName);
      return { ...presentAssignment(assignment), person, personName };
    }),
    extra,
  };
}
