import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type z } from 'zod';
import { type World } from '../world';

/** One row of the control API, which the phones, the specs and anybody's automation use. */
export interface ControlRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  path: string;
  schema: z.ZodType | null;
  handle: (ask: Ask, world: World) => unknown;
}
export interface Ask {
  params: Record<string, string>;
  query: URLSearchParams;
  /** What the row's schema made of the body. */
  input: unknown;
  request: IncomingMessage;
  response: ServerResponse;
}

/** The handler has taken over the response. */
export const TAKEN = Symbol('taken');

export const row = (method: ControlRoute['method'], path: string, handle: ControlRoute['handle']): ControlRoute => ({
  method,
  path,
  schema: null,
  handle,
});

export const command = <S extends z.ZodType>(
  method: ControlRoute['method'],
  path: string,
  schema: S,
  handle: (input: z.infer<S>, ask: Ask, world: World) => unknown,
): ControlRoute => ({ method, path, schema, handle: (ask, world) => handle(ask.input as z.infer<S>, ask, world) });
