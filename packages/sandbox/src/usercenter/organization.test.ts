import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOrganization, sampleAccounts } from './organization';

const user = (name: string, email: string, groups = '[]') => `
kind: User
metadata: { name: ${name} }
spec: { profile: { email: ${email} }, memberOf: ${groups} }
`;

describe('the organization', () => {
  let folder: string;
  const write = (text: string) => writeFileSync(join(folder, 'org.yaml'), text);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'org-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('of the sandbox has a sample account for every role', () => {
    const accounts = sampleAccounts(
      resolve(__dirname, '../../../../catalog/org'),
    );
    const groups = new Set(accounts.flatMap(account => account.groups));
    expect([...groups]).toEqual(
      expect.arrayContaining([
        'payments',
        'payments-leads',
        'payments-guests',
        'shop',
        'shop-leads',
        'shop-guests',
        'platform-admins',
        'auditors',
      ]),
    );
    expect(accounts.find(({ username }) => username === 'li.na')).toEqual(
      expect.objectContaining({ password: 'jimu-li', displayName: '李娜' }),
    );
  });

  it.each([
    ['broken YAML', 'kind: [User', 'org.yaml'],
    ['nobody', 'kind: Group\nmetadata: { name: a }', 'nobody could sign in'],
    [
      'a person without e-mail',
      'kind: User\nmetadata: { name: a }',
      'spec.profile.email of a is missing',
    ],
    [
      'two people with one address',
      `${user('a', 'x@y.example')}---${user('b', 'X@Y.example')}`,
      'x@y.example names more than one person',
    ],
    [
      'a group that is not there',
      user('a', 'x@y.example', '[ghosts]'),
      'a is a member of ghosts',
    ],
  ])('with %s is refused', (_, text, message) => {
    write(text);
    expect(() => readOrganization(folder)).toThrow(message);
  });
});
