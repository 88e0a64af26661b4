#!/usr/bin/env node
// Draws the sample of an audit (稽查抽样) again from its exported frames and compares, in an implementation of its own: no line is shared with
// the system. Usage: node audit-verifier.mjs <export.json>. The rules are in audit.md. Exit code 0: everything agrees.
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = (data, encoding) => createHash('sha256').update(data, encoding).digest('hex');
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const isPlain = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const sorted = (v) => Object.fromEntries(Object.entries(v).sort(([a], [b]) => byText(a, b)));
const canonical = (value) => JSON.stringify(value, (_, v) => (isPlain(v) ? sorted(v) : v));
const up = (n, permille) => Math.floor((n * permille + 999) / 1000);

/** One stratum once more: instead of filling a set in turns, look for the smallest number of off-hours records that keeps the quota. */
function again(seed, { type, frame, figures }) {
  const place = ({ id }) => createHmac('sha256', Buffer.from(seed, 'hex')).update(`${type}\n${id}`).digest('hex');
  const placed = frame.map((record) => ({ ...record, place: place(record) }));
  placed.sort((a, b) => byText(a.place, b.place) || byText(a.id, b.id));
  const certain = placed.filter(({ flags }) => flags.length > 0);
  const others = placed.filter(({ flags }) => flags.length === 0);
  const size = Math.min(others.length, frame.length, Math.max(figures.least, up(frame.length, figures.permille)));
  const nights = others.filter(({ offHours }) => offHours);
  const certainNights = certain.filter(({ offHours }) => offHours).length;
  let taken = 0;
  const short = () => {
    const whole = certain.length + Math.max(size, taken);
    return certainNights + taken < up(whole, figures.offHoursPermille);
  };
  while (taken < nights.length && short()) taken += 1;
  const chosen = nights.slice(0, taken).map(({ id }) => id);
  for (const { id } of others) if (chosen.length < size && !chosen.includes(id)) chosen.push(id);
  return {
    flagged: certain.map(({ id }) => id).sort(byText),
    lot: others.flatMap(({ id }) => (chosen.includes(id) ? [id] : [])),
    order: placed.map(({ id }) => `${type}:${id}`),
    frameHash: sha(canonical([...frame].sort((a, b) => byText(a.id, b.id)))),
  };
}

const { format, no, seed, commitment, strata } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let wrong = format === 'liandong.audit/1' && strata.length > 0 ? 0 : 1;
if (sha(seed, 'hex') !== commitment) {
  wrong += 1;
  console.log(`✘ ${no}: the seed is not the one whose commitment was published`);
}
for (const stratum of strata) {
  const own = again(seed, stratum);
  const faults = ['flagged', 'lot', 'frameHash'].filter((part) => canonical(own[part]) !== canonical(stratum[part]));
  const { queue } = stratum;
  if (queue && canonical(own.order.slice(0, queue.length)) !== canonical(queue)) faults.push('queue');
  wrong += faults.length;
  const drawn = `${own.flagged.length + own.lot.length} of ${stratum.frame.length}`;
  console.log(faults.length ? `✘ ${no} ${stratum.type}: ${faults.join(', ')}` : `✔ ${no} ${stratum.type}: ${drawn}`);
}
process.exitCode = wrong ? 1 : 0;
