import { useApi } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import type { InstanceView } from '@jimu/plugin-service-broker-common';
import type { Failure } from '../../api/describeError';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { useLinks } from '../../hooks/useLinks';
import { dataOf, useLoad } from '../../hooks/useLoad';
import { useTenancy, useTenancyNames } from '../../hooks/useTenancy';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { suggestionFrom } from '../../model/orderDraft';
import { FailureAlert } from '../common/FailureAlert';
import { PageFrame } from '../common/PageFrame';
import { PhaseBadge } from '../common/PhaseBadge';
import { ActivityPanel } from './ActivityPanel';
import { BindingsPanel } from './BindingsPanel';
import { DeletePanel } from './DeletePanel';
import { EndpointsPanel } from './EndpointsPanel';
import { EventsPanel } from './EventsPanel';
import styles from './InstancePage.module.css';
import { OverviewPanel } from './OverviewPanel';
import { ProblemAlert } from './ProblemAlert';
import { ProgressPanel } from './ProgressPanel';

interface InstanceDetailsProps {
  view: InstanceView;
  /** The last reading failed; what is shown is from before. */
  failure?: Failure;
  reload: () => void;
  above: { label: string; href: string }[];
}

/** The page of an instance that is there. */
export function InstanceDetails(props: InstanceDetailsProps) {
  const { view, failure, reload, above } = props;
  const t = useTexts();
  const links = useLinks();
  const formats = useFormats();
  const api = useApi(serviceBrokerApiRef);
  const tenancy = dataOf(useTenancy());
  const names = useTenancyNames(tenancy);
  // For titles and the expected time only; without it names are shown as they are.
  const offering = dataOf(
    useLoad(`offering ${view.offering}`, signal =>
      api.offering(view.offering, { signal }),
    ),
  );
  const plan = offering?.plans.find(p => p.name === view.plan);
  const planTitle = plan ? formats.text(plan.title) : view.plan;
  const production = tenancy?.environments.find(
    environment => environment.name === view.environment,
  )?.production;
  return (
    <PageFrame
      title={view.name}
      titleAside={
        <span role="status">
          <PhaseBadge phase={view.phase} />
        </span>
      }
      subtitle={t('instance.subtitle', {
        offering: view.offeringTitle,
        plan: planTitle,
        environment: names.environment(view.environment),
        tenant: names.tenant(view.tenant),
      })}
      above={above}
      actions={
        <ButtonLink
          href={links.order(view.offering, suggestionFrom(view))}
          variant="secondary"
        >
          {t('instance.orderAgain')}
        </ButtonLink>
      }
    >
      {failure && <FailureAlert failure={failure} onRetry={reload} />}
      <ProblemAlert view={view} onRetried={reload} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <ProgressPanel
            operation={view.operation}
            expectedMinutes={offering?.expectedMinutes}
          />
          <BindingsPanel view={view} onChanged={reload} />
          <EndpointsPanel view={view} />
          <EventsPanel events={view.events} />
        </div>
        <div className={styles.side}>
          <OverviewPanel
            view={view}
            names={names}
            plan={plan}
            planTitle={planTitle}
          />
          <ActivityPanel activity={view.activity} />
          <DeletePanel
            view={view}
            environment={names.environment(view.environment)}
            production={production === true}
            onDeleted={reload}
          />
        </div>
      </div>
    </PageFrame>
  );
}
