/** 气象海况预警: what is decided about a warning, and the domain as the doors see it. */
import { type z } from 'zod';
import { type Domain } from '../core/domain';
import { advance, command, type Context, type Outcome } from '../core/workflow';
import { type EnterWarning, LiftWarning, WeatherWarning } from './weather.schema';
import { weatherWarnings } from './weather.store';
import { weatherWorkflow } from './weather.workflow';

/** A warning as desk or system tell it. */
export function enterWarning(id: string, said: EnterWarning, system: string | null): Outcome<WeatherWarning> {
  const document: WeatherWarning = { _id: id, version: 0, status: 'inForce', ...said, system };
  return { document, event: { type: 'weather.entered', data: { kind: said.kind, level: said.level } } };
}

function liftWarning(warning: WeatherWarning, _input: unknown, context: Context): Outcome<WeatherWarning> {
  const status = advance(weatherWorkflow, 'lift', warning, context);
  return { document: { ...warning, status }, event: { type: 'weather.lifted' } };
}

const Amend = WeatherWarning.omit({ _id: true, version: true });

/** 更新: the system that issued it says it anew. */
function amendWarning(warning: WeatherWarning, said: z.infer<typeof Amend>, context: Context): Outcome<WeatherWarning> {
  advance(weatherWorkflow, 'amend', warning, context);
  return {
    document: { ...warning, ...said },
    event: { type: 'weather.amended', data: { level: said.level, status: said.status } },
  };
}

export const weatherDomain: Domain<WeatherWarning> = {
  store: weatherWarnings,
  workflow: weatherWorkflow,
  commands: { lift: command(LiftWarning, liftWarning), amend: command(Amend, amendWarning) },
  facts: {},
};
