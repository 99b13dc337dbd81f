import {
  Cell,
  CellText,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  Text,
} from '@backstage/ui';
import type { InstanceSummary } from '@jimu/plugin-service-broker-common';
import { useLinks } from '../../hooks/useLinks';
import type { useTenancyNames } from '../../hooks/useTenancy';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { PhaseBadge } from '../common/PhaseBadge';
import { TimeAgo } from '../common/TimeAgo';
import styles from './InstancesPage.module.css';
import type { InstanceQueryState } from './useInstanceQuery';

interface InstanceTableProps {
  items: InstanceSummary[];
  names: ReturnType<typeof useTenancyNames>;
  state: InstanceQueryState;
}

/** The instances as a table; a row leads to its instance. */
export function InstanceTable({ items, names, state }: InstanceTableProps) {
  const t = useTexts();
  const formats = useFormats();
  const links = useLinks();
  return (
    <TableRoot
      aria-label={t('instances.title')}
      sortDescriptor={{
        column: state.sort,
        direction: state.order === 'asc' ? 'ascending' : 'descending',
      }}
      onSortChange={({ column, direction }) =>
        state.setSort(
          column as typeof state.sort,
          direction === 'ascending' ? 'asc' : 'desc',
        )
      }
    >
      <TableHeader>
        <Column id="name" isRowHeader allowsSorting>
          {t('instances.column.name')}
        </Column>
        <Column id="phase" allowsSorting>
          {t('instances.column.phase')}
        </Column>
        <Column id="offering">{t('instances.column.offering')}</Column>
        <Column id="tenant">{t('instances.column.tenant')}</Column>
        <Column id="environment">{t('instances.column.environment')}</Column>
        <Column id="price">{t('instances.column.price')}</Column>
        <Column id="createdAt" allowsSorting>
          {t('instances.column.createdAt')}
        </Column>
      </TableHeader>
      <TableBody items={items} dependencies={[names, formats]}>
        {item => (
          <Row id={item.id} href={links.instance(item.id)}>
            <CellText title={item.name} className={styles.name} />
            <Cell>
              <PhaseBadge phase={item.phase} />
            </Cell>
            <CellText title={item.offeringTitle} description={item.plan} />
            <CellText title={names.tenant(item.tenant)} />
            <CellText title={names.environment(item.environment)} />
            <Cell className={styles.number}>
              <Text variant="body-medium">{formats.money(item.price)}</Text>
            </Cell>
            <Cell>
              <Text variant="body-medium">
                <TimeAgo time={item.createdAt} />
              </Text>
            </Cell>
          </Row>
        )}
      </TableBody>
    </TableRoot>
  );
}
