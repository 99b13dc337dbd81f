/** Loaded before a long-running process: ends it in order when the process that started it has gone, kill -9 included. */
const PARENT_CHECK_MS = 1000;
const parent = process.ppid;
let ending = false;

function end() {
  if (ending) return;
  ending = true;
  process.kill(process.pid, 'SIGTERM');
}

setInterval(() => process.ppid !== parent && end(), PARENT_CHECK_MS).unref();

// Nobody reads the log any more. Unhandled, each failed write would be logged, which fails again, for ever.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', end);
}
