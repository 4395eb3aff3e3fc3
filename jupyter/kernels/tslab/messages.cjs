'use strict';
const { createHmac, randomUUID, timingSafeEqual } = require('node:crypto');

const DELIMITER = Buffer.from('<IDS|MSG>');
const session = randomUUID();

/**
 * @typedef {{ msg_id: string, msg_type: string, session: string, username: string, date: string,
 *   version: string }} Header
 */

/**
 * A message received from a client.
 *
 * @template [Content=Record<string, unknown>]
 * @typedef {{ identities: Buffer[], header: Header, metadata?: Record<string, unknown>,
 *   content: Content }} Message
 */

/**
 * @param {string} key
 * @param {readonly (string | Buffer)[]} parts
 */
function sign(key, parts) {
  if (!key) return '';
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/**
 * Parses the frames of a message.
 *
 * @param {Buffer[]} frames
 * @param {string} key the connection's
 * @returns {Message}
 * @throws {Error} if they are not a message or the signature is wrong
 */
function deserialize(frames, key) {
  const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
  if (delimiter < 0 || frames.length < delimiter + 6) throw new Error('Not a Jupyter message.');
  const signature = frames[delimiter + 1];
  const parts = frames.slice(delimiter + 2, delimiter + 6);
  const expected = Buffer.from(sign(key, parts));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new Error('A message with a wrong signature.');
  }
  const [header, , metadata, content] = parts.map((part) => JSON.parse(part.toString()));
  return { identities: frames.slice(0, delimiter), header, metadata, content };
}

/**
 * The frames of a message.
 *
 * @param {string} type
 * @param {object} options
 * @param {object} options.content
 * @param {Message<unknown>} [options.parent] the request that the message answers
 * @param {object} [options.metadata]
 * @param {Buffer[]} options.identities
 * @param {string} options.key the connection's
 */
function serialize(type, { content, parent, metadata = {}, identities, key }) {
  /** @type {Header} */
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    version: '5.3',
  };
  const parts = [header, parent?.header ?? {}, metadata, content].map((part) => JSON.stringify(part));
  return [...identities, DELIMITER, sign(key, parts), ...parts];
}

module.exports = { deserialize, serialize };
