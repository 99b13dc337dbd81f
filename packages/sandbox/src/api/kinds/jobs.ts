import type { StatusCause } from '../ApiStatusError';
import { deepEqual } from '../deepEqual';
import { invalidValue, requiredValue } from '../validation/metadata';
import { fill } from './fill';
import type { KindRules } from './KindRules';
import { defaultPodSpec, validatePodSpec } from './podSpecs';

function defaultJobSpec(spec: any): void {
  if (spec.parallelism === undefined && spec.completions === undefined) {
    fill(spec, { parallelism: 1, completions: 1 });
  }
  fill(spec, {
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
  });
  fill(spec.template, { metadata: {}, spec: {} });
  defaultPodSpec(spec.template.spec);
}

function checkJobSpec(spec: any, at: string): StatusCause[] {
  const template = `${at}.template.spec`;
  const policy = spec.template?.spec?.restartPolicy;
  const causes = validatePodSpec(spec.template?.spec ?? {}, template);
  if (policy === 'Always') {
    causes.push(
      requiredValue(
        `${template}.restartPolicy`,
        'valid values: "OnFailure", "Never"',
      ),
    );
  }
  for (const key of ['parallelism', 'completions', 'backoffLimit']) {
    if (spec[key] < 0) {
      causes.push(
        invalidValue(
          `${at}.${key}`,
          spec[key],
          'must be greater than or equal to 0',
        ),
      );
    }
  }
  return causes;
}

/** Jobs: the server makes the selector, and the template is fixed. */
export const jobRules: KindRules = {
  prepare(job, old) {
    const { spec, metadata } = job;
    defaultJobSpec(spec);
    if (!old && !spec.manualSelector) {
      const uid = metadata.uid!;
      spec.selector = {
        matchLabels: { 'batch.kubernetes.io/controller-uid': uid },
      };
      spec.template.metadata.labels = {
        ...spec.template.metadata.labels,
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': metadata.name,
        'controller-uid': uid,
        'job-name': metadata.name,
      };
    }
  },
  validate(job, old) {
    const causes = checkJobSpec(job.spec, 'spec');
    if (old) {
      for (const key of [
        'template',
        'selector',
        'completions',
        'completionMode',
      ]) {
        if (key === 'completions' && job.spec.completionMode === 'Indexed')
          continue;
        if (!deepEqual(job.spec[key], old.spec[key])) {
          causes.push(
            invalidValue(`spec.${key}`, job.spec[key], 'field is immutable'),
          );
        }
      }
    }
    return causes;
  },
};

const schedule =
  /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)|(\S+\s+){4}\S+)$/;
const cronField = /^[\dA-Za-z*/,\-?LW#]+$/;

/** CronJobs. */
export const cronJobRules: KindRules = {
  prepare({ spec }) {
    fill(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    fill(spec.jobTemplate, { metadata: {}, spec: {} });
    fill(spec.jobTemplate.spec, { template: {} });
    fill(spec.jobTemplate.spec.template, { metadata: {}, spec: {} });
    defaultPodSpec(spec.jobTemplate.spec.template.spec);
  },
  validate({ spec, metadata }) {
    const causes = checkJobSpec(spec.jobTemplate.spec, 'spec.jobTemplate.spec');
    const text = String(spec.schedule).trim();
    const isSchedule =
      schedule.test(text) &&
      (text.startsWith('@') || text.split(/\s+/).every(f => cronField.test(f)));
    if (!isSchedule) {
      causes.push(
        invalidValue(
          'spec.schedule',
          spec.schedule,
          `expected exactly 5 fields, found ${
            text ? text.split(/\s+/).length : 0
          }: [${text}]`,
        ),
      );
    }
    if (!['Allow', 'Forbid', 'Replace'].includes(spec.concurrencyPolicy)) {
      causes.push({
        reason: 'FieldValueNotSupported',
        field: 'spec.concurrencyPolicy',
        message: `Unsupported value: ${JSON.stringify(
          spec.concurrencyPolicy,
        )}: supported values: "Allow", "Forbid", "Replace"`,
      });
    }
    if (metadata.name.length > 52) {
      causes.push(
        invalidValue(
          'metadata.name',
          metadata.name,
          'must be no more than 52 characters',
        ),
      );
    }
    return causes;
  },
};
