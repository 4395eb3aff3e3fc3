import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { imageGrid, showSlider } from '../../src/lib/plots/index';
import { fakeKernel, restoreModules } from './fake-kernel';

interface Opened {
  state: Record<string, unknown>;
  sent: object[];
  isClosed: boolean;
  receive(message: object): void;
}

const flags = (values: Record<string, unknown>) => {
  for (const [name, value] of Object.entries(values))
    (globalThis as Record<symbol, unknown>)[Symbol.for(`jupyter.${name}`)] = value;
};

/** Stands in for the kernel in JupyterLab: the comms that are opened land in the list. */
function fakeComms(): Opened[] {
  const opened: Opened[] = [];
  const open = (
    target: string,
    options: { data: { state: Opened['state'] }; metadata: object; onMessage: (message: object) => void },
  ) => {
    assert.equal(target, 'jupyter.widget');
    assert.deepEqual(options.metadata, { version: '2.1.0' });
    const comm: Opened = {
      state: { ...options.data.state },
      sent: [],
      isClosed: false,
      receive: options.onMessage,
    };
    opened.push(comm);
    return {
      id: `comm-${opened.length}`,
      send: (data: object) => comm.sent.push(data),
      close: () => (comm.isClosed = true),
    };
  };
  flags({ interactive: true, lab: true, comms: { open } });
  return opened;
}

afterEach(() => {
  restoreModules();
  flags({ interactive: undefined, lab: undefined, comms: undefined });
});

const drawn: number[] = [];
const draw = (value: number) => {
  drawn.push(value);
  return imageGrid([new Uint8Array(48 * 48)], { title: `at ${value}`, alt: 'An image.' });
};
const options = { label: 'strength', min: 0, max: 4, step: 0.5, value: 1 };
const VIEW = 'application/vnd.jupyter.widget-view+json';

describe('showSlider()', () => {
  it('is a slider above a figure that it redraws, in JupyterLab', async () => {
    const [sent, opened] = [fakeKernel(), fakeComms()];
    await showSlider(draw, options);
    const names = opened.map(({ state }) => state._model_name);
    assert.deepEqual(names, ['LayoutModel', 'SliderStyleModel', 'FloatSliderModel']);
    const slider = opened[2];
    const { min, max, step, value, layout, style } = slider.state;
    assert.deepEqual(
      [min, max, step, value, layout, style],
      [0, 4, 0.5, 1, 'IPY_MODEL_comm-1', 'IPY_MODEL_comm-2'],
    );
    assert.deepEqual(sent[0].data[VIEW], { model_id: 'comm-3', version_major: 2, version_minor: 0 });
    assert.match(String(sent[1].data['image/svg+xml']), /at 1/);
    assert.deepEqual(
      sent.map(({ update }) => update),
      [false, false],
    );

    slider.receive({ method: 'update', state: { value: 2 } });
    while (sent.length < 3) await setTimeout(10);
    assert.match(String(sent[2].data['image/svg+xml']), /at 2/);
    assert.equal(sent[2].update, true);
    assert.equal(sent[2].transient.display_id, sent[1].transient.display_id);

    // After the page was reloaded.
    slider.receive({ method: 'request_state' });
    const [{ state }] = slider.sent as { state: Record<string, unknown> }[];
    assert.deepEqual([state.value, state._model_name], [2, 'FloatSliderModel']);
  });

  it('draws the last of the values that come while it draws', async () => {
    const [sent, opened] = [fakeKernel(), fakeComms()];
    await showSlider(draw, options);
    drawn.length = 0;
    for (const value of [1.5, 2, 2.5, 3]) opened[2].receive({ method: 'update', state: { value } });
    while (sent.length < 4) await setTimeout(10);
    assert.deepEqual(drawn, [1.5, 3]);
    assert.match(String(sent[3].data['image/svg+xml']), /at 3/);
  });

  it('takes the place of the one that the same cell has shown before', async () => {
    fakeKernel();
    const opened = fakeComms();
    await showSlider(draw, options);
    await showSlider(draw, options);
    assert.deepEqual(
      opened.map(({ isClosed }) => isClosed),
      [true, true, true, false, false, false],
    );
  });

  it('is the figure at its first value where there is no slider', async () => {
    for (const front of [{ lab: undefined }, { interactive: false }, { comms: undefined }]) {
      const [sent, opened] = [fakeKernel(), fakeComms()];
      flags(front);
      await showSlider(draw, options);
      assert.equal(opened.length, 0);
      assert.equal(sent.length, 1);
      assert.match(String(sent[0].data['image/svg+xml']), /at 1/);
    }
  });

  it('rejects a value outside its limits', async () => {
    for (const value of [-1, 5, NaN])
      await assert.rejects(showSlider(draw, { ...options, value }), {
        message: `Expected the value of the slider "strength" to be a number from 0 to 4 but found ${value}.`,
      });
  });
});
