import { type ComponentType } from 'react';
import { type RecordAnswer } from '../answers';

export interface ExtraProps {
  answer: RecordAnswer;
}

/** What the page of one domain shows beyond outline, clocks, history and messages; by the domain's word in addresses. */
export const extras: Readonly<Partial<Record<string, ComponentType<ExtraProps>>>> = {};
