import { Alert } from '@backstage/ui';
import { mayOrder, Tenancy, useTenancyNames } from '../../hooks/useTenancy';
import { useDynamicTexts, useTexts } from '../../hooks/useTexts';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { NameField, NameFieldProps } from './NameField';
import styles from './OrderPage.module.css';

type PlaceSectionProps = NameFieldProps & { tenancy: Tenancy };

/** What it is called, and for which tenant and environment it is; only where the viewer may order. */
export function PlaceSection(props: PlaceSectionProps) {
  const { offering, form, problems, tenancy } = props;
  const { draft, change } = form;
  const t = useTexts();
  const texts = useDynamicTexts();
  const names = useTenancyNames(tenancy);
  const tenants = tenancy.tenants.filter(mayOrder);
  const tenant = tenants.find(candidate => candidate.name === draft.tenant);
  const availability = (environment: string) =>
    offering.availability.find(a => a.environment === environment);
  const here = draft.environment ? availability(draft.environment) : undefined;

  const options = (tenant?.environments ?? []).map(name => ({
    id: name,
    label: names.environment(name),
    description:
      availability(name)?.available === false
        ? t('market.unavailable')
        : undefined,
  }));
  const chooseTenant = (name: string) => {
    const next = tenants.find(candidate => candidate.name === name);
    const keeps =
      draft.environment && next?.environments.includes(draft.environment);
    const only =
      next?.environments.length === 1 ? next.environments[0] : undefined;
    change({ tenant: name, environment: keeps ? draft.environment : only });
  };

  return (
    <Panel title={t('order.where')}>
      <NameField {...props} />
      <div className={styles.pair}>
        <Choice
          label={t('order.tenant')}
          options={tenants.map(({ name, title }) => ({
            id: name,
            label: title === name ? name : `${title} (${name})`,
          }))}
          value={draft.tenant}
          onChange={chooseTenant}
          error={problems.textAt('tenant')}
        />
        <Choice
          label={t('order.environment')}
          options={options}
          value={draft.environment}
          onChange={environment => change({ environment })}
          error={problems.textAt('environment')}
        />
      </div>
      {here?.available === false && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('order.unavailableHere', {
            environment: names.environment(here.environment),
          })}
          description={here.reason && texts.full(here.reason)}
        />
      )}
    </Panel>
  );
}
