import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectation } from '../../src/lib/errors';

/** This machine alone. */
const HOST = '127.0.0.1';

/** Always the same, so that the browser remembers that the page may use the camera. */
const USUAL_PORT = 8765;

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  // After a rebuild, the new page is wanted.
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "frame-ancestors 'none'",
};

/** A server of one page. */
export interface PageServer {
  /** The page's address. */
  address: string;
  close(): Promise<void>;
}

/**
 * Serves a page to the programs of this machine. Nothing else is served, and nothing is received.
 *
 * @param html
 * @param options
 * @param options.port by default the usual one, or any where that is taken
 * @throws ExpectationError when the port is taken or not allowed
 * @example const { address, close } = await servePage(await buildPage());
 */
export async function servePage(html: string, { port }: { port?: number } = {}): Promise<PageServer> {
  const page = Buffer.from(html);
  const server = createServer(({ method, url = '' }, response) => {
    const isPage = ['/', '/webcam.html'].includes(url.replace(/\?.*$/, ''));
    if (method !== 'GET' && method !== 'HEAD') response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    else if (!isPage) response.writeHead(404).end();
    else
      response
        .writeHead(200, { ...HEADERS, 'Content-Length': page.length })
        .end(method === 'GET' ? page : undefined);
  });
  try {
    await listen(server, port ?? USUAL_PORT);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (port !== undefined || code !== 'EADDRINUSE')
      throw expectation(`the port ${port ?? USUAL_PORT}`, {
        expectation: 'free',
        found: code === 'EADDRINUSE' ? 'that another program uses it' : message,
        advice: 'Choose another one with --port.',
        cause,
      });
    await listen(server, 0);
  }
  return {
    address: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, HOST);
  await once(server, 'listening');
}
