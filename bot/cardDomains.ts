/** Every domain that shows cards, by the name of its store. Delivery and replies know no domain beyond this table. */
import { type Domain, perform } from '../models/core/domain';
import { DomainError } from '../models/core/errors';
import { type Form, type FormOptions } from '../models/core/form';
import { read, type Stored } from '../models/core/journal';
import { advance, type Context, type Stateful, offered, type Workflow } from '../models/core/workflow';
import { enterpriseById } from '../models/enterprise/enterprise.store';
import { type AnyFace, faces } from '../models/domains';
import { peopleOfUnit, unitsOfKind } from '../models/people/people.store';
import { petitionDomain } from '../models/petition/petition';
import { petitionForms } from '../models/petition/petition.form';
import { type Petition } from '../models/petition/petition.schema';
import { type Card } from './card';
import { faceCard } from './faceCard';
import { petitionCard, shortcut } from './petition.card';
import { type Told } from './told';

type Reader = Pick<Context, 'actor' | 'now'>;

interface CardSource<D extends Stateful> {
  domain: Domain<D>;
  card: (record: Stored<D>, reader: Reader, told: Told) => Card;
  forms: Partial<Record<string, Form>>;
  /** Choices of a form that have to be looked up. */
  options: (record: Stored<D>, reader: Reader) => Promise<FormOptions>;
  /** Actions of the card that stand for a step with its input. */
  shortcut?: (record: D, action: string) => Promise<{ step: string; input: unknown } | undefined>;
  /** The form that stands open from the beginning, by purpose. */
  opens?: Partial<Record<string, string>>;
}

/** A domain with its type put away: delivery handles them all alike. */
export interface CardDomain {
  read: (id: string) => Promise<Stored<Stateful> | null>;
  /** Takes the record as it has just been read. */
  perform: (step: string, record: Stored<Stateful>, input: unknown, context: Context) => Promise<Stored<Stateful>>;
  card: (record: Stored<Stateful>, reader: Reader, told: Told) => Card;
  offers: (record: Stored<Stateful>, step: string, reader: Reader) => boolean;
  /** Why the step cannot be taken now, in the user's words; undefined when it can. */
  refusal: (record: Stored<Stateful>, step: string, context: Context) => string | undefined;
  /** Whether a person may take it by a card at all: it exists and does not belong to conversation or clock. */
  has: (step: string) => boolean;
  labelOf: (step: string) => string;
  forms: Partial<Record<string, Form>>;
  options: (record: Stored<Stateful>, reader: Reader) => Promise<FormOptions>;
  shortcut: (record: Stored<Stateful>, action: string) => Promise<{ step: string; input: unknown } | undefined>;
  opens: Partial<Record<string, string>>;
}

function cardDomain<D extends Stateful>(source: CardSource<D>): CardDomain {
  const { domain, forms, opens = {} } = source;
  const own = (record: Stored<Stateful>) => record as unknown as Stored<D>;
  return {
    forms,
    opens,
    read: (id) => read(domain.store, id),
    perform: (step, record, input, context) => perform(domain, step, record._id, input, context, own(record)),
    card: (record, reader, told) => source.card(own(record), reader, told),
    offers: (record, step, reader) => offered(domain.workflow, own(record), reader).includes(step),
    refusal(record, step, context) {
      try {
        advance<D, Workflow<D>>(domain.workflow, step, own(record), context);
        return undefined;
      } catch (error) {
        if (error instanceof DomainError) return error.message;
        throw error;
      }
    },
    has: (step) => Object.hasOwn(domain.workflow.steps, step) && !domain.workflow.steps[step]?.quiet,
    labelOf: (step) => domain.workflow.steps[step]?.label ?? step,
    options: (record, reader) => source.options(own(record), reader),
    shortcut: async (record, action) => source.shortcut?.(own(record), action),
  };
}

async function petitionOptions({ unit, formerOfficers }: Petition): Promise<FormOptions> {
  const people = unit ? await peopleOfUnit(unit) : [];
  const branches = await unitsOfKind('BRANCH');
  return {
    officer: people
      .filter(({ _id, roles }) => roles.includes('officer') && !formerOfficers.includes(_id))
      .map(({ _id, name }) => ({ value: _id, text: name })),
    unit: branches.map(({ _id, name }) => ({ value: _id, text: name })),
  };
}

/** “就在厂附近” also says where on the map. */
async function petitionShortcut(petition: Petition, action: string) {
  const taken = shortcut(petition, action);
  const enterprise = action === 'near' && petition.enterpriseId ? await enterpriseById(petition.enterpriseId) : null;
  if (!taken || !enterprise) return taken;
  const facts = { place: `${enterprise.name}附近`, location: enterprise.location, county: enterprise.county };
  return { ...taken, input: { facts } };
}

const fromFace = (face: AnyFace): CardDomain =>
  cardDomain({
    domain: face.domain,
    card: (record, reader, told) => faceCard(face, record, reader, told),
    forms: face.forms,
    options: (record, reader) => face.options?.(record, reader) ?? Promise.resolve({}),
    ...(face.shortcut ? { shortcut: face.shortcut } : {}),
    ...(face.opens ? { opens: face.opens } : {}),
  });

export const cardDomains: Record<string, CardDomain> = {
  [petitionDomain.store.name]: cardDomain({
    domain: petitionDomain,
    card: petitionCard,
    forms: petitionForms,
    options: petitionOptions,
    shortcut: petitionShortcut,
    opens: { 'petition.answer': 'rate' },
  }),
  ...Object.fromEntries(faces.map((face) => [face.domain.store.name, fromFace(face)])),
};
