/** How a value is encoded: the three low bits of its tag. */
const WireType = { varint: 0, delimited: 2, fixed32: 5 } as const;

/** Bytes reserved for the length of a nested message: 32 bits, seven per byte. */
const LENGTH_BYTES = 5;

/**
 * Writes a protocol buffers message field by field, in one pass. google-protobuf, which tfjs-node
 * depends on, would first create an object per field.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 * @example
 * const writer = new ProtobufWriter();
 * writer.text(1, 'Relu');
 * writer.message(2, () => writer.int(1, 64));
 * writeFileSync('message.pb', writer.finish());
 */
export class ProtobufWriter {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private at = 0;

  /**
   * Writes a field of type int32, int64, bool or enum.
   *
   * @throws RangeError if the number is not a safe integer
   */
  int(field: number, value: number): void {
    this.tag(field, WireType.varint);
    this.varint(value);
  }

  /** Writes a field of type float. */
  float(field: number, value: number): void {
    this.tag(field, WireType.fixed32);
    this.fixed32(value);
  }

  /** Writes a field of type string, or of type bytes with UTF-8 text. */
  text(field: number, value: string): void {
    const size = Buffer.byteLength(value);
    this.delimited(field, size);
    this.at += this.bytes.write(value, this.at);
  }

  /** Writes a field of type bytes. */
  raw(field: number, value: Uint8Array): void {
    this.delimited(field, value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  /** Writes a packed, repeated field of ints. */
  ints(field: number, values: readonly number[]): void {
    this.message(field, () => values.forEach((value) => this.varint(value)));
  }

  /** Writes a packed, repeated field of floats. */
  floats(field: number, values: readonly number[]): void {
    this.message(field, () => values.forEach((value) => this.fixed32(value)));
  }

  /** Writes a nested message: everything written until `write` returns. */
  message(field: number, write: () => void): void {
    this.tag(field, WireType.delimited);
    this.reserve(LENGTH_BYTES);
    const length = this.at;
    this.at += LENGTH_BYTES;
    write();
    // All bytes but the last have the continuation bit set, so a short length fills them all.
    let rest = this.at - length - LENGTH_BYTES;
    for (let index = 0; index < LENGTH_BYTES; index++) {
      this.bytes[length + index] = (rest & 0x7f) | (index < LENGTH_BYTES - 1 ? 0x80 : 0);
      rest >>>= 7;
    }
  }

  /** Returns everything written so far. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private delimited(field: number, size: number): void {
    this.tag(field, WireType.delimited);
    this.varint(size);
    this.reserve(size);
  }

  private fixed32(value: number): void {
    this.reserve(4);
    this.at = this.bytes.writeFloatLE(value, this.at);
  }

  /** Seven bits per byte, lowest first. */
  private varint(value: number): void {
    if (!Number.isSafeInteger(value))
      throw new RangeError(`Expected a number to be a safe integer but found ${value}.`);
    this.reserve(10);
    if (value < 0) return this.negative(value);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.at++] = rest;
  }

  /** As 64-bit two's complement, which takes ten bytes. */
  private negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 0x80n) {
      this.bytes[this.at++] = Number(rest % 0x80n) + 0x80;
      rest /= 0x80n;
    }
    this.bytes[this.at++] = Number(rest);
  }

  /** Makes room for this many more bytes. */
  private reserve(size: number): void {
    const needed = this.at + size;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, needed));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
