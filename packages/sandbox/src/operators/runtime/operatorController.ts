import type { Controller, ControllerContext } from '../../types';
import { CutOff } from './CutOff';

/** A part of an operator: loops and processes of its own. */
export interface OperatorPart {
  /** Cleans up after an earlier life, then begins to watch. */
  start(): Promise<void>;
  /** Ends loops and processes. */
  stop(): Promise<void>;
}

/** A controller made of parts. They start side by side, and stop even where one of them could not start. */
export function operatorController(
  name: string,
  partsOf: (context: ControllerContext) => OperatorPart[],
): Controller {
  return {
    name,
    start(context) {
      const parts = partsOf({
        ...context,
        pause: ms =>
          context.pause(ms).catch((cause: Error) => {
            throw new CutOff(cause.message);
          }),
      });
      const started = Promise.all(
        parts.map(part =>
          part
            .start()
            .catch((error: Error) =>
              context.log(`${name} did not start: ${error.message}`),
            ),
        ),
      );
      return async () => {
        await started;
        await Promise.all(parts.map(part => part.stop()));
      };
    },
  };
}
