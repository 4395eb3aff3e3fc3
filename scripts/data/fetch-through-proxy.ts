import { EnvHttpProxyAgent, fetch, type RequestInit, type Response } from 'undici';
import { RefusedError } from './refused-error';

/** The error of a request that went through a proxy. */
export class ProxyError extends Error {
  override name = 'ProxyError';

  constructor(
    /** The proxy's host. */
    readonly proxy: string,
    cause: unknown,
  ) {
    super(messagesOf(cause).trim(), { cause });
  }
}

/**
 * `fetch` through the proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names, in either case, except
 * for the hosts of NO_PROXY. Node itself knows of these variables since version 24, and only when
 * it is told to.
 *
 * @throws RefusedError when the proxy's address is invalid, or when the proxy lets nobody through
 * @throws ProxyError when the proxy, or the server behind it, can't be reached
 * @example const response = await fetchThroughProxy('https://example.org/a.zip', {});
 */
export async function fetchThroughProxy(
  url: string,
  options: RequestInit,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Response> {
  const { httpProxy, httpsProxy, noProxy } = proxiesOf(environment);
  const proxy = url.startsWith('https:') ? httpsProxy : httpProxy;
  if (proxy === undefined) return fetch(url, options);
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy, proxyTunnel: false });
  try {
    return await fetch(url, { ...options, dispatcher });
  } catch (error) {
    const answer = /Proxy response \((\d+)\)/.exec(messagesOf(error))?.[1];
    if (answer === undefined) throw new ProxyError(nameOf(proxy), error);
    const advice = answer === '407' ? ' It wants a name and a password: http://name:password@host:port.' : '';
    throw new RefusedError(
      `Expected the proxy ${nameOf(proxy)} to let the download through but found its answer ${answer}.${advice}`,
      { cause: error },
    );
  }
}

/** What an error and those behind it say. */
function messagesOf(error: unknown): string {
  return error instanceof Error ? `${error.message} ${messagesOf(error.cause)}` : '';
}

/** The proxies that an environment names, as `EnvHttpProxyAgent` takes them. */
function proxiesOf(environment: NodeJS.ProcessEnv) {
  const read = (name: string) =>
    environment[name.toLowerCase()]?.trim() || environment[name]?.trim() || undefined;
  const address = (name: string) => {
    const typed = read(name);
    return typed && addressOf(name, typed);
  };
  const all = address('ALL_PROXY');
  const httpProxy = address('HTTP_PROXY') ?? all;
  return { httpProxy, httpsProxy: address('HTTPS_PROXY') ?? httpProxy, noProxy: read('NO_PROXY') ?? '' };
}

/** Like curl and pip, takes a proxy without a scheme for one that speaks http. */
function addressOf(name: string, typed: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new RefusedError(
      `Expected ${name} to be a proxy's address that begins with http:// or https:// but found ${typed}.`,
    );
  return text;
}

/** A proxy's address without the password in it. */
const nameOf = (proxy: string) => new URL(proxy).host;
