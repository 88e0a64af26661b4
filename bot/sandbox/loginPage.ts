import { type ServerResponse } from 'node:http';
import { WEB_CODE } from './api/webLogin.calls';
import { personById, type World } from './world';

/** DingTalk's login page for websites: instead of scanning a code, choose who you are. */
export const isLoginPath = (path: string): boolean => path === '/oauth2/auth';

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const html = (body: string) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<title>钉钉登录（沙盒）</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1f2329}
ul{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.5rem}
a{display:block;padding:.5rem .75rem;border:1px solid #dee0e3;border-radius:.5rem;color:inherit;text-decoration:none}
a:hover,a:focus{border-color:#1677ff}small{color:#646a73;display:block}</style></head><body>${body}</body></html>`;

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
  });
  response.end(html(body));
}

function faultOf(query: URLSearchParams, world: World): string | undefined {
  if (query.get('client_id') !== world.app.clientId) return 'client_id 不是这个应用的。';
  if (query.get('response_type') !== 'code') return 'response_type 应为 code。';
  if (!(query.get('scope') ?? '').split(' ').includes('openid')) return 'scope 应包含 openid。';
  const target = query.get('redirect_uri') ?? '';
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol)) return 'redirect_uri 应为网页地址。';
  return undefined;
}

/** The list of people; with `person` chosen, back to the website with a single-use code and its own `state`. */
export function sendLoginPage(response: ServerResponse, url: URL, world: World): void {
  const query = url.searchParams;
  const fault = faultOf(query, world);
  if (fault) return send(response, 400, `<h1>登录不了</h1><p>${fault}</p>`);
  const chosen = personById(world, query.get('person') ?? '');
  if (!chosen) {
    const rows = world.organisation.people.map(({ userId, name, title }) => {
      const next = new URLSearchParams(query);
      next.set('person', userId);
      return `<li><a href="?${escaped(next.toString())}">${escaped(name)}<small>${escaped(title)}</small></a></li>`;
    });
    return send(response, 200, `<h1>选择您是谁</h1><ul>${rows.join('')}</ul>`);
  }
  const back = new URL(query.get('redirect_uri') ?? '');
  back.searchParams.set('authCode', world.credentials.issueCode(WEB_CODE + chosen.userId));
  back.searchParams.set('state', query.get('state') ?? '');
  response.writeHead(302, { location: back.href, 'cache-control': 'no-store' }).end();
}
