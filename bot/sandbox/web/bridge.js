// @ts-check
/**
 * The client's side of the JSAPI bridge, as the Android client gives it to a page: `window.nuva` and the user agent.
 * Runs as the first script of every product page (appProxy.ts puts it there), in the page's own world and before the
 * unmodified dingtalk-jsapi. Whatever needs a screen (a picker, a dialog) is asked of the phone around the frame.
 */
(() => {
  /** @type {{userId: string, userAgent: string}} */
  const phone = /** @type {any} */ (window).__phone;
  /** @typedef {{errorCode: string, errorMessage: string}} Failure  codes are strings on Android (dingtalk-jsapi ERROR_CODE) */
  /** @type {(errorCode: string, errorMessage: string) => Failure} */
  const failure = (errorCode, errorMessage) => ({ errorCode, errorMessage });
  const CANCELLED = failure('-1', '用户取消');
  const UNKNOWN_METHOD = failure('1', 'method not found');
  const NOT_ALLOWED = failure('7', '没有调用该接口的权限，请先完成 dd.config');
  const OFFLINE = failure('12', '网络异常，请检查网络后重试');

  Object.defineProperty(Navigator.prototype, 'userAgent', { get: () => phone.userAgent, configurable: true });

  // --- the phone around the frame -------------------------------------------------------------------------------------
  /** @type {Map<number, (answer: {ok: boolean, value: any}) => void>} */
  const waiting = new Map();
  let asked = 0;
  const framed = window.parent !== window;

  /**
   * Ask the phone for something only a person or the device can answer.
   * @param {string} what @param {unknown} [detail] @returns {Promise<any>}
   */
  function askPhone(what, detail) {
    if (!framed) return Promise.reject(CANCELLED);
    asked += 1;
    const id = asked;
    window.parent.postMessage({ from: 'webview', id, what, detail }, '*');
    return new Promise((resolve, reject) => {
      waiting.set(id, (answer) => (answer.ok ? resolve(answer.value) : reject(answer.value ?? CANCELLED)));
    });
  }
  /** @param {string} what @param {unknown} [detail] */
  function tellPhone(what, detail) {
    if (framed) window.parent.postMessage({ from: 'webview', what, detail }, '*');
  }
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || event.data?.from !== 'phone') return;
    const { id, what, detail } = event.data;
    if (what === 'network') return setNetwork(detail);
    if (what === 'back') return goBack();
    if (what === 'reload') return location.reload();
    waiting.get(id)?.(event.data);
    waiting.delete(id);
  });

  // --- aeroplane mode -------------------------------------------------------------------------------------------------
  let network = 'wifi';
  const online = () => network !== 'none';
  /** @param {string} next */
  function setNetwork(next) {
    const before = online();
    network = next;
    if (before === online()) return;
    window.dispatchEvent(new Event(online() ? 'online' : 'offline'));
    document.dispatchEvent(new Event(online() ? 'online' : 'offline'));
    for (const stream of streams) stream.dispatchEvent(new Event(online() ? 'open' : 'error'));
  }
  Object.defineProperty(Navigator.prototype, 'onLine', { get: online, configurable: true });
  const browserFetch = window.fetch.bind(window);
  window.fetch = (...request) =>
    online() ? browserFetch(...request) : Promise.reject(new TypeError('Failed to fetch'));
  const browserSend = XMLHttpRequest.prototype.send;
  /** @param {XMLHttpRequestBodyInit | Document | null} [body] */
  XMLHttpRequest.prototype.send = function send(body) {
    if (online()) return browserSend.call(this, body);
    queueMicrotask(() => this.dispatchEvent(new ProgressEvent('error')));
  };
  /** @type {Set<EventSource>} */
  const streams = new Set();
  /** Event types of a stream that already have the guard. @type {WeakMap<EventSource, Set<string>>} */
  const guarded = new WeakMap();
  const BrowserEventSource = window.EventSource;
  window.EventSource = class extends BrowserEventSource {
    /** @param {string | URL} url @param {EventSourceInit} [init] */
    constructor(url, init) {
      super(url, init);
      streams.add(this);
      super.addEventListener('message', (event) => online() || event.stopImmediatePropagation());
    }
    /**
     * What arrives while the phone has no signal does not reach the page.
     * @param {string} type @param {any} listener @param {any} [options]
     */
    addEventListener(type, listener, options) {
      if (!guarded.has(this)) guarded.set(this, new Set(['open', 'error']));
      const types = guarded.get(this);
      if (!types?.has(type)) super.addEventListener(type, (event) => online() || event.stopImmediatePropagation());
      types?.add(type);
      super.addEventListener(type, listener, options);
    }
    close() {
      streams.delete(this);
      super.close();
    }
  };

  // --- signature and codes --------------------------------------------------------------------------------------------
  /** @type {Set<string>} */
  const allowed = new Set();
  const NEEDS_CONFIG = new Set([
    'device.geolocation.get',
    'device.geolocation.start',
    'biz.util.chooseImage',
    'biz.util.uploadImage',
    'biz.util.uploadImageFromCamera',
    'biz.map.view',
    'biz.chat.chooseConversationByCorpId',
    'biz.contact.complexPicker',
    'biz.contact.departmentsPicker',
  ]);

  /** @param {string} path @param {unknown} body */
  async function sandbox(path, body) {
    if (!online()) throw OFFLINE;
    const answer = await browserFetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json = await answer.json().catch(() => ({}));
    const code = json.errorCode ?? json.errcode ?? json.code;
    if (!answer.ok)
      throw failure(String(code ?? answer.status), json.errorMessage ?? json.errmsg ?? json.message ?? '');
    return json;
  }

  /** @param {any} params */
  async function requestJsApis(params) {
    const answer = await sandbox('/sandbox/jsapi/config', { ...params, url: location.href.split('#')[0] });
    const code = answer.errorCode ?? answer.errcode;
    if (code && String(code) !== '0') throw failure(String(code), answer.errorMessage ?? answer.errmsg ?? '');
    for (const name of params.jsApiList ?? []) allowed.add(name);
    return {};
  }
  /** @param {any} params */
  async function authCode(params) {
    const { code } = await sandbox(`/sandbox/people/${encodeURIComponent(phone.userId)}/authCode`, {
      corpId: params.corpId,
    });
    return { code };
  }

  // --- pictures -------------------------------------------------------------------------------------------------------
  /** Paths handed out by chooseImage. @type {Map<string, File>} */
  const resources = new Map();
  /** @param {any} params */
  async function chooseImage(params) {
    /** @type {File[]} */
    const files = await askPhone('photo', { count: params.count ?? params.max ?? 9, sourceType: params.sourceType });
    const chosen = files.map((file) => {
      const path = URL.createObjectURL(file);
      resources.set(path, file);
      return { path, size: file.size, fileType: file.type.replace(/^image\//, '') };
    });
    return { files: chosen, filePaths: chosen.map(({ path }) => path) };
  }
  /** @param {any} params */
  async function uploadImage(params) {
    const files = await askPhone('photo', { count: params.multiple ? (params.max ?? 9) : 1 });
    return Promise.all(
      files.map(
        (/** @type {File} */ file) =>
          new Promise((resolve) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result);
            reader.readAsDataURL(file);
          }),
      ),
    );
  }
  /** @param {any} params */
  async function uploadFile(params) {
    const file = resources.get(params.filePath);
    if (!file) throw failure('2', `filePath ${params.filePath} not found`);
    const form = new FormData();
    for (const [name, value] of Object.entries(params.formData ?? {})) form.append(name, String(value));
    form.append(params.fileName || 'file', file, file.name);
    const answer = await window
      .fetch(params.url, { method: 'POST', headers: params.header ?? {}, body: form })
      .catch(() => {
        throw OFFLINE;
      });
    return { data: await answer.text(), header: Object.fromEntries(answer.headers), statusCode: String(answer.status) };
  }

  // --- the table ------------------------------------------------------------------------------------------------------
  function goBack() {
    const event = new Event('backbutton', { cancelable: true });
    document.dispatchEvent(event);
    if (event.defaultPrevented) return;
    if (canGoBack()) history.back();
    else tellPhone('close');
  }

  // A frame shares its history with the page around it; a web view has its own, and pages decide by its length.
  const ownHistory = /** @type {any} */ (window).navigation;
  const canGoBack = () => Boolean(ownHistory?.canGoBack);
  if (framed && ownHistory) {
    Object.defineProperty(History.prototype, 'length', { get: () => ownHistory.entries().length, configurable: true });
    History.prototype.back = () => void (canGoBack() && ownHistory.back());
  }

  const storageKey = (/** @type {any} */ params) => `dd.storage.${params.name ?? params.key}`;
  /** @type {Record<string, (params: any) => any>} */
  const METHODS = {
    'runtime.permission.requestJsApis': requestJsApis,
    'runtime.permission.requestAuthCode': authCode,
    'runtime.permission.requestAuthCodeV2': authCode,
    'runtime.info': () => ({ ability: '0.0.4' }),
    'device.base.getInterface': () => ({}),
    'device.base.getUUID': () => ({ uuid: `sandbox-${phone.userId}` }),
    'device.connection.getNetworkType': () => ({ result: network }),
    'device.geolocation.get': (params) =>
      askPhone('location', {
        coordinate: params.coordinate ?? params.type ?? 1,
        named: String(params.withReGeocode ?? true) === 'true',
      }),
    'device.notification.toast': ({ text, content }) => tellPhone('toast', text ?? content),
    'device.notification.alert': ({ title, message, content }) =>
      askPhone('alert', { title, message: message ?? content }),
    'device.notification.confirm': ({ title, message, buttonLabels }) =>
      askPhone('confirm', { title, message, buttonLabels }),
    'device.notification.vibrate': () => ({}),
    'biz.util.chooseImage': chooseImage,
    'biz.util.uploadImage': uploadImage,
    'biz.util.uploadImageFromCamera': uploadImage,
    'biz.util.uploadFile': uploadFile,
    'biz.util.compressImage': ({ filePaths }) => ({ filePaths }),
    'biz.util.previewImage': ({ urls, current }) => tellPhone('preview', { urls, current }),
    'biz.util.openLink': ({ url }) => tellPhone('openLink', new URL(url, location.href).href),
    'biz.util.scan': (params) => askPhone('scan', { type: params.type }),
    'biz.map.view': (params) => tellPhone('map', params),
    'biz.navigation.setTitle': ({ title }) => tellPhone('title', title),
    'biz.navigation.setLeft': () => ({}),
    'biz.navigation.setRight': () => ({}),
    'biz.navigation.setMenu': () => ({}),
    'biz.navigation.close': () => tellPhone('close'),
    'biz.navigation.quit': () => tellPhone('close'),
    'biz.navigation.goBack': goBack,
    'biz.navigation.replace': ({ url }) => location.replace(url),
    'util.domainStorage.getItem': (params) => ({ value: localStorage.getItem(storageKey(params)) ?? '' }),
    'util.domainStorage.setItem': (params) => localStorage.setItem(storageKey(params), String(params.value ?? '')),
    'util.domainStorage.removeItem': (params) => localStorage.removeItem(storageKey(params)),
    'ui.webViewBounce.disable': () => ({}),
    'ui.webViewBounce.enable': () => ({}),
  };

  /**
   * The native entry point (dingtalk-jsapi lib/bridge/h5Android).
   * @param {(value: any) => void} onSuccess @param {(error: Failure) => void} onFail
   * @param {string} moduleName @param {string} methodName @param {any} params
   */
  async function bridge(onSuccess, onFail, moduleName, methodName, params) {
    const name = `${moduleName}.${methodName}`;
    const method = METHODS[name];
    if (!method) return onFail(UNKNOWN_METHOD);
    if (NEEDS_CONFIG.has(name) && !allowed.has(name)) return onFail(NOT_ALLOWED);
    try {
      onSuccess((await method(params ?? {})) ?? {});
    } catch (error) {
      const known = error && typeof error === 'object' && 'errorCode' in error;
      onFail(known ? /** @type {Failure} */ (error) : failure('3', String(error)));
    }
  }
  Object.defineProperty(window, 'nuva', { value: { isReady: true, require: () => bridge } });

  // The title bar shows the page's title until the page sets another, as the client does.
  const tellTitle = () => tellPhone('title', document.title);
  document.addEventListener('DOMContentLoaded', () => {
    tellTitle();
    const title = document.querySelector('title');
    if (title) new MutationObserver(tellTitle).observe(title, { childList: true });
  });
  if (framed) askPhone('hello').then(({ network: first }) => setNetwork(first));
})();
