import { type Action, ROLES, type Role, accessRow } from '../../models/core/access';
import { type Stateful, type Step, type Workflow } from '../../models/core/workflow';

const who = (action: Action) =>
  Object.entries(accessRow(action))
    .map(([role, scope]) => `${ROLES[role as Role]}（${[scope].flat().map(scopeWord).join('或')}）`)
    .join('、');

function scopeWord(scope: string) {
  const words: Record<string, string> = {
    city: '全市',
    county: '本县区',
    grid: '本网格',
    area: '本县区，市级单位为全市',
    'own:reporter': '本人上报的',
    'own:officer': '本人承办的',
    'own:auditors': '本人稽查的',
    'own:head': '本人主管的',
    'own:person': '本人的',
    'own:incoming': '本人接班的',
    'own:people': '本人在班的',
    'own:waiting': '被请来处理的',
    'own:squad': '本人出动的',
    'own:told': '通知到本人的',
    'own:supporters': '请本人看护的',
    'own:registeredBy': '本人登记的',
    'own:partyKey': '本案',
    'own:investigatorIds': '本人调查的',
    'own:host': '本人主持的',
    'own:recorder': '本人记录的',
    'own:team': '派本人去或由本人发现的',
    'own:planner': '本人策划的',
    'own:leader': '本人批准的',
    'own:unlockers': '本人可解封的',
    'own:crew': '本人在队的',
    'own:captain': '本人带队的',
  };
  return words[scope] ?? scope;
}

function arrows<D extends Stateful>(states: Record<string, string>, steps: [string, Step<D>][]) {
  return steps
    .filter(([, { from }]) => from.length < Object.keys(states).length)
    .flatMap(([, { label, from, to }]) => from.map((state) => `  ${state} --> ${to ?? state}: ${label}`));
}

/**
 * The page of one workflow, made from its table, so that the picture can never say something else than the server does.
 * `npm run docs:update` writes it; a specification compares it.
 */
export function workflowPage<D extends Stateful>(word: string, workflow: Workflow<D>, folder = word): string {
  const states: Record<string, string> = workflow.states;
  const steps = Object.entries(workflow.steps);
  return [
    `# ${workflow.noun} (\`${word}\`)`,
    '',
    `Made from \`models/${folder}/${word}.workflow.ts\`. Change the table, then run \`npm run docs:update\`.`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...Object.entries(states).map(([state, label]) => `  state "${label}" as ${state}`),
    ...arrows(states, steps),
    '```',
    '',
    '| Step | Button | From | To | By whom |',
    '| --- | --- | --- | --- | --- |',
    ...steps.map(([name, { label, from, to, by }]) => {
      const sources =
        from.length === Object.keys(states).length ? 'any' : from.map((state) => states[state]).join('、');
      return `| \`${name}\` | ${label} | ${sources} | ${to ? states[to] : '(stays)'} | ${who(by)} |`;
    }),
    '',
  ].join('\n');
}
