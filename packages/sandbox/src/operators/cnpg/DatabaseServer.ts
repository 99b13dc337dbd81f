/** A role as a DatabaseRole asks for it. */
export interface RoleSpec {
  name: string;
  login?: boolean;
  superuser?: boolean;
  createdb?: boolean;
  createrole?: boolean;
  inherit?: boolean;
  replication?: boolean;
  bypassrls?: boolean;
  connectionLimit?: number;
  validUntil?: string;
  inRoles?: string[];
  comment?: string;
  disablePassword?: boolean;
}

/** A thing inside a database: an extension or a schema. */
export interface DatabaseObject {
  name: string;
  ensure?: 'present' | 'absent';
  version?: string;
  schema?: string;
  owner?: string;
}

/** A database as a Database asks for it. */
export interface DatabaseSpec {
  name: string;
  owner: string;
  ensure?: 'present' | 'absent';
  template?: string;
  encoding?: string;
  locale?: string;
  localeCType?: string;
  localeCollate?: string;
  connectionLimit?: number;
  allowConnections?: boolean;
  isTemplate?: boolean;
  extensions?: DatabaseObject[];
  schemas?: DatabaseObject[];
}

/** How an object inside a database came out. */
export interface ObjectOutcome {
  name: string;
  applied: boolean;
  message?: string;
}

/** What the instance manager does in the database of a cluster. Errors carry PostgreSQL's message. */
export interface DatabaseServer {
  /** `password`: undefined leaves it as it is. */
  applyRole(role: RoleSpec, password: string | undefined): Promise<void>;
  dropRole(name: string): Promise<void>;
  applyDatabase(database: DatabaseSpec): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  applyObjects(
    database: string,
    kind: 'extension' | 'schema',
    objects: DatabaseObject[],
  ): Promise<ObjectOutcome[]>;
}
