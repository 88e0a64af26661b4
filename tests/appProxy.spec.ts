import { allowBridge, injectBridge } from '../bot/sandbox/appProxy';

const HASH = "'sha256-abc='";

describe('the web view of a phone', () => {
  it.each([
    [
      '<!doctype html><html><head><script src="/a.js"></script></head></html>',
      '<!doctype html><html><head>BRIDGE<script src="/a.js"></script></head></html>',
    ],
    ['<html lang="zh"><body>x</body></html>', '<html lang="zh">BRIDGE<body>x</body></html>'],
    ['<!doctype html><script></script>', '<!doctype html>BRIDGE<script></script>'],
    ['<header>no head</header>', 'BRIDGE<header>no head</header>'],
  ])('puts the bridge before every script of %s', (page, expected) => {
    expect(injectBridge(page, 'BRIDGE')).toBe(expected);
  });

  it.each([
    [
      "default-src 'self'; script-src 'self'; frame-ancestors 'none'",
      "default-src 'self'; script-src 'self' 'sha256-abc='",
    ],
    ["default-src 'self'; upgrade-insecure-requests", "default-src 'self'; script-src 'self' 'sha256-abc='"],
    ["script-src 'none'", "script-src 'sha256-abc='"],
    ["script-src 'self' 'unsafe-inline'", "script-src 'self' 'unsafe-inline'"],
    ["script-src 'self' 'nonce-x' 'unsafe-inline'", "script-src 'self' 'nonce-x' 'unsafe-inline' 'sha256-abc='"],
    ["script-src 'self'; script-src-elem 'self'", "script-src 'self'; script-src-elem 'self' 'sha256-abc='"],
    ["img-src 'self'", "img-src 'self'"],
  ])('adds to the policy %s the bridge alone', (policy, expected) => {
    expect(allowBridge(policy, HASH)).toBe(expected);
  });
});
