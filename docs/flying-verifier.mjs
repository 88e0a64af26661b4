#!/usr/bin/env node
// Checks the published commitment of a flying inspection (飞行检查): that the target which was opened is the one that was sealed. No line
// is shared with the system. Usage: node flying-verifier.mjs <commitments.json> [FX-2026-000001]; the file is what
// /api/flying-commitments answers. With a closing report as third argument the draw of the team is taken again. Exit code 0: all agrees.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const isPlain = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const canonical = (value) =>
  JSON.stringify(value, (_, v) =>
    isPlain(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v,
  );

/** Whether the opening is what the hash was made of. */
export const verify = ({ hash, opening }) => sha256(canonical(opening)) === hash;

/** The first team, drawn again from the seed that follows from the opened salt. */
export function drawAgain({ inspection, salt }, { nth, inputs }) {
  const seed = sha256(`${salt}|team|${inspection}|${nth}`);
  if (seed !== inputs.seed) return null;
  const turn = [...inputs.candidates].sort((a, b) => (sha256(`${seed}|${a.id}`) < sha256(`${seed}|${b.id}`) ? -1 : 1));
  const team = [];
  for (let slot = 1; slot <= inputs.k; slot += 1) {
    const counties = new Set(team.slice(1).map(({ county }) => county));
    const fits = (c) =>
      slot === 1 ? c.force : !c.force && c.county && (counties.size !== 1 || !counties.has(c.county));
    const next = turn.find((c) => !c.out && !team.includes(c) && fits(c));
    if (!next) return null;
    team.push(next);
  }
  return team.map(({ id }) => id);
}

if (process.argv[1]?.endsWith('flying-verifier.mjs') && process.argv[2]) {
  const { items } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const [, , , only, report] = process.argv;
  let good = true;
  for (const item of items.filter(({ no, opening }) => opening && (!only || no === only))) {
    const agrees = verify(item);
    good &&= agrees;
    console.log(`${item.no}: ${agrees ? 'the target is the one that was sealed' : 'THE HASH DOES NOT AGREE'}`);
    if (report)
      console.log(
        `  team drawn again: ${drawAgain(item.opening, JSON.parse(readFileSync(report, 'utf8')).draw)?.join(', ') ?? 'NOT POSSIBLE'}`,
      );
  }
  process.exit(good ? 0 : 1);
}
