/**
 * The one generic card of every domain (bot/cardTemplate.json). A domain fills in a `Card`; this file turns it into the template's
 * variables, which DingTalk wants as strings of at most 1 KB.
 */
import { createHash } from 'node:crypto';
import { clockWords, momentWords, monthDayWords } from '../models/core/calendar';

export interface Button {
  /** Step of the workflow, or a shortcut of the domain. */
  id: string;
  text: string;
  kind: 'primary' | 'default' | 'danger';
  /** Comes back with the press; `v` is the version of the record that the person saw. */
  params?: { v: string };
  /** The step whose form the press opens. */
  form?: string;
  /** Opens a page instead of calling back. */
  url?: string;
}

/** A field of the form component. Source: DingTalk, form variables. */
export interface FormField {
  name: string;
  label: string;
  type: 'TEXT' | 'TEXT_AREA' | 'NUMBER' | 'SELECT' | 'SWITCH';
  required?: boolean;
  requiredMsg?: string;
  hidden?: boolean;
  placeholder?: string;
  defaultValue?: string;
  options?: { value: string; text: string }[];
}

export interface OpenForm {
  step: string;
  submit: string;
  fields: FormField[];
}

export interface Card {
  title: string;
  number: string;
  status: string;
  statusColor: 'blue' | 'green' | 'orange' | 'red' | 'grey';
  facts: [label: string, value: string][];
  /** Markdown. */
  note: string;
  buttons: Button[];
  form: OpenForm | null;
  /** Page with everything. */
  url: string;
  updatedAt: Date;
  /** For the lock screen: kind of matter, number and deadline, nothing else. */
  alert: string;
}

/** What a value of a card may weigh. Source: DingTalk, instructions for filling in card data. */
export const VALUE_BYTES = 1024;
/** More do not fit on a phone beside each other; the rest is on the page. */
const MAX_BUTTONS = 5;
const MAX_FACTS = 8;
const FACT_CHARACTERS = 40;

/** Cut at a character so that at most `bytes` of UTF-8 remain. */
export function withinBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let size = Buffer.byteLength('…');
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return `${kept}…`;
}

/** As many of the items as fit into one value. */
function jsonWithin(items: readonly unknown[]): string {
  let kept = items.length;
  while (kept > 0 && Buffer.byteLength(JSON.stringify(items.slice(0, kept))) > VALUE_BYTES) kept -= 1;
  return JSON.stringify(items.slice(0, kept));
}

/** The definition of a form as the card carries it, or null when it weighs too much and belongs on the page. */
export function formText(fields: readonly FormField[]): string | null {
  const text = JSON.stringify({ fields });
  return Buffer.byteLength(text) <= VALUE_BYTES ? text : null;
}

/** The variables of the template. Every variable is always there: an update by key must also empty what is over. */
export function variablesOf(card: Card): Record<string, string> {
  const form = card.form ? formText(card.form.fields) : null;
  return {
    title: withinBytes(card.title, 180),
    number: card.number,
    status: withinBytes(card.status, 180),
    statusColor: card.statusColor,
    facts: jsonWithin(card.facts.slice(0, MAX_FACTS).map(([label, value]) => [label, shortened(value)])),
    note: withinBytes(card.note, VALUE_BYTES),
    buttons: jsonWithin(card.buttons.slice(0, MAX_BUTTONS)),
    form: form ?? '',
    formAction: form && card.form ? card.form.step : '',
    formSubmit: form && card.form ? card.form.submit : '',
    photos: '[]',
    url: card.url,
    updatedAt: card.updatedAt.toISOString(),
  };
}

const shortened = (value: string) =>
  [...value].length > FACT_CHARACTERS ? `${[...value].slice(0, FACT_CHARACTERS - 1).join('')}…` : value;

/** Digest of what the reader sees. The version inside the buttons and the moment of the update are not seen. */
export function faceOf({ updatedAt: _, ...seen }: Record<string, string>): string {
  const text = JSON.stringify(seen).replace(/\\"v\\":\\"\d+\\"/g, '');
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** 5月6日 17:30, in Asia/Shanghai; without the time at the end of a day. */
export function dayTimeWords(at: Date): string {
  return clockWords(at) === '23:59' ? monthDayWords(at) : momentWords(at);
}
