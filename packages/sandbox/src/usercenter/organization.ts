import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { samplePassword } from './passwords';

/** A person of the sample company. */
export interface Person {
  /** Sign-in name and name of the User entity: `li.na`. */
  username: string;
  displayName: string;
  email: string;
  /** What the person is for, in both languages; shown beside the sample password. */
  description?: string;
  /** Names of the groups that the person is a direct member of. */
  groups: string[];
}

/** The people and groups that the user center knows. */
export interface Organization {
  people: Person[];
  groups: string[];
}

/** A person together with the password that signs in to the sandbox. */
export interface SampleAccount extends Person {
  password: string;
}

interface OrganizationEntity {
  kind?: string;
  metadata?: { name?: string; description?: string };
  spec?: {
    profile?: { displayName?: string; email?: string };
    memberOf?: string[];
  };
}

/**
 * Reads User and Group entities from the YAML files of a folder (not its subfolders); other kinds are passed over.
 *
 * @throws Error that names the file and the field when a file cannot be used.
 */
export function readOrganization(folder: string): Organization {
  const people: Person[] = [];
  const groups = new Set<string>();
  for (const { file, entity } of readEntities(folder)) {
    if (entity.kind === 'Group') {
      groups.add(required(entity.metadata?.name, file, 'metadata.name'));
    } else if (entity.kind === 'User') {
      people.push(toPerson(entity, file));
    }
  }
  rejectUnusable(folder, people, groups);
  return { people, groups: [...groups] };
}

/** The sample accounts of a folder with people, in the order of the files. */
export function sampleAccounts(folder: string): SampleAccount[] {
  return readOrganization(folder).people.map(person => ({
    ...person,
    password: samplePassword(person.username),
  }));
}

function readEntities(folder: string) {
  const files = readdirSync(folder)
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .map(name => join(folder, name));
  return files.flatMap(file =>
    parseAllDocuments(readFileSync(file, 'utf8')).map(document => {
      const [broken] = document.errors;
      if (broken) throw new Error(`${file}: ${broken.message}`);
      return { file, entity: (document.toJS() ?? {}) as OrganizationEntity };
    }),
  );
}

function toPerson(entity: OrganizationEntity, file: string): Person {
  const username = required(entity.metadata?.name, file, 'metadata.name');
  const profile = entity.spec?.profile;
  return {
    username,
    displayName: profile?.displayName ?? username,
    email: required(profile?.email, file, `spec.profile.email of ${username}`),
    description: entity.metadata?.description,
    groups: entity.spec?.memberOf ?? [],
  };
}

function required(
  value: string | undefined,
  file: string,
  field: string,
): string {
  if (typeof value !== 'string' || value === '') {
    throw new Error(`${file}: ${field} is missing`);
  }
  return value;
}

function rejectUnusable(
  folder: string,
  people: Person[],
  groups: Set<string>,
): void {
  if (people.length === 0) {
    throw new Error(`${folder}: no User entity, so nobody could sign in`);
  }
  const taken = new Set<string>();
  for (const { username, email, groups: memberOf } of people) {
    for (const name of [username, email].map(n => n.toLowerCase())) {
      if (taken.has(name)) {
        throw new Error(`${folder}: ${name} names more than one person`);
      }
      taken.add(name);
    }
    const unknown = memberOf.find(group => !groups.has(group));
    if (unknown !== undefined) {
      throw new Error(
        `${folder}: ${username} is a member of ${unknown}, which is no Group`,
      );
    }
  }
}
