import { randomBytes } from 'node:crypto';
import { Organization, Person } from './organization';
import {
  hashPassword,
  PasswordHash,
  samplePassword,
  verifyPassword,
} from './passwords';

interface Account {
  person: Person;
  password: PasswordHash;
}

/** Who can sign in, and with what. */
export class Accounts {
  private constructor(
    private readonly byUsername: Map<string, Account>,
    private readonly usernameOfEmail: Map<string, string>,
    /** Verified against when nobody has the name, so that the answer takes as long as for somebody. */
    private readonly nobodysPassword: PasswordHash,
  ) {}

  static async create({ people }: Organization): Promise<Accounts> {
    const accounts = await Promise.all(
      people.map(async person => ({
        person,
        password: await hashPassword(samplePassword(person.username)),
      })),
    );
    return new Accounts(
      new Map(accounts.map(account => [account.person.username, account])),
      new Map(people.map(p => [p.email.toLowerCase(), p.username])),
      await hashPassword(randomBytes(32).toString('hex')),
    );
  }

  find(username: string): Person | undefined {
    return this.byUsername.get(username)?.person;
  }

  /**
   * The form of a sign-in name under which attempts are counted: lower case, an address as its account's name.
   * Answers for unknown names too.
   */
  canonicalName(login: string): string {
    const name = login.trim().toLowerCase();
    return this.usernameOfEmail.get(name) ?? name;
  }

  /** The person, when the password is theirs. `login` is a sign-in name or an e-mail address, in any case. */
  async authenticate(
    login: string,
    password: string,
  ): Promise<Person | undefined> {
    const account = this.byUsername.get(this.canonicalName(login));
    const matches = await verifyPassword(
      password,
      account?.password ?? this.nobodysPassword,
    );
    return matches ? account?.person : undefined;
  }
}
