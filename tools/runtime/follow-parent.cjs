/** Loaded before a long-running process: ends it in order when the process that started it has gone, kill -9 included. */
const PARENT_CHECK_MS = 1000;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, PARENT_CHECK_MS).unref();
