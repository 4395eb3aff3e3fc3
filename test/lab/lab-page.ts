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

/** A notebook that is open in JupyterLab in a browser. */
export class LabPage {
  private constructor(readonly page: Page) {}

  /** Opens a notebook and waits until its kernel is idle. */
  static async open(browser: Browser, server: LabServer, notebook: string): Promise<LabPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
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
  async command(id: string): Promise<void> {
    await this.evaluate(`window.jupyterapp.commands.execute(${JSON.stringify(id)}).then(() => undefined)`);
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
