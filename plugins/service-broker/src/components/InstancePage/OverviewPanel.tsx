import type { ReactNode } from 'react';
import type {
  InstanceView,
  PlanView,
} from '@jimu/plugin-service-broker-common';
import { useAmounts } from '../../hooks/useAmounts';
import type { useTenancyNames } from '../../hooks/useTenancy';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { parameterFields } from '../../model/parameterFields';
import { MachineName } from '../common/MachineName';
import { Panel } from '../common/Panel';
import { PersonName } from '../common/PersonName';
import { TimeAgo } from '../common/TimeAgo';
import styles from './InstancePage.module.css';

interface OverviewPanelProps {
  view: InstanceView;
  names: ReturnType<typeof useTenancyNames>;
  /** Undefined when the offering no longer has it. */
  plan: PlanView | undefined;
  planTitle: string;
}

/** The facts: what it is, where it runs, what it costs and takes, and how it is set. */
export function OverviewPanel(props: OverviewPanelProps) {
  const { view, names, plan, planTitle } = props;
  const t = useTexts();
  const formats = useFormats();
  const amounts = useAmounts();
  const machine = (label: string, value: string): [string, ReactNode] => [
    label,
    <MachineName value={value} label={label} />,
  ];
  const facts: [string, ReactNode][] = [
    [t('instance.fact.offering'), view.offeringTitle],
    [t('instance.fact.plan'), planTitle],
    [t('instance.fact.version'), view.version],
    [t('instance.fact.tenant'), names.tenant(view.tenant)],
    [t('instance.fact.environment'), names.environment(view.environment)],
    [t('instance.fact.price'), amounts.perMonth(view.price)],
    ...amounts.consumption(view.consumption),
    [
      t('instance.fact.created'),
      <>
        <TimeAgo time={view.createdAt} /> ·{' '}
        <PersonName entityRef={view.createdBy} />
      </>,
    ],
    machine(t('instance.fact.cluster'), view.cluster),
    machine(t('instance.fact.namespace'), view.namespace),
    machine(t('instance.fact.resourceName'), view.resourceName),
  ];
  const fields = plan ? parameterFields(plan.schema) : [];
  const titleOf = (name: string) => {
    const field = fields.find(candidate => candidate.name === name);
    return field ? formats.text(field.title) : name;
  };
  const parameters = Object.entries(view.parameters);
  return (
    <Panel title={t('instance.overview')}>
      <Facts facts={facts} />
      {parameters.length > 0 && (
        <details className={styles.details}>
          <summary>{t('instance.parameters')}</summary>
          <Facts
            facts={parameters.map(([name, value]) => [
              titleOf(name),
              <code>
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </code>,
            ])}
          />
        </details>
      )}
    </Panel>
  );
}

function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
