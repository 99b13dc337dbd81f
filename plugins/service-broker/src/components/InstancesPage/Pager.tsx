import { ButtonIcon, Text } from '@backstage/ui';
import { RiArrowLeftSLine, RiArrowRightSLine } from '@remixicon/react';
import type { InstanceSummary, Page } from '@jimu/plugin-service-broker-common';
import { useFormats, useTexts } from '../../hooks/useTexts';
import styles from './InstancesPage.module.css';
import type { InstanceQueryState } from './useInstanceQuery';

interface PagerProps {
  page: Page<InstanceSummary>;
  state: InstanceQueryState;
}

/** Which part of the list this is, and the ways on and back. */
export function Pager({ page, state }: PagerProps) {
  const t = useTexts();
  const formats = useFormats();
  const { nextCursor, items, totalItems } = page;
  return (
    <div className={styles.pager}>
      <div role="status">
        <Text variant="body-medium" color="secondary">
          {t('instances.count', {
            from: formats.number(state.offset + 1),
            to: formats.number(state.offset + items.length),
            total: formats.number(totalItems),
          })}
        </Text>
      </div>
      <ButtonIcon
        variant="secondary"
        icon={<RiArrowLeftSLine />}
        aria-label={t('instances.previous')}
        isDisabled={state.offset === 0}
        onPress={state.previous}
      />
      <ButtonIcon
        variant="secondary"
        icon={<RiArrowRightSLine />}
        aria-label={t('instances.next')}
        isDisabled={!nextCursor}
        onPress={() => nextCursor && state.next(nextCursor)}
      />
    </div>
  );
}
