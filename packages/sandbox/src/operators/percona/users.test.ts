import { userSql } from './users';

describe('userSql', () => {
  it('quotes names and values, and takes wildcards out of databases', () => {
    expect(
      userSql(
        {
          name: `o'x`,
          dbs: ['shop_a', 'we`ird'],
          hosts: ['10.%'],
          grants: ['SELECT', 'CREATE TEMPORARY TABLES'],
          withGrantOption: true,
        },
        `p\\'w`,
      ),
    ).toBe(
      [
        'CREATE DATABASE IF NOT EXISTS `shop_a`;',
        'CREATE DATABASE IF NOT EXISTS `we``ird`;',
        `CREATE USER IF NOT EXISTS 'o''x'@'10.%' IDENTIFIED BY 'p\\\\''w';`,
        `ALTER USER 'o''x'@'10.%' IDENTIFIED BY 'p\\\\''w';`,
        "GRANT SELECT, CREATE TEMPORARY TABLES ON `shop\\_a`.* TO 'o''x'@'10.%' WITH GRANT OPTION;",
        "GRANT SELECT, CREATE TEMPORARY TABLES ON `we``ird`.* TO 'o''x'@'10.%' WITH GRANT OPTION;",
      ].join('\n'),
    );
  });

  it('grants on everything without a database, as the operator does, and from anywhere without a host', () => {
    expect(userSql({ name: 'u', grants: ['ALL'] }, 'p')).toContain(
      "GRANT ALL ON *.* TO 'u'@'%';",
    );
    expect(userSql({ name: 'u' }, 'p')).not.toContain('GRANT');
  });

  it.each([
    [{ name: 'u', grants: ['ALL ON *.* TO root; --'] }, /is no privilege/],
    [{ name: 'u', withGrantOption: true }, /no grants are provided/],
  ])('refuses %j', (user, message) => {
    expect(() => userSql(user, 'p')).toThrow(message);
  });
});
