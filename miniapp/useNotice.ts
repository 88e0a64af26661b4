import { useSyncExternalStore } from 'react';
import { type Notice } from './notice';

/** The present value of a watched value; the component draws again when it changes. */
export const useNotice = <T>(value: Notice<T>): T => useSyncExternalStore(value.watch, value.get);
