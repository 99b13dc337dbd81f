import { fieldFor } from '../Connection';
import { shellWord } from '../quoting';
import { envOf, Snippets, valueOf } from './types';

export const mysqlSnippets: Snippets = {
  cli: c => {
    const database = fieldFor(c, 'database');
    return `MYSQL_PWD=${shellWord(valueOf(c, 'password'))} mysql -h ${shellWord(
      valueOf(c, 'host'),
    )} -P ${shellWord(valueOf(c, 'port'))} -u ${shellWord(
      valueOf(c, 'username'),
    )}${database ? ` ${shellWord(database.value)}` : ''}
`;
  },
  spring: c => `# application.yaml
spring:
  datasource:
    url: jdbc:mysql://\${${envOf(c, 'host')}}:\${${envOf(
    c,
    'port',
  )}}/\${${envOf(
    c,
    'database',
  )}}?characterEncoding=UTF-8&connectionTimeZone=SERVER
    username: \${${envOf(c, 'username')}}
    password: \${${envOf(c, 'password')}}
`,
  go: c => `package main

import (
	"database/sql"
	"fmt"
	"net"
	"os"

	"github.com/go-sql-driver/mysql"
)

func main() {
	config := mysql.NewConfig()
	config.Net = "tcp"
	config.Addr = net.JoinHostPort(os.Getenv("${envOf(
    c,
    'host',
  )}"), os.Getenv("${envOf(c, 'port')}"))
	config.User = os.Getenv("${envOf(c, 'username')}")
	config.Passwd = os.Getenv("${envOf(c, 'password')}")
	config.DBName = os.Getenv("${envOf(c, 'database')}")
	config.ParseTime = true

	db, err := sql.Open("mysql", config.FormatDSN())
	if err != nil {
		panic(err)
	}
	defer db.Close()
	var version string
	if err := db.QueryRow("SELECT VERSION()").Scan(&version); err != nil {
		panic(err)
	}
	fmt.Println(version)
}
`,
  node: c => `import mysql from 'mysql2/promise';

const pool = mysql.createPool({
  host: process.env.${envOf(c, 'host')},
  port: Number(process.env.${envOf(c, 'port')}),
  user: process.env.${envOf(c, 'username')},
  password: process.env.${envOf(c, 'password')},
  database: process.env.${envOf(c, 'database')},
  connectionLimit: 10,
});
const [rows] = await pool.query('SELECT VERSION() AS version');
console.log(rows);
await pool.end();
`,
  python: c => `import os

import pymysql

connection = pymysql.connect(
    host=os.environ["${envOf(c, 'host')}"],
    port=int(os.environ["${envOf(c, 'port')}"]),
    user=os.environ["${envOf(c, 'username')}"],
    password=os.environ["${envOf(c, 'password')}"],
    database=os.environ["${envOf(c, 'database')}"],
    charset="utf8mb4",
)
with connection, connection.cursor() as cursor:
    cursor.execute("SELECT VERSION()")
    print(cursor.fetchone())
`,
};
