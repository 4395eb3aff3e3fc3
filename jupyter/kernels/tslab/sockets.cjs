'use strict';
const { createRequire } = require('node:module');
const { deserialize, serialize } = require('./messages.cjs');

// zeromq is a dependency of tslab's.
/** @type {typeof import('zeromq')} */
const zmq = createRequire(require.resolve('tslab/package.json'))('zeromq');

/** @typedef {import('./messages.cjs').Message} Message */

/**
 * A connection file's content.
 *
 * @typedef {{ transport: string, ip: string, key: string, iopub_port: number, shell_port: number,
 *   control_port: number, stdin_port: number, hb_port: number }} Connection
 */

/**
 * @typedef {(type: string, content: object, parent?: import('./messages.cjs').Message<unknown>,
 *   metadata?: object) => void} Publish
 */
/** @typedef {(content: object) => void} Reply */

/**
 * What answers the clients' requests.
 *
 * @typedef {object} Handlers
 * @property {import('./language-service.cjs').LanguageService} language
 * @property {(request: import('./cell-queue.cjs').ExecuteRequest, reply: Reply) => Promise<void>}
 *   execute
 * @property {() => boolean} isBusy whether a cell is running
 * @property {import('./comms.cjs').Comms} comms
 * @property {() => void} interrupt
 */

/**
 * The replies to requests other than `execute_request`, by the request's type.
 *
 * @type {Record<string, ((handlers: Handlers, content: any) => object) | undefined>}
 */
const REPLIES = {
  kernel_info_request: ({ language }) => language.kernelInfo(),
  complete_request: ({ language }, content) => language.complete(content),
  inspect_request: ({ language }, content) => language.inspect(content),
  is_complete_request: ({ language }, content) => language.isComplete(content),
  comm_info_request: ({ comms }, content) => comms.info(content),
  history_request: () => ({ status: 'ok', history: [] }),
  interrupt_request: ({ interrupt }) => {
    interrupt();
    return { status: 'ok' };
  },
  shutdown_request: (_, { restart }) => ({ status: 'ok', restart }),
};

/**
 * Binds a kernel's five sockets. `listen(handlers)` starts to receive: `handlers.execute(request,
 * reply)` gets each execute_request. Any other request is answered from {@link REPLIES} as soon as
 * it arrives, even while a cell is running. `ask` puts a question to a cell's client.
 *
 * @param {Connection} connection
 */
async function bindSockets(connection) {
  const { transport, ip, key } = connection;
  // A cell may print faster than its client reads, in a loop that never yields, and no output may
  // be lost. So there is no limit on what waits to be sent, and with a timeout of 0 no send waits
  // for the event loop.
  const unlimited = { sendHighWaterMark: 0, sendTimeout: 0, linger: 1000 };
  const iopub = new zmq.XPublisher({ ...unlimited, verbosity: 'allSubs' });
  const shell = new zmq.Router(unlimited);
  const control = new zmq.Router(unlimited);
  const stdin = new zmq.Router(unlimited);
  const heartbeat = new zmq.Reply(unlimited);
  const bindings = /** @type {const} */ ([
    [iopub, connection.iopub_port],
    [shell, connection.shell_port],
    [control, connection.control_port],
    [stdin, connection.stdin_port],
    [heartbeat, connection.hb_port],
  ]);
  await Promise.all(bindings.map(([socket, port]) => socket.bind(`${transport}://${ip}:${port}`)));
  let isClosed = false;
  /** @type {() => 'starting' | 'busy' | 'idle'} */
  let currentState = () => 'starting';
  /** @type {((reply: Message) => void) | undefined} */
  let onInput;

  /**
   * Not awaited: without limits a socket takes each message at once, in order. What a cell says
   * while the kernel shuts down goes nowhere.
   *
   * @param {import('zeromq').XPublisher | import('zeromq').Router} socket
   * @param {(string | Buffer)[]} frames
   */
  const send = (socket, frames) => void (isClosed || socket.send(frames).catch(report));

  /** @type {Publish} */
  const publish = (type, content, parent, metadata) =>
    send(iopub, serialize(type, { content, parent, metadata, identities: [Buffer.from(type)], key }));

  /** Tells the kernel's state on its own account, not as part of an answer. */
  const announce = () => publish('status', { execution_state: currentState() });

  /**
   * A client that has just come cannot know the state from earlier messages: JupyterLab, which
   * connects anew after a restart, would show it as unknown.
   */
  async function greetSubscribers() {
    for await (const [request] of iopub) if (request[0] === 1) announce();
  }

  /**
   * @param {import('zeromq').Router} socket
   * @param {Message} request
   * @param {Handlers} handlers
   */
  async function answer(socket, request, handlers) {
    const { identities, content } = request;
    const type = request.header.msg_type;
    const replyType = type.replace('_request', '_reply');
    /** @type {Reply} */
    const reply = (content) =>
      send(socket, serialize(replyType, { content, parent: request, identities, key }));
    if (type === 'execute_request')
      return handlers.execute(/** @type {import('./cell-queue.cjs').ExecuteRequest} */ (request), reply);
    publish('status', { execution_state: 'busy' }, request);
    try {
      const handle = REPLIES[type];
      if (handle) reply(await handle(handlers, content));
      else await handlers.comms.receive(request);
    } catch (error) {
      const { name: ename, message: evalue } = /** @type {Error} */ (error);
      reply({ status: 'error', ename, evalue, traceback: [] });
    } finally {
      publish('status', { execution_state: 'idle' }, request);
      // A front end that shows the last state it has heard of must not take this for the cell's end.
      if (handlers.isBusy()) announce();
    }
    if (type === 'shutdown_request') shutDown();
  }

  /**
   * @param {import('zeromq').Router} socket
   * @param {Handlers} handlers
   */
  async function receive(socket, handlers) {
    for await (const frames of socket) {
      try {
        answer(socket, deserialize(frames, key), handlers).catch(report);
      } catch (error) {
        report(error);
      }
    }
  }

  async function receiveInput() {
    for await (const frames of stdin) {
      try {
        onInput?.(deserialize(frames, key));
      } catch (error) {
        report(error);
      }
    }
  }

  /**
   * Sends a question to the client of a cell. The next one takes its place.
   *
   * @param {Message} request the cell's
   * @param {import('./input.cjs').Question} question
   * @returns {Promise<string>}
   */
  const ask = (request, question) =>
    new Promise((resolve) => {
      const frames = serialize('input_request', {
        content: question,
        parent: request,
        identities: request.identities,
        key,
      });
      onInput = ({ header, content: { value } }) => {
        if (header.msg_type !== 'input_reply') return;
        onInput = undefined;
        resolve(String(value));
      };
      send(stdin, frames);
    });

  function shutDown() {
    isClosed = true;
    for (const [socket] of bindings) socket.close();
    // Timers and servers that a cell has started must not keep the process alive. The sockets get a
    // moment to send the last messages.
    setTimeout(() => process.exit(0), 100);
  }

  async function echoHeartbeat() {
    for await (const frames of heartbeat) if (!isClosed) await heartbeat.send(frames);
  }

  announce();
  for (const loop of [greetSubscribers(), receiveInput(), echoHeartbeat()]) loop.catch(report);
  return {
    publish,
    ask,
    /** @param {Handlers} handlers */
    listen(handlers) {
      currentState = () => (handlers.isBusy() ? 'busy' : 'idle');
      announce();
      for (const loop of [receive(shell, handlers), receive(control, handlers)]) loop.catch(report);
    },
  };
}

/**
 * Writes an error of the kernel itself to the log of whatever started it, never into a cell.
 *
 * @param {unknown} error
 */
function report(error) {
  const text = (error instanceof Error && error.stack) || error;
  require('node:fs').writeSync(2, `tslab kernel: ${text}\n`);
}

module.exports = { bindSockets };
