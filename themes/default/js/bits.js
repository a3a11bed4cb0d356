// Reads the numbers of the index: bits, varints, and the digits inside the manifest. The twin of
// src/index/bits.rs.

/** Reads bits from bytes, the highest first. */
export class Bits {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at * 8;
  }

  bit() {
    const bit = (this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1;
    this.at += 1;
    return bit;
  }

  take(width) {
    let value = 0;
    while (width > 0) {
      const room = 8 - (this.at & 7);
      const n = width < room ? width : room;
      const part = (this.bytes[this.at >> 3] >> (room - n)) & ((1 << n) - 1);
      value = (value << n) | part;
      this.at += n;
      width -= n;
    }
    return value;
  }

  gamma() {
    let zeros = 0;
    while (zeros < 32 && !this.bit()) zeros += 1;
    return (1 << zeros) | this.take(zeros);
  }

  /** A number below `range`. */
  below(range) {
    const digits = 31 - Math.clz32(range);
    const short = 2 ** (digits + 1) - range;
    const value = this.take(digits);
    return value < short ? value : ((value << 1) | this.bit()) - short;
  }

  /** Calls `each` for `count` numbers from `low` to below `high`, in no order. */
  rising(count, low, high, each) {
    if (high - low === count) {
      while (low < high) each(low++);
    } else if (count > 0) {
      const middle = count >> 1;
      const number = low + middle + this.below(high - low - count + 1);
      each(number);
      this.rising(middle, low, number, each);
      this.rising(count - middle - 1, number + 1, high, each);
    }
  }
}

/** Reads bytes one after another. */
export class Bytes {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get done() {
    return this.at >= this.bytes.length;
  }

  varint() {
    let value = 0;
    let shift = 0;
    let byte;
    do {
      byte = this.bytes[this.at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return value;
  }

  slice(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** The numbers that a text of digits spells. */
export function digits(text) {
  const numbers = [];
  let value = 0;
  let scale = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const digit = code - (code > 92 ? 36 : 35);
    if (digit < 45) {
      numbers.push(value + digit * scale);
      value = 0;
      scale = 1;
    } else {
      value += (digit - 45) * scale;
      scale *= 45;
    }
  }
  return numbers;
}
