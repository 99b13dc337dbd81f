import {
  compileCondition,
  compileExpression,
  within,
  type Site,
  type Variables,
} from '../expressions/compileExpression';
import { compileTextTemplate } from '../expressions/compileTemplate';
import { ExpressionError } from '../expressions/ExpressionError';
import { parseDuration } from '../model/durations';
import type { FailureSpec, StatusSpec } from '../schema/OfferingSpec';
import type { StatusOutcome } from '../types';

/** Never throws: what cannot be judged is not ready, and says so as a warning. */
export type CompiledStatus = (variables: Variables) => StatusOutcome;

const MAX_MESSAGE = 1_000;

/** Runs `attempt`; when the operator wrote something unexpected, notes it and answers undefined. */
function attempt<T>(notes: string[], evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    notes.push(`A rule of the offering could not be judged: ${error.message}`);
    return undefined;
  }
}

function compileFailure(site: Site, spec: FailureSpec) {
  const when = compileCondition(within(site, 'when'), spec.when);
  const message = compileTextTemplate(
    within(site, 'message'),
    spec.message ?? spec.reason,
  );
  const holdSeconds = parseDuration(spec.for);
  if (!when || !message || holdSeconds === undefined) return undefined;
  return { when, message, holdSeconds, reason: spec.reason };
}

/** @param site - the part of the file that holds `ready` and `failed` */
export function compileStatus(
  site: Site,
  spec: StatusSpec,
): CompiledStatus | undefined {
  const failures = (spec.failed ?? []).map((failure, i) =>
    compileFailure(within(site, 'failed', i), failure),
  );
  const ready = compileCondition(within(site, 'ready'), spec.ready);
  const progress = compileTextTemplate(
    within(site, 'progress'),
    spec.progress ?? '',
  );
  const warnings = compileExpression(
    within(site, 'warnings'),
    spec.warnings ?? '[]',
    ['list'],
  );
  if (!ready || !progress || !warnings || failures.includes(undefined)) {
    return undefined;
  }
  return variables => {
    const notes: string[] = [];
    const warned = attempt(notes, () => warnings.evaluate(variables));
    const said = Array.isArray(warned)
      ? warned.filter((text): text is string => typeof text === 'string')
      : [];
    for (const failure of failures.map(entry => entry!)) {
      if (!attempt(notes, () => failure.when(variables))) continue;
      const message =
        attempt(notes, () => failure.message(variables)) || failure.reason;
      return {
        state: 'failing',
        reason: failure.reason,
        message: message.slice(0, MAX_MESSAGE),
        holdSeconds: failure.holdSeconds,
        warnings: [...said, ...notes],
      };
    }
    const isReady = attempt(notes, () => ready(variables));
    const message = isReady
      ? undefined
      : attempt(notes, () => progress(variables));
    return {
      state: isReady ? 'ready' : 'progressing',
      ...(message ? { message: message.slice(0, MAX_MESSAGE) } : {}),
      warnings: [...said, ...notes],
    };
  };
}
