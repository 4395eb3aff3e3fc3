/** A channel to a part of the front end, as the project's kernel opens it. */
interface Comm {
  readonly id: string;
  send(data: object): void;
  close(): void;
}

interface Comms {
  open(
    target: string,
    options: { data: object; metadata: object; onMessage: (message: WidgetMessage) => void },
  ): Comm;
}

/** What JupyterLab sends: new values, or a question for all of them after the page was reloaded. */
type WidgetMessage =
  { method: 'update'; state: Record<string, unknown> } | { method: 'request_state' | 'custom' };

/** The version of the protocol, and of the packages that JupyterLab finds the widgets in. */
const PROTOCOL = '2.1.0';
const PACKAGE = '2.0.0';

/** A widget in JupyterLab's page. */
export interface Widget {
  /** By which an output or another widget refers to it. */
  readonly id: string;
  close(): void;
}

/** The kernel's comms; undefined outside the project's kernel. */
function kernelComms(): Comms | undefined {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('jupyter.comms')] as Comms | undefined;
}

/** Whether the running kernel can open widgets. */
export function hasWidgets(): boolean {
  return kernelComms() !== undefined;
}

/**
 * Opens one of Jupyter's widgets, as Python's ipywidgets does:
 * https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 *
 * @param name as in `FloatSlider`
 * @param options.state its values beside the defaults
 * @param options.view the name of its view if it is not the widget's
 * @param options.onChange gets the values that the user has changed
 * @returns undefined outside the project's kernel
 */
export function openWidget(
  name: string,
  {
    home = 'controls',
    view = { home, name },
    state = {},
    onChange,
  }: {
    home?: 'base' | 'controls';
    view?: { home: 'base' | 'controls'; name: string };
    state?: Record<string, unknown>;
    onChange?: (state: Record<string, unknown>) => void;
  } = {},
): Widget | undefined {
  const current: Record<string, unknown> = {
    _model_module: `@jupyter-widgets/${home}`,
    _model_module_version: PACKAGE,
    _model_name: `${name}Model`,
    _view_module: `@jupyter-widgets/${view.home}`,
    _view_module_version: PACKAGE,
    _view_name: `${view.name}View`,
    ...state,
  };
  const comm = kernelComms()?.open('jupyter.widget', {
    data: { state: current, buffer_paths: [] },
    metadata: { version: PROTOCOL },
    onMessage(message) {
      if (message.method === 'request_state')
        comm?.send({ method: 'update', state: current, buffer_paths: [] });
      if (message.method !== 'update') return;
      Object.assign(current, message.state);
      onChange?.(message.state);
    },
  });
  return comm;
}
