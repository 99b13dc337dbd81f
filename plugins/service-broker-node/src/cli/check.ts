import path from 'node:path';
import { runCheck } from './runCheck';

/** The command `yarn offerings:check`; see docs/operators/offerings.md. */
runCheck(
  process.argv.slice(2),
  process.env,
  path.join('catalog', 'offerings'),
  {
    line: text => process.stdout.write(`${text}\n`),
    error: text => process.stderr.write(`${text}\n`),
  },
).then(code => {
  process.exitCode = code;
});
