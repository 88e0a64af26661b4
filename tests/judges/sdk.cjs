/** The official SDKs pointed at a sandbox, without changing a byte of them (the ways: docs/sandbox.md). */
const { Config } = require('@alicloud/openapi-client');
const { RuntimeOptions } = require('@alicloud/tea-util');

const SANDBOX = process.env['SANDBOX_URL'] ?? '';
const PLATFORM = /^https:\/\/o?api\.dingtalk\.com/;

/** The hosts are constants of dingtalk-stream; its axios sends them to the sandbox instead. */
function redirectStreamSdk() {
  const axios = require('axios');
  axios.interceptors.request.use((config) => ({ ...config, url: config.url.replace(PLATFORM, SANDBOX) }));
}

const ask = async (path) => (await fetch(SANDBOX + path)).json();
const tell = async (path, body) => {
  const answer = await fetch(SANDBOX + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, ...(await answer.json()) };
};

/** A client of one module, for example `open('robot_1_0', token)`; calls are `client.call('batchSendOTO', 'BatchSendOTO', {…})`. */
function open(name, token) {
  const sdk = require(`@alicloud/dingtalk/${name}`);
  const config = new Config({ protocol: 'http', regionId: 'central', endpoint: new URL(SANDBOX).host });
  const client = new sdk.default(config);
  return {
    sdk,
    client,
    /** @param {string} method @param {string} model @param {any[]} given path parameters, then the request's fields */
    call: async (method, model, ...given) => {
      const fields = given.pop();
      const headers = new sdk[`${model}Headers`]({ xAcsDingtalkAccessToken: token });
      const request = sdk[`${model}Request`] ? [new sdk[`${model}Request`](fields)] : [];
      const answer = await client[`${method}WithOptions`](...given, ...request, headers, new RuntimeOptions({}));
      return answer.body;
    },
  };
}

/** What a refused call looks like to somebody who uses the SDK. */
const refusalOf = (call) =>
  call.then(
    () => ({ code: 'accepted' }),
    (error) => ({
      code: error.code,
      message: error.message,
      status: error.data?.statusCode,
      requestId: error.data?.requestid,
    }),
  );

/** Prints the report as the last line and ends, whatever the SDKs still have running. */
function judge(examine) {
  examine().then(
    (report) => process.stdout.write(`\n${JSON.stringify(report)}\n`, () => process.exit(0)),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}

module.exports = { SANDBOX, ask, judge, open, redirectStreamSdk, refusalOf, tell };
