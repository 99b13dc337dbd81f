import { useId } from 'react';
import { Box, ButtonLink, Text } from '@backstage/ui';
import { RiCheckLine, RiErrorWarningLine } from '@remixicon/react';
import type { OfferingSummary } from '@jimu/plugin-service-broker-common';
import { useAmounts } from '../../hooks/useAmounts';
import { useLinks } from '../../hooks/useLinks';
import type { useTenancyNames } from '../../hooks/useTenancy';
import { useDynamicTexts, useFormats, useTexts } from '../../hooks/useTexts';
import { OfferingIcon } from '../common/OfferingIcon';
import styles from './MarketPage.module.css';

interface OfferingCardProps {
  offering: OfferingSummary;
  names: ReturnType<typeof useTenancyNames>;
}

/** An offering: what it is, what it costs, where it can be had, and if not, why. */
export function OfferingCard({ offering, names }: OfferingCardProps) {
  const t = useTexts();
  const { translate } = useDynamicTexts();
  const formats = useFormats();
  const amounts = useAmounts();
  const links = useLinks();
  const id = useId();
  const { availability, category, description, title } = offering;
  const orderable = availability.some(a => a.available);
  return (
    <Box as="article" bg="neutral" aria-labelledby={id} className={styles.card}>
      <div className={styles.cardHead}>
        <OfferingIcon category={category} />
        <div>
          <Text as="h2" id={id} variant="body-large" weight="bold">
            {title}
          </Text>
          <Text as="p" variant="body-small" color="secondary">
            {translate(`category.${category}`) ?? category}
          </Text>
        </div>
      </div>
      <Text as="p" variant="body-medium" className={styles.description}>
        {formats.text(description)}
      </Text>
      <AvailabilityList offering={offering} names={names} />
      <div className={styles.cardFoot}>
        <Text variant="body-medium" weight="bold" className={styles.price}>
          {t('market.from', { price: amounts.perMonth(offering.fromPrice) })}
        </Text>
        {orderable && (
          <ButtonLink
            href={links.order(offering.name)}
            variant="secondary"
            aria-label={t('market.orderNamed', { offering: title })}
          >
            {t('market.order')}
          </ButtonLink>
        )}
      </div>
    </Box>
  );
}

function AvailabilityList({ offering, names }: OfferingCardProps) {
  const t = useTexts();
  const texts = useDynamicTexts();
  const formats = useFormats();
  const available = offering.availability.filter(a => a.available);
  const missing = offering.availability.filter(a => !a.available);
  return (
    <ul className={styles.availability}>
      {available.length > 0 && (
        <li data-tone="success">
          <RiCheckLine aria-hidden size={16} />
          {t('market.availableIn', {
            environments: formats.list(
              available.map(a => names.environment(a.environment)),
            ),
          })}
        </li>
      )}
      {offering.availability.length === 0 && (
        <li data-tone="warning">
          <RiErrorWarningLine aria-hidden size={16} />
          {t('market.unavailable')}
        </li>
      )}
      {missing.map(({ environment, reason }) => (
        <li key={environment} data-tone="warning">
          <RiErrorWarningLine aria-hidden size={16} />
          <span>
            {t('market.unavailableIn', {
              environment: names.environment(environment),
            })}
            {reason && (
              <span className={styles.reason}>{texts.full(reason)}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
