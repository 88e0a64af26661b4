import { sentenceOf } from '../wire';

/** The sentence of an error that came from this phone (scanner, position, camera), or the general one. */
export const inWords = (error: unknown): string =>
  error instanceof Error && /[\u4e00-\u9fff]/.test(error.message) ? error.message : sentenceOf(error);
