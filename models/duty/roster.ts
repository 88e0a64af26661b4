import { permits } from '../core/access';
import { type Domain } from '../core/domain';
import { type Face } from '../core/face';
import { rosterCommands } from './roster.commands';
import { rosterFacts } from './roster.facts';
import { rosterForms } from './roster.form';
import { outlineOfRoster } from './roster.outline';
import { type RosterPlan } from './roster.schema';
import { rosterPlans } from './roster.store';
import { rosterWorkflow } from './roster.workflow';

/** 值班表: the whole domain as the doors see it. */
export const rosterDomain: Domain<RosterPlan> = {
  store: rosterPlans,
  workflow: rosterWorkflow,
  commands: rosterCommands,
  facts: rosterFacts,
};

const number = (value: unknown) => Number(value ?? 0);

export const rosterFace: Face<RosterPlan> = {
  domain: rosterDomain,
  path: 'rosters',
  maySee: ({ status }, actor) =>
    permits('planRoster', actor) || (status === 'published' && permits('seeRoster', actor)),
  seenBy: ['status'],
  outline: (plan) => outlineOfRoster(plan),
  forms: rosterForms,
  sentences: {
    'roster.drafted': ({ from, to }) => `起草了 ${String(from)} 至 ${String(to)} 的值班表`,
    'roster.imported': ({ shifts }) => `从表格导入了 ${number(shifts)} 个班次`,
    'roster.revised': '修改了日期、班次或人选',
    'roster.previewed': ({ shifts, problems }) => `预览：${number(shifts)} 个班次，${number(problems)} 个问题`,
    'roster.published': ({ shifts, reason }) => ({
      what: `发布了 ${number(shifts)} 个班次${reason ? '（带着问题发布）' : ''}`,
      ...(typeof reason === 'string' ? { detail: reason } : {}),
    }),
    'roster.withdrawn': '作废了这份值班表',
    'roster.written': ({ written, deviations }) =>
      `写入了 ${number(written)} 个班次${number(deviations) > 0 ? `，${number(deviations)} 处与预览不同` : ''}`,
    'roster.foreseen': (counts) =>
      `缺口预报：无人在岗 ${number(counts['uncovered'])} 处、空岗 ${number(counts['empty'])} 个、未确认 ${number(counts['unconfirmed'])} 个、联系不上 ${number(counts['unreachable'])} 人次`,
  },
  extra: ({ source, from, to, pattern, included, excluded, pools, loads, problems, kept, deviations, shifts }) => ({
    ...{ source, from, to, pattern, included, excluded, pools, loads, problems, kept, deviations },
    planned: shifts.length,
  }),
  readFirst: ['preview', 'publish', 'publishAnyway', 'revise'],
};
