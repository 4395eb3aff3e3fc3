import { RefusedError } from './refused-error.mjs';

/**
 * `fetch` that goes through the proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names, in either case, but for the hosts of
 * NO_PROXY. Node's own knows of these variables since version 24, and only when it is told to.
 *
 * @param {string} url
 * @param {RequestInit} options of `fetch`
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<Response>}
 * @throws {RefusedError} when a proxy is named that there can't be, or that does not let anybody through
 * @example const response = await fetchThroughProxy('https://example.org/a.zip', {});
 */
export async function fetchThroughProxy(url, options, environment = process.env) {
  const { httpProxy, httpsProxy, noProxy } = proxiesOf(environment);
  const proxy = url.startsWith('https:') ? httpsProxy : httpProxy;
  if (proxy === undefined) return fetch(url, options);
  const { EnvHttpProxyAgent, fetch: fetchByUndici } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy, proxyTunnel: false });
  try {
    return await fetchByUndici(url, { ...options, dispatcher });
  } catch (error) {
    const answer = /Proxy response \((\d+)\)/.exec(messagesOf(error))?.[1];
    if (answer === undefined) throw Object.assign(error, { proxy: nameOf(proxy) });
    const advice = answer === '407' ? ' It wants a name and a password: http://name:password@host:port.' : '';
    throw new RefusedError(
      `Expected the proxy ${nameOf(proxy)} to let the download through but found its answer ${answer}.${advice}`,
      { cause: error },
    );
  }
}

/** What an error and those behind it say. */
const messagesOf = (error) => (error ? `${error.message} ${messagesOf(error.cause)}` : '');

function proxiesOf(environment) {
  const read = (name) => environment[name.toLowerCase()]?.trim() || environment[name]?.trim() || undefined;
  const address = (name) => read(name) && addressOf(name, read(name));
  const all = address('ALL_PROXY');
  const httpProxy = address('HTTP_PROXY') ?? all;
  return { httpProxy, httpsProxy: address('HTTPS_PROXY') ?? httpProxy, noProxy: read('NO_PROXY') ?? '' };
}

/** curl and pip take a proxy without a scheme for one that speaks http. */
function addressOf(name, typed) {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new RefusedError(
      `Expected ${name} to be a proxy's address that begins with http:// or https:// but found ${typed}.`,
    );
  return text;
}

/** A proxy's address without the password in it. */
const nameOf = (proxy) => new URL(proxy).host;
