import { setTimeout } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** How a browser is started for the page. */
export interface BrowserOptions {
  executablePath: string;
  /** The .mjpeg file that its fake camera shows; without one it has no camera. */
  camera?: string;
  /** Whether the user allows the camera. */
  allows?: boolean;
  /** Further arguments of Chromium. */
  args?: readonly string[];
}

/** Starts a browser with a fake camera, or none. */
export function startBrowser({
  executablePath,
  camera,
  allows = true,
  args = [],
}: BrowserOptions): Promise<Browser> {
  const fake = [
    ...['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera}`],
    ...(allows ? ['--use-fake-ui-for-media-stream'] : []),
  ];
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', ...(camera ? fake : []), ...args],
  });
}

/** The camera page in a browser. What it is asked is text, since its policy forbids functions. */
export class CameraPage {
  /** The addresses that it has asked for. */
  readonly requests: string[] = [];
  /** Its errors and warnings on the console. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('pageerror', (error) => this.complaints.push(`${error}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
  }

  static async open(
    browser: Browser,
    address: string,
    options: BrowserContextOptions = {},
  ): Promise<CameraPage> {
    const page = new CameraPage(
      await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options }),
    );
    await page.page.goto(address);
    return page;
  }

  /** What an expression comes to in the page. */
  evaluate<Value>(expression: string): Promise<Value> {
    return this.page.evaluate<Value>(expression);
  }

  async waitFor(expression: string, { timeout = 60_000 } = {}): Promise<void> {
    const until = Date.now() + timeout;
    while (!(await this.evaluate<boolean>(`Boolean(${expression})`))) {
      if (Date.now() > until)
        throw new Error(`Expected ${expression} within ${timeout / 1000} s. ${await this.alert()}`);
      await setTimeout(50);
    }
  }

  /** The text of an element. */
  text(selector: string): Promise<string> {
    return this.evaluate(`document.querySelector('${selector}').textContent`);
  }

  alert(): Promise<string> {
    return this.text('#alert');
  }

  /** How many pictures have been shown with their faces. */
  async frames(): Promise<number> {
    return Number(await this.evaluate(`document.querySelector('#boxes').dataset.frames ?? 0`));
  }

  async waitForFrames(count: number, options?: { timeout?: number }): Promise<void> {
    await this.waitFor(`document.querySelector('#boxes').dataset.frames >= ${count}`, options);
  }

  /** The rows of the CSV that the page saves. */
  async csv(): Promise<Record<string, string>[]> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.click('#save')]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const [head, ...lines] = Buffer.concat(chunks).toString().trim().split('\n');
    const names = head.split(',');
    return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])));
  }

  /** The pixels of a canvas, video or image of the page: RGB and opacity. */
  async pixels(
    selector: string,
    { width, height }: { width: number; height: number },
  ): Promise<Uint8ClampedArray> {
    const base64 = await this.evaluate<string>(`(() => {
      const canvas = new OffscreenCanvas(${width}, ${height});
      const context = canvas.getContext('2d');
      context.drawImage(document.querySelector('${selector}'), 0, 0);
      const { data } = context.getImageData(0, 0, ${width}, ${height});
      let text = '';
      for (let i = 0; i < data.length; i += 4096) text += String.fromCharCode(...data.subarray(i, i + 4096));
      return btoa(text);
    })()`);
    return new Uint8ClampedArray(Buffer.from(base64, 'base64'));
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
