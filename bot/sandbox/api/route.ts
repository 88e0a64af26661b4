import { type Fields } from '../fields';
import { type World } from '../world';

/** One API of DingTalk: where it is, whether it wants a token, whether the monthly quota counts it, and what it does. */
export interface ApiRoute {
  family: 'old' | 'new';
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `:name` stands for one path segment. */
  path: string;
  token: boolean;
  /** Counted against the organisation's monthly quota (dingtalk.md §0.3). */
  counted: boolean;
  handle: (call: Call, world: World) => unknown;
}
export interface Call {
  params: Record<string, string>;
  query: URLSearchParams;
  /** JSON or form; for the old family the query's parameters are in it too. */
  body: Fields;
  /** Header of the new family: the app's token, or a user's. */
  token: string | undefined;
  /** Only for multipart bodies. */
  upload: { name: string; contentType: string; content: Buffer } | undefined;
}

type Handler = ApiRoute['handle'];
type Method = ApiRoute['method'];

/** An old-family row: the handler's object is merged into `{errcode: 0, errmsg: 'ok', request_id}`. */
export const old = (method: Method, path: string, handle: Handler, options: Partial<ApiRoute> = {}): ApiRoute => ({
  family: 'old',
  method,
  path,
  token: true,
  counted: false,
  handle,
  ...options,
});

/** A new-family row: the handler's value is the whole answer. */
export const fresh = (method: Method, path: string, handle: Handler, options: Partial<ApiRoute> = {}): ApiRoute => ({
  family: 'new',
  method,
  path,
  token: true,
  counted: true,
  handle,
  ...options,
});
