const { once } = require('node:events');
const { rmSync } = require('node:fs');

module.exports = async function stopEngineOfTests() {
  const { child, folder } = globalThis.testEngine ?? {};
  if (!child) return;
  const gone = once(child, 'exit');
  child.stdin.end();
  await gone;
  rmSync(folder, { recursive: true, force: true });
};
