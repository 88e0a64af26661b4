import { type Workflow } from '../core/workflow';
import { STATES, type WeatherWarning } from './weather.schema';

/** 气象海况预警: entered by the desk or a system, lifted by either; past its end it is in force no longer by itself. */
export const weatherWorkflow = {
  noun: '气象预警',
  states: STATES,
  steps: {
    lift: { label: '解除', from: ['inForce'], to: 'lifted', by: 'enterWeather', tone: 'primary' },
    amend: { label: '更新', from: ['inForce', 'lifted'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<WeatherWarning>;
