'use strict';
const { createRequire } = require('node:module');
const { decode, encode } = require('./wire.cjs');

// zeromq is tslab's dependency, found from there.
const zmq = createRequire(require.resolve('tslab/package.json'))('zeromq');

/** What the kernel answers, by the request's type, besides `execute_request`. */
const REPLIES = {
  kernel_info_request: ({ language }) => language.kernelInfo(),
  complete_request: ({ language }, content) => language.complete(content),
  inspect_request: ({ language }, content) => language.inspect(content),
  is_complete_request: ({ language }, content) => language.isComplete(content),
  comm_info_request: () => ({ status: 'ok', comms: {} }),
  history_request: () => ({ status: 'ok', history: [] }),
  interrupt_request: ({ interrupt }) => {
    interrupt();
    return { status: 'ok' };
  },
  shutdown_request: (_, { restart }) => ({ status: 'ok', restart }),
};

/**
 * Binds a kernel's five sockets. `listen(handlers)` starts to receive: `handlers.execute(message, reply)` gets each
 * execute_request; every other request is answered from {@link REPLIES} as soon as it arrives, also while a cell runs.
 */
async function serve(connection) {
  const { transport, ip, key } = connection;
  // A cell may print faster than its client reads, in a loop that never yields, and nothing may be lost: no limit on
  // what waits to be sent, and (by the timeout of 0) no send that waits for the event loop.
  const unlimited = { sendHighWaterMark: 0, sendTimeout: 0, linger: 1000 };
  const iopub = new zmq.Publisher(unlimited);
  const shell = new zmq.Router(unlimited);
  const control = new zmq.Router(unlimited);
  const stdin = new zmq.Router(unlimited);
  const heartbeat = new zmq.Reply(unlimited);
  const sockets = { iopub, shell, control, stdin, hb: heartbeat };
  await Promise.all(
    Object.entries(sockets).map(([name, socket]) =>
      socket.bind(`${transport}://${ip}:${connection[`${name}_port`]}`),
    ),
  );

  // Not awaited: such a socket takes each message at once, in order.
  const send = (socket, frames) => void socket.send(frames).catch(report);
  const publish = (type, content, parent) =>
    send(iopub, encode(type, { content, parent, identities: [Buffer.from(type)], key }));

  async function answer(socket, message, handlers) {
    const type = message.header.msg_type;
    const reply = (content) =>
      send(
        socket,
        encode(type.replace('_request', '_reply'), {
          content,
          parent: message,
          identities: message.identities,
          key,
        }),
      );
    if (type === 'execute_request') return handlers.execute(message, reply);
    publish('status', { execution_state: 'busy' }, message);
    try {
      const make = REPLIES[type];
      // Comm messages expect no reply; there are no comms here.
      if (make) reply(await make(handlers, message.content));
    } catch (error) {
      reply({ status: 'error', ename: error.name, evalue: error.message, traceback: [] });
    } finally {
      publish('status', { execution_state: 'idle' }, message);
    }
    if (type === 'shutdown_request') leave();
  }

  async function receive(socket, handlers) {
    for await (const frames of socket) {
      try {
        answer(socket, decode(frames, key), handlers).catch(report);
      } catch (error) {
        report(error);
      }
    }
  }

  function leave() {
    for (const socket of Object.values(sockets)) socket.close();
    // Timers and servers that a cell started must not keep the process; the sockets get a moment to send their last.
    setTimeout(() => process.exit(0), 100);
  }

  async function echo() {
    for await (const frames of heartbeat) await heartbeat.send(frames);
  }

  return {
    publish,
    listen(handlers) {
      for (const loop of [receive(shell, handlers), receive(control, handlers), echo()]) loop.catch(report);
    },
  };
}

/** The kernel's own trouble goes to the log of whoever started it, never into a cell. */
function report(error) {
  require('node:fs').writeSync(2, `tslab kernel: ${error.stack ?? error}\n`);
}

module.exports = { serve };
