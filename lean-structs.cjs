/**
 * google-protobuf's `Struct`, in which the engine and the SDK tell each other a resource's properties, without an object,
 * an array and a map for each value of it: encoded when it is made, decoded when somebody asks for plain values. What is
 * sent is the same, byte by byte, and so is what is read (tests/lean-structs.test.ts). A message that is looked into in
 * another way (`getFieldsMap`, `toObject`) becomes an ordinary one. A copy by `cloneMessage` would be empty; the SDK makes none.
 */

// The wire's tags: a field's number and its kind (0 varint, 1 eight bytes, 2 a length and that many bytes).
const tag = (field, kind) => (field << 3) | kind;
const KEY = tag(1, 2);
const VALUE = tag(2, 2);
const NULL = tag(1, 0);
const NUMBER = tag(2, 1);
const STRING = tag(3, 2);
const BOOL = tag(4, 0);
const STRUCT = tag(5, 2);
const LIST = tag(6, 2);
const ENTRY = tag(1, 2);

/** @param structs the module `google-protobuf/google/protobuf/struct_pb` @param protobuf the module `google-protobuf` */
function install({ Struct }, { BinaryReader, BinaryWriter }) {
  const { deserializeBinaryFromReader, serializeBinaryToWriter } = Struct;
  const { getFieldsMap, toJavaScript } = Struct.prototype;

  Struct.fromJavaScript = (values) => {
    const struct = new Struct();
    struct.entries = Object.keys(values)
      .sort()
      .map((key) => encodeEntry(key, values[key]));
    return struct;
  };
  Struct.prototype.toJavaScript = function asPlainValues() {
    return this.entries ? decodeEntries(this.entries) : toJavaScript.call(this);
  };
  Struct.deserializeBinaryFromReader = (struct, reader) => {
    struct.entries ??= [];
    while (reader.nextField() && !reader.isEndGroup()) {
      if (reader.getFieldNumber() === 1) struct.entries.push(bufferOf(reader.readBytes()));
      else reader.skipField();
    }
    return struct;
  };
  Struct.serializeBinaryToWriter = (struct, writer) => {
    if (struct.entries) for (const entry of struct.entries) writer.writeBytes(1, entry);
    else serializeBinaryToWriter(struct, writer);
  };
  Struct.prototype.getFieldsMap = function asMessages(...args) {
    const { entries } = this;
    if (entries) {
      this.entries = undefined;
      const writer = new BinaryWriter();
      for (const entry of entries) writer.writeBytes(1, entry);
      deserializeBinaryFromReader(this, new BinaryReader(writer.getResultBuffer()));
    }
    return getFieldsMap.apply(this, args);
  };
}

const bufferOf = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

// Reading. Where in the bytes the reader is; one message is read at a time.
let at = 0;

function readLength(bytes) {
  let value = bytes[at++];
  if (value < 0x80) return value;
  value &= 0x7f;
  for (let factor = 0x80; ; factor *= 0x80) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
  }
}

function readText(bytes) {
  const length = readLength(bytes);
  const start = at;
  at += length;
  return bytes.toString("utf8", start, at);
}

function decodeEntries(entries) {
  const found = entries.map((entry) => {
    at = 0;
    return readEntry(entry, entry.length);
  });
  return inOrder(found);
}

/** Maps come in any order; google-protobuf gives them in that of their keys. */
function inOrder(found) {
  found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const result = {};
  for (const [key, value] of found) result[key] = value;
  return result;
}

function readEntry(bytes, end) {
  let key = "";
  let value;
  while (at < end) {
    const kind = readLength(bytes);
    if (kind === KEY) key = readText(bytes);
    else if (kind === VALUE) {
      const length = readLength(bytes);
      value = readValue(bytes, at + length);
    } else throw unexpected();
  }
  if (value === undefined) throw unexpected();
  return [key, value];
}

function readValue(bytes, end) {
  let value;
  while (at < end) {
    switch (readLength(bytes)) {
      case NULL:
        readLength(bytes);
        value = null;
        break;
      case NUMBER:
        value = bytes.readDoubleLE(at);
        at += 8;
        break;
      case STRING:
        value = readText(bytes);
        break;
      case BOOL:
        value = readLength(bytes) !== 0;
        break;
      case STRUCT:
        value = inOrder(readRepeated(bytes, readEntry));
        break;
      case LIST:
        value = readRepeated(bytes, readValue);
        break;
      default:
        throw unexpected();
    }
  }
  if (value === undefined) throw unexpected();
  return value;
}

/** Entries of a struct, values of a list: both are a message's field 1. */
function readRepeated(bytes, read) {
  const length = readLength(bytes);
  const end = at + length;
  const found = [];
  while (at < end) {
    if (readLength(bytes) !== ENTRY) throw unexpected();
    const size = readLength(bytes);
    found.push(read(bytes, at + size));
  }
  return found;
}

const unexpected = () => new Error("Unexpected struct type.");

// Writing, from the end of the room to its start: a message's length is known once it is written.
let room = Buffer.allocUnsafe(1 << 16);
let start = room.length;

function take(bytes) {
  if (start < bytes) {
    const larger = Buffer.allocUnsafe(2 * (room.length + bytes));
    room.copy(larger, larger.length - (room.length - start), start);
    start += larger.length - room.length;
    room = larger;
  }
  start -= bytes;
}

function writeByte(value) {
  take(1);
  room[start] = value;
}

/** What was written since, as a field: its length and tag before it. */
function close(kind, end) {
  const length = room.length - start - end;
  let bytes = 1;
  for (let rest = length; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes++;
  take(bytes);
  let rest = length;
  for (let index = 0; index < bytes; index++) {
    room[start + index] = (rest & 0x7f) | (index < bytes - 1 ? 0x80 : 0);
    rest = Math.floor(rest / 0x80);
  }
  writeByte(kind);
}

/** How much is written: what {@link close} counts from. */
const written = () => room.length - start;

function writeText(kind, text) {
  const end = written();
  take(Buffer.byteLength(text));
  room.write(text, start);
  close(kind, end);
}

function encodeEntry(key, value) {
  start = room.length;
  writeEntry(key, value);
  const entry = Buffer.allocUnsafe(room.length - start);
  room.copy(entry, 0, start);
  return entry;
}

function writeEntry(key, value) {
  const end = written();
  writeValue(value);
  close(VALUE, end);
  writeText(KEY, key);
}

function writeValue(value) {
  switch (typeof value) {
    case "string":
      return writeText(STRING, value);
    case "number":
      take(8);
      room.writeDoubleLE(value, start);
      return writeByte(NUMBER);
    case "boolean":
      writeByte(value ? 1 : 0);
      return writeByte(BOOL);
    case "object":
      return value === null ? writeNull() : writeMessage(value);
    default:
      throw unexpected();
  }
}

function writeNull() {
  writeByte(0);
  writeByte(NULL);
}

function writeMessage(value) {
  const end = written();
  if (Array.isArray(value)) {
    for (let index = value.length - 1; index >= 0; index--) {
      const before = written();
      writeValue(value[index]);
      close(ENTRY, before);
    }
    close(LIST, end);
  } else {
    for (const key of Object.keys(value).sort().reverse()) {
      const before = written();
      writeEntry(key, value[key]);
      close(ENTRY, before);
    }
    close(STRUCT, end);
  }
}

module.exports = { install };
