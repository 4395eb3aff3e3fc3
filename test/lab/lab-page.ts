import type { Browser, Page } from 'playwright-core';
import type { LabServer } from './lab-server';

/** An output of a cell as the notebook's file holds it. */
export interface CellOutput {
  output_type: string;
  data?: Record<string, unknown>;
  text?: string | string[];
  ename?: string;
  evalue?: string;
}

const VIEWPORT = { width: 1280, height: 900 };

/** A notebook that is open in JupyterLab in a browser. */
export class LabPage {
  private constructor(readonly page: Page) {}

  /** Opens a notebook and waits until its kernel is idle. */
  static async open(browser: Browser, server: LabServer, notebook: string): Promise<LabPage> {
    const page = await browser.newPage({ viewport: VIEWPORT });
    page.setDefaultTimeout(60_000);
    await page.goto(server.address(notebook));
    const lab = new LabPage(page);
    await lab.waitFor(
      `window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle' && ${NOTEBOOK}.content.model`,
    );
    return lab;
  }

  /** What an expression comes to in the page, where `window.jupyterapp` is JupyterLab. */
  evaluate<Value>(expression: string): Promise<Value> {
    return this.page.evaluate<Value>(expression);
  }

  async waitFor(expression: string, { timeout = 60_000 } = {}): Promise<void> {
    await this.page.waitForFunction(`Boolean(${expression})`, undefined, { timeout });
  }

  /** Runs one of JupyterLab's commands; most end when what they started has ended. */
  async command(id: string, args: object = {}): Promise<void> {
    await this.evaluate(
      `window.jupyterapp.commands.execute(${JSON.stringify(id)}, ${JSON.stringify(args)}).then(() => undefined)`,
    );
  }

  /** Runs all cells, to the end of the last or the first error. */
  runAll(): Promise<void> {
    return this.command('notebook:run-all-cells');
  }

  /** Begins to run all cells. */
  async beginRunAll(): Promise<void> {
    await this.evaluate(`void window.jupyterapp.commands.execute('notebook:run-all-cells')`);
  }

  /** The outputs of each code cell. */
  outputs(): Promise<CellOutput[][]> {
    return this.evaluate(
      `Array.from(${NOTEBOOK}.content.model.cells).filter(({ type }) => type === 'code').map(({ outputs }) => outputs.toJSON())`,
    );
  }

  /** Puts a new cell under the last one, with the cursor at its end. */
  async append(code: string): Promise<void> {
    await this.evaluate(
      `(${NOTEBOOK}.content.activeCellIndex = ${NOTEBOOK}.content.widgets.length - 1, undefined)`,
    );
    await this.command('notebook:insert-cell-below');
    await this.command('notebook:enter-edit-mode');
    await this.page.keyboard.insertText(code);
  }

  /** Runs the cell with the cursor; its outputs. */
  async runCell(): Promise<CellOutput[]> {
    await this.command('notebook:run-cell');
    return this.evaluate(`${NOTEBOOK}.content.activeCell.model.outputs.toJSON()`);
  }

  /** Begins to run the cell with the cursor. */
  async beginRunCell(): Promise<void> {
    await this.evaluate(`void window.jupyterapp.commands.execute('notebook:run-cell')`);
  }

  /** The sources of the code cells. */
  sources(): Promise<string[]> {
    return this.evaluate(
      `Array.from(${NOTEBOOK}.content.model.cells).filter(({ type }) => type === 'code').map(({ sharedModel }) => sharedModel.getSource())`,
    );
  }

  /** An expression for the element that holds the outputs of a code cell, counted from 0. */
  outputArea(index: number): string {
    return `${NOTEBOOK}.content.widgets.filter(({ model }) => model.type === 'code')[${index}].node.querySelector('.jp-Cell-outputArea')`;
  }

  /** The state that the status bar shows. */
  kernelStatus(): Promise<string> {
    return this.evaluate(`${NOTEBOOK}.sessionContext.kernelDisplayStatus`);
  }

  /** Makes a code cell, counted from 0, the one that {@link runCell} runs. */
  async selectCode(index: number): Promise<void> {
    await this.evaluate(
      `(${NOTEBOOK}.content.activeCellIndex = ${NOTEBOOK}.content.widgets.findIndex(({ model }) =>
        model === Array.from(${NOTEBOOK}.content.model.cells).filter(({ type }) => type === 'code')[${index}]), undefined)`,
    );
  }

  clearOutputs(): Promise<void> {
    return this.command('notebook:clear-all-cell-outputs');
  }

  async restartKernel(): Promise<void> {
    await this.evaluate(`${NOTEBOOK}.sessionContext.restartKernel().then(() => undefined)`);
  }

  /** Changes the theme, as Settings > Theme does. */
  async setTheme(theme: string): Promise<void> {
    await this.command('apputils:change-theme', { theme });
    await this.waitFor(`document.body.dataset.jpThemeName === ${JSON.stringify(theme)}`);
  }

  /** A picture of the whole notebook, from its title to its last cell. */
  async screenshot(file: string): Promise<void> {
    const hidden = await this.evaluate<number>(`(() => {
      const panel = document.querySelector('.jp-NotebookPanel-notebook .jp-WindowedPanel-outer');
      const foot = panel.querySelector('.jp-Cell:last-of-type').getBoundingClientRect().bottom;
      const hidden = Math.ceil(foot + panel.scrollTop - panel.getBoundingClientRect().bottom);
      panel.scrollTop = 0;
      return hidden;
    })()`);
    const { width, height } = VIEWPORT;
    await this.page.setViewportSize({ width, height: height + Math.max(hidden, 0) });
    // What comes into sight is laid out first.
    await this.page.waitForTimeout(500);
    await this.page.screenshot({ path: file });
    await this.page.setViewportSize(VIEWPORT);
  }

  /**
   * Texts of tables and of interactive plots' axes, titles and legends that stand out from their
   * ground by less than the contrast ratio of the WCAG,
   * https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, that is named.
   */
  faintTexts({ least }: { least: number }): Promise<{ text: string; contrast: number }[]> {
    return this.evaluate(`(() => {
      const numbers = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
      const luminance = (color) => {
        const [r, g, b] = numbers(color).map((value) => value / 255)
          .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (element) => {
        for (let place = element; place; place = place.parentElement) {
          const color = getComputedStyle(place).backgroundColor;
          if (color !== 'transparent' && numbers(color)[3] !== 0) return color;
        }
        return 'rgb(255, 255, 255)';
      };
      const places = '.jp-OutputArea-output :is(td, th, caption, .xtick text, .ytick text, .gtitle, .legendtext, .xtitle, .ytitle)';
      return [...document.querySelectorAll(places)].flatMap((element) => {
        const style = getComputedStyle(element);
        const [one, two] = [element instanceof SVGElement ? style.fill : style.color, ground(element)].map(luminance);
        const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        return contrast < ${least} ? [{ text: element.textContent, contrast }] : [];
      });
    })()`);
  }

  save(): Promise<void> {
    return this.command('docmanager:save');
  }

  /** Shuts the kernel down and closes the page. */
  async close(): Promise<void> {
    await this.evaluate(`${NOTEBOOK}.sessionContext.shutdown().then(() => undefined)`);
    await this.page.close();
  }
}

const NOTEBOOK = 'window.jupyterapp.shell.currentWidget';
