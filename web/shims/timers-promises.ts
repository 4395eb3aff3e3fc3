// In place of node:timers/promises.

/** Lets what waits in the event loop run first. */
export function setImmediate(): Promise<void> {
  // A timer would wait 4 ms, as browsers do when timers are nested.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
