import path from 'node:path';
import { runCheck } from './runCheck';

/** The command `yarn offerings:check`; see docs/operators/offerings.md. */
const root = path.resolve(__dirname, '../../../..');

runCheck(
  process.argv.slice(2),
  process.env,
  path.join(root, 'catalog/offerings'),
  {
    line: text => process.stdout.write(`${text}\n`),
    error: text => process.stderr.write(`${text}\n`),
  },
).then(code => {
  process.exitCode = code;
});
