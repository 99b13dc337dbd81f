import { parseClientCall } from './sqlJobs';

describe('parseClientCall', () => {
  it.each([
    [['-h', 'db', '-uroot', '-e', 'SELECT 1']],
    [['--host=db', '--user=root', '--execute=SELECT 1']],
    [['-hdb', '-u', 'root', '-N', '--batch', '-P3306', '-eSELECT 1']],
  ])('reads %j', args => {
    expect(parseClientCall(args)).toMatchObject({
      host: 'db',
      user: 'root',
      statements: 'SELECT 1',
    });
  });

  it('reads password and database', () => {
    expect(parseClientCall(['-hdb', '-psecret', 'shop', '-e', 'X'])).toEqual(
      expect.objectContaining({ password: 'secret', database: 'shop' }),
    );
  });

  it.each([
    [['-h'], '-h needs a value'],
    [['--pager=/bin/sh', '-e', 'SELECT 1'], "unknown option '--pager=/bin/sh'"],
    [['--init-command=DROP DATABASE x'], 'unknown option'],
    [['--defaults-file=/etc/passwd'], 'unknown option'],
    [['--plugin-dir=/tmp'], 'unknown option'],
  ])('refuses %j', (args, message) => {
    expect(() => parseClientCall(args)).toThrow(message);
  });
});
