#!/usr/bin/env node
// Replays a draw of the rotation (全员抽调) from its exported inputs and compares the result, in an implementation of its own: no line is
// shared with the system. Usage: node rotation-verifier.mjs <export.json>. The rules are in rotation.md. Exit code 0: everything agrees.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const byKey = ([a], [b]) => (a < b ? -1 : 1);
const isPlain = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const canonical = (value) =>
  JSON.stringify(value, (_, v) => (isPlain(v) ? Object.fromEntries(Object.entries(v).sort(byKey)) : v));
const gcd = (a, b) => (b ? gcd(b, a % b) : a);
const least = (items, before) => items.reduce((best, item) => (best && !before(item, best) ? best : item), undefined);
/** Whether tuple a comes before tuple b. */
const earlier = (a, b) => {
  const i = a.findIndex((part, index) => part !== b[index]);
  return i >= 0 && a[i] < b[i];
};
const turn = (m) => [m.lastServedAt ?? '', m.servedCount, m.orderNo, m.id];

/** The draw once more: each step looks for its best among all, instead of sorting once. */
function replay({ units, credits, candidates, reserve, k, needCertified, sequence }) {
  const total = units.reduce((sum, { n }) => sum + n, 0);
  const old = BigInt(credits.den);
  const den = (old * BigInt(total)) / gcd(old, BigInt(total));
  const owes = {};
  const last = {};
  for (const { id, n, lastSeat } of units) {
    owes[id] = (BigInt(credits.num[id] ?? 0) * den) / old + (BigInt(k * n) * den) / BigInt(total);
    last[id] = lastSeat;
  }
  const asText = () => ({ den: `${den}`, num: Object.fromEntries(units.map(({ id }) => [id, `${owes[id]}`])) });
  const charged = asText();
  const seated = new Set();
  const free = (unit, certified) =>
    candidates.filter((m) => m.unit === unit && m.out === null && !seated.has(m.id) && (!certified || m.certified));
  const first = (unit, certified) => least(free(unit, certified), (a, b) => earlier(turn(a), turn(b)));
  const claim = (u) => [-owes[u.id], -u.n, last[u.id], u.code];
  const strongest = (certified) =>
    least(
      units.filter(({ id }) => free(id, certified).length > 0),
      (a, b) => earlier(claim(a), claim(b)),
    );
  const take = (member) => {
    owes[member.unit] -= den;
    last[member.unit] = sequence;
    seated.add(member.id);
    return member;
  };
  const team = [];
  for (let slot = 1; slot <= k; slot += 1) {
    const unit = strongest(false);
    if (!unit) throw new Error('too few members are available');
    team.push(take(first(unit.id, false)));
  }
  const enough = () => team.filter(({ certified }) => certified).length >= needCertified;
  for (let i = k - 1; i >= 0 && !enough(); i -= 1) {
    if (team[i].certified) continue;
    const gone = team[i];
    const member = first(gone.unit, true) ?? (strongest(true) && first(strongest(true).id, true));
    if (!member) continue;
    seated.delete(gone.id);
    owes[gone.unit] += den;
    team[i] = take(member);
  }
  const drawn = team.length;
  while (!enough()) {
    const officers = reserve.filter((m) => m.certified && !seated.has(m.id) && m.out !== 'UNABLE');
    const officer = least(officers, (a, b) => earlier([a.out ?? '', ...turn(a)], [b.out ?? '', ...turn(b)]));
    if (!officer) throw new Error('too few certified officers are available');
    seated.add(officer.id);
    team.push(officer);
  }
  const kind = (i) => (i < drawn ? 'drawn' : 'reinforcement');
  const seats = team.map(({ id: person, unit, certified }, i) => ({
    slot: i + 1,
    kind: kind(i),
    unit,
    person,
    certified,
  }));
  return { charged, after: asText(), seats };
}

const { format, rounds } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let wrong = format === 'liandong.rotation/1' && rounds.length > 0 ? 0 : 1;
for (const { no, inputs, result, hash } of rounds) {
  const own = replay(inputs);
  const sum = Object.values(own.after.num).reduce((total, num) => total + BigInt(num), 0n);
  const faults = [
    ...['charged', 'after', 'seats'].filter((part) => canonical(own[part]) !== canonical(result[part])),
    ...(createHash('sha256').update(canonical({ inputs, result })).digest('hex') === hash ? [] : ['hash']),
    ...(sum === 0n ? [] : ['credits do not sum to zero']),
  ];
  wrong += faults.length;
  console.log(
    faults.length ? `✘ ${no}: ${faults.join(', ')}` : `✔ ${no}: ${own.seats.map(({ person }) => person).join(' ')}`,
  );
}
process.exitCode = wrong ? 1 : 0;
