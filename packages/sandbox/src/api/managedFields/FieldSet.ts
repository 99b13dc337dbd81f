import { isJsonObject } from '../schema/json';

/**
 * One step of a path, as in fieldsV1: `f:<field>`, `k:{"name":"a"}` for an item of a map list, `v:<value>` for one of a set.
 */
export type PathElement = string;
export type FieldPath = readonly PathElement[];

const separator = '\u0000';
const idOf = (path: FieldPath) => path.join(separator);

/** A set of field paths, e.g. those that a manager owns. */
export class FieldSet implements Iterable<FieldPath> {
  private readonly paths = new Map<string, FieldPath>();
  /** Ids of all paths and of what they lie in; made when first needed. */
  private ancestors?: Set<string>;

  static of(paths: Iterable<FieldPath>): FieldSet {
    const set = new FieldSet();
    for (const path of paths) set.add(path);
    return set;
  }

  static fromFieldsV1(fields: unknown): FieldSet {
    const set = new FieldSet();
    const visit = (node: unknown, path: FieldPath) => {
      if (!isJsonObject(node)) return;
      const keys = Object.keys(node);
      if (path.length && (keys.length === 0 || keys.includes('.'))) {
        set.add(path);
      }
      for (const key of keys) {
        if (key !== '.') visit(node[key], [...path, key]);
      }
    };
    visit(fields, []);
    return set;
  }

  toFieldsV1(): Record<string, unknown> {
    const root: Record<string, any> = {};
    for (const path of this) {
      let node = root;
      for (const element of path) {
        node[element] ??= {};
        node = node[element];
      }
      node['.'] = {};
    }
    const simplify = (node: Record<string, any>) => {
      const keys = Object.keys(node);
      if (keys.length === 1 && keys[0] === '.') delete node['.'];
      for (const key of keys) if (key !== '.') simplify(node[key]);
    };
    simplify(root);
    return root;
  }

  get size(): number {
    return this.paths.size;
  }

  add(path: FieldPath): void {
    this.paths.set(idOf(path), path);
    this.ancestors = undefined;
  }

  has(path: FieldPath): boolean {
    return this.paths.has(idOf(path));
  }

  /** Whether a path below `path`, or itself, is in the set. */
  hasWithin(path: FieldPath): boolean {
    if (!this.ancestors) {
      this.ancestors = new Set();
      for (const known of this.paths.values()) {
        for (let length = 0; length <= known.length; length += 1) {
          this.ancestors.add(idOf(known.slice(0, length)));
        }
      }
    }
    return this.ancestors.has(idOf(path));
  }

  [Symbol.iterator](): Iterator<FieldPath> {
    return this.paths.values();
  }

  union(other: FieldSet): FieldSet {
    return FieldSet.of([...this, ...other]);
  }

  minus(other: FieldSet): FieldSet {
    if (!other.size) return this;
    return FieldSet.of([...this].filter(path => !other.has(path)));
  }

  intersect(other: FieldSet): FieldSet {
    return FieldSet.of([...this].filter(path => other.has(path)));
  }

  filter(keep: (path: FieldPath) => boolean): FieldSet {
    return FieldSet.of([...this].filter(keep));
  }

  equals(other: FieldSet): boolean {
    return this.size === other.size && [...this].every(path => other.has(path));
  }
}

/** `.spec.containers[name="web"].image`, as conflicts name it. */
export function displayPath(path: FieldPath): string {
  return path
    .map(element => {
      const body = element.slice(2);
      if (element.startsWith('f:')) return `.${body}`;
      if (element.startsWith('k:')) {
        const keys = Object.entries(JSON.parse(body))
          .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
          .join(',');
        return `[${keys}]`;
      }
      return `[=${body}]`;
    })
    .join('');
}
