import type {
  OperationStep,
  OperationType,
} from '@jimu/plugin-service-broker-common';

const STEPS: Record<OperationType, readonly string[]> = {
  create: [
    'accepted',
    'namespace',
    'applied',
    'acknowledged',
    'running',
    'ready',
  ],
  delete: ['accepted', 'bindings', 'resources', 'gone'],
  bind: ['accepted', 'applied', 'ready'],
  unbind: ['accepted', 'resources', 'gone'],
};

/** The steps of a new operation: accepted, and the next one begun. */
export function initialSteps(
  type: OperationType,
  now: string,
): OperationStep[] {
  return progressTo(
    STEPS[type].map(id => ({ id, state: 'waiting' })),
    STEPS[type][1],
    now,
  );
}

/**
 * Marks the steps before `id` as done and `id` as the active one. Steps never go back: an operation that has come further
 * only takes the message.
 */
export function progressTo(
  steps: readonly OperationStep[],
  id: string,
  now: string,
  message?: string,
): OperationStep[] {
  const target = Math.max(
    steps.findIndex(step => step.id === id),
    steps.findIndex(step => step.state === 'active'),
  );
  return steps.map((step, index) => {
    if (index < target) return done(step, now);
    if (index > target || step.state === 'failed') return step;
    return {
      id: step.id,
      state: 'active',
      startedAt: step.startedAt ?? now,
      ...(message ? { message } : {}),
    };
  });
}

/** All steps done. */
export function completeSteps(
  steps: readonly OperationStep[],
  now: string,
): OperationStep[] {
  return steps.map(step => done(step, now));
}

/** The active step has failed; what was to follow stays waiting. */
export function failSteps(
  steps: readonly OperationStep[],
  now: string,
  message: string,
): OperationStep[] {
  return steps.map(step =>
    step.state === 'active'
      ? { ...step, state: 'failed', finishedAt: now, message }
      : step,
  );
}

function done(step: OperationStep, now: string): OperationStep {
  if (step.state === 'done') return step;
  return {
    id: step.id,
    state: 'done',
    startedAt: step.startedAt ?? now,
    finishedAt: step.finishedAt ?? now,
  };
}
