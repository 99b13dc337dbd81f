import { useApi } from '@backstage/frontend-plugin-api';
import { SearchField } from '@backstage/ui';
import { serviceBrokerApiRef } from '../../api/ServiceBrokerApi';
import { dataOf, useLoad } from '../../hooks/useLoad';
import { Tenancy, useTenancyNames } from '../../hooks/useTenancy';
import { useTexts } from '../../hooks/useTexts';
import { Choice } from '../common/Choice';
import styles from './InstancesPage.module.css';
import {
  Filter,
  FILTERS,
  InstanceQueryState,
  PHASES,
} from './useInstanceQuery';

interface InstanceFiltersProps {
  state: InstanceQueryState;
  tenancy: Tenancy | undefined;
}

/** Stands for no filter; not a name that a tenant or an offering can have. */
const ANY = '*';

/** Search and filters of the list. */
export function InstanceFilters({ state, tenancy }: InstanceFiltersProps) {
  const t = useTexts();
  const api = useApi(serviceBrokerApiRef);
  const names = useTenancyNames(tenancy);
  const offerings = dataOf(
    useLoad('offerings', signal => api.offerings({ signal })),
  );
  const choices: Record<Filter, [string, string][]> = {
    tenant: (tenancy?.tenants ?? []).map(({ name, title }) => [name, title]),
    environment: (tenancy?.environments ?? []).map(({ name }) => [
      name,
      names.environment(name),
    ]),
    offering: (offerings?.items ?? []).map(({ name, title }) => [name, title]),
    phase: PHASES.map(phase => [phase, t(`phase.${phase}`)]),
  };
  return (
    <div className={styles.filters} role="search">
      <SearchField
        label={t('instances.search')}
        placeholder=""
        size="medium"
        value={state.search}
        onChange={state.setSearch}
      />
      {FILTERS.map(filter => (
        <Choice
          key={filter}
          label={t(`instances.filter.${filter}`)}
          options={[
            { id: ANY, label: t('common.all') },
            ...choices[filter].map(([id, label]) => ({ id, label })),
          ]}
          value={state.filters[filter] ?? ANY}
          onChange={value =>
            state.setFilter(filter, value === ANY ? undefined : value)
          }
        />
      ))}
    </div>
  );
}
