import type { ExecRequest } from '../../../api/pods/PodRuntime';
import type { SandboxApi, SandboxObject } from '../../../types';
import type { ContainerSpec } from '../containers';
import { environmentOf, filesOf } from './containerFiles';
import { readLines } from './lineReader';
import { splitCommands } from './splitCommands';

interface Shell {
  environment: Map<string, string>;
  files: Map<string, string>;
  out(text: string): void;
  err(text: string): void;
  signal: AbortSignal;
}

type Program = (args: string[], shell: Shell) => number | Promise<number>;

const NOT_FOUND = 127;
const LONGEST_SLEEP_S = 3600;

function list(folder: string, shell: Shell): number {
  const path = folder.replace(/\/+$/, '');
  const names = new Set<string>();
  for (const file of shell.files.keys()) {
    if (file === path) names.add(file);
    else if (file.startsWith(`${path}/`)) {
      names.add(file.slice(path.length + 1).split('/')[0]);
    }
  }
  if (!names.size && path) {
    shell.err(`ls: ${folder}: No such file or directory\n`);
    return 1;
  }
  shell.out(
    [...names]
      .sort()
      .map(name => `${name}\n`)
      .join(''),
  );
  return 0;
}

async function sleep(seconds: number, signal: AbortSignal): Promise<number> {
  const ms = Math.min(seconds, LONGEST_SLEEP_S) * 1000;
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return 0;
}

const print = (text: string, { out }: Shell) => {
  out(`${text}\n`);
  return 0;
};

const programs: Record<string, Program> = {
  true: () => 0,
  ':': () => 0,
  false: () => 1,
  echo: (args, shell) => {
    const isBare = args[0] === '-n';
    shell.out(`${args.slice(isBare ? 1 : 0).join(' ')}${isBare ? '' : '\n'}`);
    return 0;
  },
  env: (_args, shell) =>
    print(
      [...shell.environment].map(([k, v]) => `${k}=${v}`).join('\n'),
      shell,
    ),
  printenv: (args, shell) => {
    if (!args.length) return programs.env([], shell);
    const values = args.map(name => shell.environment.get(name));
    values.forEach(value => value !== undefined && print(value, shell));
    return values.includes(undefined) ? 1 : 0;
  },
  hostname: (_args, shell) =>
    print(shell.environment.get('HOSTNAME') ?? '', shell),
  whoami: (_args, shell) => print('root', shell),
  id: (_args, shell) => print('uid=0(root) gid=0(root) groups=0(root)', shell),
  pwd: (_args, shell) => print('/', shell),
  date: (_args, shell) => print(new Date().toUTCString(), shell),
  uname: (args, shell) =>
    print(args.includes('-a') ? 'Linux sandbox simulated' : 'Linux', shell),
  ps: (_args, shell) =>
    print(
      'PID   USER     TIME  COMMAND\n    1 root      0:00 (simulated)',
      shell,
    ),
  ls: (args, shell) => {
    const folder = args.find(arg => !arg.startsWith('-'));
    return list(folder ?? '/', shell);
  },
  cat: (args, shell) => {
    let code = 0;
    for (const file of args) {
      const text = shell.files.get(file);
      if (text === undefined) {
        shell.err(`cat: ${file}: No such file or directory\n`);
        code = 1;
      } else shell.out(text);
    }
    return code;
  },
  sleep: ([seconds], { signal }) => sleep(Number(seconds) || 0, signal),
};

const SHELLS = /^(\/(usr\/)?bin\/)?(sh|bash|ash)$/;

async function runWords(words: string[], shell: Shell): Promise<number> {
  const [command, ...args] = words;
  if (SHELLS.test(command) && args[0]?.endsWith('c')) {
    return runLine(args[1] ?? '', shell);
  }
  const program = programs[command.replace(/^(\/usr)?\/bin\//, '')];
  if (!Object.hasOwn(programs, command.replace(/^(\/usr)?\/bin\//, ''))) {
    shell.err(
      `${command}: not found (this container is simulated: it knows ${Object.keys(
        programs,
      )
        .filter(name => name !== ':')
        .join(', ')})\n`,
    );
    return NOT_FOUND;
  }
  return program(args, shell);
}

async function runLine(line: string, shell: Shell): Promise<number> {
  let code = 0;
  const variable = (name: string) => shell.environment.get(name) ?? '';
  for (const { after, words } of splitCommands(line, variable)) {
    if (after === 'success' && code !== 0) continue;
    if (after === 'failure' && code === 0) continue;
    if (shell.signal.aborted) return 130;
    code = await runWords(words, shell);
  }
  return code;
}

async function runInteractive(
  shell: Shell,
  input: AsyncIterable<Buffer>,
  tty: boolean,
): Promise<number> {
  const prompt = () => tty && shell.out('/ # ');
  let code = 0;
  prompt();
  const terminal = tty ? { echo: shell.out } : undefined;
  for await (const line of readLines(input, terminal)) {
    const exit = /^\s*exit(?:\s+(\d+))?\s*$/.exec(line);
    if (exit) return exit[1] ? Number(exit[1]) : code;
    if (shell.signal.aborted) return 130;
    if (line.trim()) code = await runLine(line, shell);
    prompt();
  }
  return code;
}

/** Runs a command in a simulated container: a handful of programs on its environment and mounted files. */
export async function runCommand(
  api: SandboxApi,
  pod: SandboxObject,
  request: ExecRequest,
): Promise<number> {
  const { command, container: name, tty, stdin, signal } = request;
  const container: ContainerSpec = pod.spec.containers.find(
    (c: ContainerSpec) => c.name === name,
  );
  const lineEnd = (text: string) =>
    tty ? text.replace(/\r?\n/g, '\r\n') : text;
  const shell: Shell = {
    environment: environmentOf(api, pod, container),
    files: filesOf(api, pod, container),
    out: text => request.stdout(lineEnd(text)),
    err: text => request.stderr(lineEnd(text)),
    signal,
  };
  return SHELLS.test(command[0]) && command.length === 1 && stdin
    ? runInteractive(shell, stdin, tty)
    : runWords(command, shell);
}
