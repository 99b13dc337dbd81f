import { ApiStatusError } from '../ApiStatusError';
import { setOwn } from '../patch/mergePatch';
import { messageFields, type MessageField } from './messages';
import { WireReader } from './WireReader';

const magic = Buffer.from('k8s\0', 'latin1');
const maxNesting = 32;

class UnknownFieldError extends Error {}

function readTime(bytes: Buffer): string | undefined {
  const reader = new WireReader(bytes);
  let seconds = 0;
  while (!reader.isAtEnd()) {
    const { field, wire } = reader.tag();
    if (field === 1 && wire === 0) seconds = Number(reader.varint());
    else reader.skip(wire);
  }
  return seconds
    ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
    : undefined;
}

function readText(bytes: Buffer): string | undefined {
  const reader = new WireReader(bytes);
  let text: string | undefined;
  while (!reader.isAtEnd()) {
    const { field, wire } = reader.tag();
    if (field === 1 && wire === 2) text = reader.chunk().toString('utf8');
    else reader.skip(wire);
  }
  return text;
}

function readIntOrString(bytes: Buffer): number | string | undefined {
  const reader = new WireReader(bytes);
  let isText = false;
  let number = 0;
  let text = '';
  while (!reader.isAtEnd()) {
    const { field, wire } = reader.tag();
    if (field === 1 && wire === 0) isText = reader.varint() === 1n;
    else if (field === 2 && wire === 0) number = Number(reader.varint());
    else if (field === 3 && wire === 2) text = reader.chunk().toString('utf8');
    else reader.skip(wire);
  }
  return isText ? text : number;
}

function readValue(
  { type, shape }: MessageField,
  reader: WireReader,
  wire: number,
  depth: number,
): unknown {
  if (wire === 0) {
    const value = reader.varint();
    if (type.startsWith('bool')) {
      return value !== 0n || type.endsWith('?') ? value !== 0n : undefined;
    }
    return value !== 0n || type.endsWith('?') ? Number(value) : undefined;
  }
  if (wire !== 2) throw new RangeError(`wire type ${wire} is not expected`);
  const bytes = reader.chunk();
  switch (type) {
    case 'string':
      return bytes.length || shape !== 'one'
        ? bytes.toString('utf8')
        : undefined;
    case 'bytes':
      return bytes.toString('base64');
    case 'time':
      return readTime(bytes);
    case 'quantity':
      return readText(bytes);
    case 'intOrString':
      return readIntOrString(bytes);
    default:
      return readMessage(type, bytes, depth + 1);
  }
}

function readEntry(
  field: MessageField,
  bytes: Buffer,
  depth: number,
): [string, unknown] {
  const reader = new WireReader(bytes);
  let key = '';
  let value: unknown =
    field.type === 'string' || field.type === 'bytes' ? '' : undefined;
  while (!reader.isAtEnd()) {
    const { field: number, wire } = reader.tag();
    if (number === 1 && wire === 2) key = reader.chunk().toString('utf8');
    else if (number === 2) value = readValue(field, reader, wire, depth);
    else reader.skip(wire);
  }
  return [key, value];
}

function readMessage(
  name: string,
  bytes: Buffer,
  depth: number,
): Record<string, unknown> {
  const fields = messageFields(name);
  if (!fields || depth > maxNesting) throw new UnknownFieldError(name);
  const reader = new WireReader(bytes);
  const result: Record<string, any> = {};
  while (!reader.isAtEnd()) {
    const { field: number, wire } = reader.tag();
    const field = fields.get(number);
    if (!field) throw new UnknownFieldError(`${name}, field ${number}`);
    if (field.type === 'skip') {
      reader.skip(wire);
    } else if (field.shape === 'map') {
      const [key, value] = readEntry(field, reader.chunk(), depth);
      result[field.name] ??= {};
      setOwn(result[field.name], key, value);
    } else {
      const value = readValue(field, reader, wire, depth);
      if (field.shape === 'list') (result[field.name] ??= []).push(value);
      else if (field.name === '...') Object.assign(result, value);
      else if (value !== undefined) result[field.name] = value;
    }
  }
  return result;
}

/**
 * Reads an object in Kubernetes' binary encoding. Throws 415 for what this encoding is not known of, so that nothing gets
 * lost, and 400 for what cannot be read.
 */
export function decodeObject(bytes: Buffer): Record<string, unknown> {
  if (!bytes.subarray(0, magic.length).equals(magic)) {
    throw ApiStatusError.badRequest(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  }
  try {
    const reader = new WireReader(bytes.subarray(magic.length));
    let apiVersion = '';
    let kind = '';
    let raw: Buffer = Buffer.alloc(0);
    while (!reader.isAtEnd()) {
      const { field, wire } = reader.tag();
      if (field === 1 && wire === 2) {
        const meta = new WireReader(reader.chunk());
        while (!meta.isAtEnd()) {
          const { field: part } = meta.tag();
          const text = meta.chunk().toString('utf8');
          if (part === 1) apiVersion = text;
          else if (part === 2) kind = text;
        }
      } else if (field === 2 && wire === 2) raw = reader.chunk();
      else reader.skip(wire);
    }
    // A kind whose versions differ has a message of its own for the older one.
    const versioned = `${apiVersion}/${kind}`;
    const message = messageFields(versioned) ? versioned : kind;
    return { apiVersion, kind, ...readMessage(message, raw, 0) };
  } catch (error) {
    if (error instanceof UnknownFieldError) {
      throw new ApiStatusError(
        415,
        'UnsupportedMediaType',
        `the sandbox does not read ${error.message} in the binary encoding; send application/json or application/yaml`,
      );
    }
    throw ApiStatusError.badRequest(
      `the object provided cannot be decoded: ${(error as Error).message}`,
    );
  }
}
