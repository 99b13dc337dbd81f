/** Work was cut off because the sandbox stops: nothing to report, nothing to try again. */
export class CutOff extends Error {
  readonly name = 'CutOff';
}
