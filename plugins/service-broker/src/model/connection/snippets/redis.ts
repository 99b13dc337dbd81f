import { fieldFor } from '../Connection';
import { shellWord } from '../quoting';
import { envOf, Snippets, valueOf } from './types';

export const redisSnippets: Snippets = {
  cli: c => {
    const user = fieldFor(c, 'username');
    const login = user ? ` --user ${shellWord(user.value)}` : '';
    return `REDISCLI_AUTH=${shellWord(
      valueOf(c, 'password'),
    )} redis-cli -h ${shellWord(valueOf(c, 'host'))} -p ${shellWord(
      valueOf(c, 'port'),
    )}${login} ping
`;
  },
  spring: c => `# application.yaml
spring:
  data:
    redis:
      host: \${${envOf(c, 'host')}}
      port: \${${envOf(c, 'port')}}
${
  fieldFor(c, 'username') ? `      username: \${${envOf(c, 'username')}}\n` : ''
}      password: \${${envOf(c, 'password')}}
      timeout: 2s
`,
  go: c => `package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"github.com/redis/go-redis/v9"
)

func main() {
	client := redis.NewClient(&redis.Options{
		Addr:     net.JoinHostPort(os.Getenv("${envOf(c, 'host')}"), os.Getenv("${envOf(
    c,
    'port',
  )}")),
${
  fieldFor(c, 'username')
    ? `		Username: os.Getenv("${envOf(c, 'username')}"),\n`
    : ''
}		Password: os.Getenv("${envOf(c, 'password')}"),
	})
	pong, err := client.Ping(context.Background()).Result()
	if err != nil {
		panic(err)
	}
	fmt.Println(pong)
}
`,
  node: c => `import { createClient } from 'redis';

const client = createClient({
  socket: {
    host: process.env.${envOf(c, 'host')},
    port: Number(process.env.${envOf(c, 'port')}),
  },
${
  fieldFor(c, 'username')
    ? `  username: process.env.${envOf(c, 'username')},\n`
    : ''
}  password: process.env.${envOf(c, 'password')},
});
client.on('error', error => console.error(error));
await client.connect();
console.log(await client.ping());
`,
  python: c => `import os

import redis

client = redis.Redis(
    host=os.environ["${envOf(c, 'host')}"],
    port=int(os.environ["${envOf(c, 'port')}"]),
${
  fieldFor(c, 'username')
    ? `    username=os.environ["${envOf(c, 'username')}"],\n`
    : ''
}    password=os.environ["${envOf(c, 'password')}"],
)
print(client.ping())
`,
};
