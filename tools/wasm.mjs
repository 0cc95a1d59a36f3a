// Reads and writes the parts of WebAssembly modules (WebAssembly Core Specification, section 5).

export const [CUSTOM, IMPORTS, EXPORTS, ELEMENTS, CODE, DATA] = [0, 2, 7, 9, 10, 11];

export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  // Reads an unsigned number (LEB128).
  number() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      number += (byte & 127) * 2 ** shift;
      if (byte < 128) return number;
    }
  }

  // Reads a signed number (LEB128).
  signedNumber() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      number += (byte & 127) * 2 ** shift;
      if (byte < 128) return byte & 64 ? number - 2 ** (shift + 7) : number;
    }
  }

  slice(length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }

  name() {
    return this.slice(this.number()).toString();
  }

  // Reads a list: its length, then its items.
  list(readItem) {
    return Array.from({ length: this.number() }, readItem);
  }

  // Skips a size with an optional maximum.
  skipLimits() {
    const hasMaximum = this.number() & 1;
    this.number();
    if (hasMaximum) this.number();
  }

  // Skips the description of an import, and returns its kind: function, table, memory, global or tag.
  skipDescription() {
    const kind = this.number();
    if (kind === 1 || kind === 3) this.number();
    if (kind === 1 || kind === 2) {
      this.skipLimits();
    } else if (kind === 4) {
      this.number();
      this.number();
    } else {
      this.number();
    }
    return kind;
  }
}

// Returns the sections of a module: for each its id, its name if it is a custom section, its content (without the name),
// and all its bytes.
export function sections(bytes) {
  const reader = new Reader(bytes, 8);
  const found = [];
  while (reader.at < bytes.length) {
    const start = reader.at;
    const id = reader.byte();
    const content = reader.slice(reader.number());
    const inside = new Reader(content);
    const name = id === CUSTOM ? inside.name() : undefined;
    found.push({ id, name, content: content.subarray(inside.at), bytes: bytes.subarray(start, reader.at) });
  }
  return found;
}

export function number(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

// Returns bytes after their length.
export const sized = (bytes) => Buffer.concat([number(bytes.length), bytes]);
