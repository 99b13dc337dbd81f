import { shellWord } from '../quoting';
import { envOf, Snippets, valueOf } from './types';

export const postgresqlSnippets: Snippets = {
  cli: c => `PGPASSWORD=${shellWord(
    valueOf(c, 'password'),
  )} psql -h ${shellWord(valueOf(c, 'host'))} -p ${shellWord(
    valueOf(c, 'port'),
  )} -U ${shellWord(valueOf(c, 'username'))} -d ${shellWord(
    valueOf(c, 'database'),
  )}
`,
  spring: c => `# application.yaml
spring:
  datasource:
    url: jdbc:postgresql://\${${envOf(c, 'host')}}:\${${envOf(
    c,
    'port',
  )}}/\${${envOf(c, 'database')}}
    username: \${${envOf(c, 'username')}}
    password: \${${envOf(c, 'password')}}
`,
  go: c => `package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"

	"github.com/jackc/pgx/v5"
)

func main() {
	ctx := context.Background()
	target := url.URL{
		Scheme: "postgres",
		User:   url.UserPassword(os.Getenv("${envOf(
      c,
      'username',
    )}"), os.Getenv("${envOf(c, 'password')}")),
		Host:   net.JoinHostPort(os.Getenv("${envOf(c, 'host')}"), os.Getenv("${envOf(
    c,
    'port',
  )}")),
		Path:   os.Getenv("${envOf(c, 'database')}"),
	}
	connection, err := pgx.Connect(ctx, target.String())
	if err != nil {
		panic(err)
	}
	defer connection.Close(ctx)
	var version string
	if err := connection.QueryRow(ctx, "SELECT version()").Scan(&version); err != nil {
		panic(err)
	}
	fmt.Println(version)
}
`,
  node: c => `import pg from 'pg';

const pool = new pg.Pool({
  host: process.env.${envOf(c, 'host')},
  port: Number(process.env.${envOf(c, 'port')}),
  user: process.env.${envOf(c, 'username')},
  password: process.env.${envOf(c, 'password')},
  database: process.env.${envOf(c, 'database')},
});
const { rows } = await pool.query('SELECT version()');
console.log(rows[0]);
await pool.end();
`,
  python: c => `import os

import psycopg

with psycopg.connect(
    host=os.environ["${envOf(c, 'host')}"],
    port=os.environ["${envOf(c, 'port')}"],
    user=os.environ["${envOf(c, 'username')}"],
    password=os.environ["${envOf(c, 'password')}"],
    dbname=os.environ["${envOf(c, 'database')}"],
) as connection:
    print(connection.execute("SELECT version()").fetchone())
`,
};
