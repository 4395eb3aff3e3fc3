'use strict';
const { randomUUID } = require('node:crypto');

/**
 * A channel between a cell's code and a part of the front end, such as a slider.
 *
 * @typedef {object} Comm
 * @property {string} id
 * @property {(data: object) => void} send
 * @property {() => void} close
 */

/**
 * @typedef {object} CommOptions
 * @property {object} [data] goes with the message that opens the comm
 * @property {object} [metadata]
 * @property {(data: any) => void} [onMessage]
 * @property {() => void} [onClose]
 */

/** @typedef {{ comm_id: string, target_name: string, data?: any }} CommContent */
/** @typedef {(comm: Comm, data: any) => CommOptions['onMessage'] | Promise<CommOptions['onMessage']>} OnOpen */
/** @typedef {import('./messages.cjs').Message<any>} CommMessage */
/** @typedef {{ parent?: CommMessage, metadata?: object }} PublishOptions parent: what it follows from */
/** @typedef {ReturnType<typeof createComms>} Comms */

/**
 * Jupyter's comms, https://jupyter-client.readthedocs.io/en/latest/messaging.html#custom-messages.
 * Cells and the library find `open` and `accept` in globalThis[Symbol.for('jupyter.comms')].
 *
 * @param {object} options
 * @param {(type: string, content: object, options: PublishOptions) => void} options.publish
 * @param {(error: unknown) => void} options.showError
 */
function createComms({ publish, showError }) {
  /**
   * The message of the front end that is being passed on.
   *
   * @type {CommMessage | undefined}
   */
  let parent;
  /** @type {Map<string, { target: string, onMessage?: CommOptions['onMessage'], onClose?: () => void }>} */
  const comms = new Map();
  /** @type {Map<string, OnOpen>} */
  const targets = new Map();

  /**
   * @param {string} id
   * @returns {Comm}
   */
  const commOf = (id) => ({
    id,
    send(data) {
      if (comms.has(id)) publish('comm_msg', { comm_id: id, data }, { parent });
    },
    close() {
      if (comms.delete(id)) publish('comm_close', { comm_id: id, data: {} }, { parent });
    },
  });

  /** @type {Record<string, (content: CommContent) => unknown>} */
  const receivers = {
    async comm_open({ comm_id: id, target_name: target, data }) {
      const onOpen = targets.get(target);
      // As the protocol wants it: the front end must not wait for a target that is not here.
      if (!onOpen) return publish('comm_close', { comm_id: id, data: {} }, { parent });
      const entry = { target, onMessage: /** @type {CommOptions['onMessage']} */ (undefined) };
      comms.set(id, entry);
      entry.onMessage = await onOpen(commOf(id), data);
    },
    // A comm that is not here was closed a moment ago, or belongs to the kernel before a restart.
    comm_msg: ({ comm_id: id, data }) => comms.get(id)?.onMessage?.(data),
    comm_close({ comm_id: id }) {
      const onClose = comms.get(id)?.onClose;
      comms.delete(id);
      return onClose?.();
    },
  };

  return {
    /**
     * Opens a comm to a target of the front end.
     *
     * @param {string} target
     * @param {CommOptions} [options]
     */
    open(target, { data = {}, metadata = {}, onMessage, onClose } = {}) {
      const id = randomUUID();
      comms.set(id, { target, onMessage, onClose });
      publish('comm_open', { comm_id: id, target_name: target, data }, { parent, metadata });
      return commOf(id);
    },
    /**
     * Accepts the comms that the front end opens to a target: `onOpen` returns what gets the
     * messages of one.
     *
     * @param {string} target
     * @param {OnOpen} onOpen
     */
    accept: (target, onOpen) => void targets.set(target, onOpen),
    /**
     * Passes a message of the front end on. An error of what it calls is shown: there is nobody to
     * throw it to.
     *
     * @param {CommMessage} message
     */
    async receive(message) {
      parent = message;
      try {
        const received = receivers[message.header.msg_type]?.(message.content);
        parent = undefined;
        await received;
      } catch (error) {
        showError(error);
      } finally {
        parent = undefined;
      }
    },
    /** @param {{ target_name?: string }} request */
    info({ target_name: wanted }) {
      const found = [...comms].filter(([, { target }]) => !wanted || target === wanted);
      return {
        status: 'ok',
        comms: Object.fromEntries(found.map(([id, { target }]) => [id, { target_name: target }])),
      };
    },
  };
}

module.exports = { createComms };
