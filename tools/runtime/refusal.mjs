/** Something the user can put right: printed as one line, without a stack. */
export class Refusal extends Error {}

/** Runs a command's main function and turns its outcome into an exit code. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`jimu: ${error.message}\n`);
    process.exitCode = 1;
  }
}
