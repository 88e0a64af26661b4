/** The built-in templates of a penalty case, from filing to the table of contents of its file. */
import { type CaseKind } from './caseKinds';
import { DECISIONS } from './builtIn.decision';
import { EXECUTION } from './builtIn.execution';
import { INSIDE } from './builtIn.inside';
import { NOTICES } from './builtIn.notice';
import { type Definition } from './phrases';

export const CASE_BUILT_IN: Readonly<Record<CaseKind, Definition>> = {
  ...INSIDE,
  ...NOTICES,
  ...DECISIONS,
  ...EXECUTION,
};
