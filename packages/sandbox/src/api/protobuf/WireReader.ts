/** Reads the wire format of protocol buffers. Throws RangeError at a truncated or impossible input. */
export class WireReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes.at(this.at);
      if (this.at >= this.bytes.length || byte === undefined) break;
      this.at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new RangeError('a number does not end');
  }

  chunk(): Buffer {
    return this.take(Number(this.varint()));
  }

  tag(): { field: number; wire: number } {
    const value = Number(this.varint());
    return { field: value >>> 3, wire: value & 7 };
  }

  skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 1) this.take(8);
    else if (wire === 2) this.chunk();
    else if (wire === 5) this.take(4);
    else throw new RangeError(`wire type ${wire} is not known`);
  }

  private take(length: number): Buffer {
    const end = this.at + length;
    if (!(length >= 0) || end > this.bytes.length) {
      throw new RangeError('a field is longer than the message');
    }
    const part = this.bytes.subarray(this.at, end);
    this.at = end;
    return part;
  }
}
