'use strict';
const { createHmac, randomUUID, timingSafeEqual } = require('node:crypto');

const DELIMITER = Buffer.from('<IDS|MSG>');
const session = randomUUID();

function sign(key, parts) {
  if (!key) return '';
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The message in a list of frames; throws where the frames or their signature are not a message of this connection. */
function decode(frames, key) {
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

/** The frames of a message of `type` that answers `parent` (a decoded message, or none). */
function encode(type, { content, parent, identities, key }) {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    version: '5.3',
  };
  const parts = [header, parent?.header ?? {}, {}, content].map((part) => JSON.stringify(part));
  return [...identities, DELIMITER, sign(key, parts), ...parts];
}

module.exports = { decode, encode };
