import { Radio, RadioGroup, Text } from '@backstage/ui';
import { RiCheckLine, RiShieldCheckLine } from '@remixicon/react';
import type { PlanView } from '@jimu/plugin-service-broker-common';
import { useAmounts } from '../../hooks/useAmounts';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { Panel } from '../common/Panel';
import { ToneBadge } from '../common/ToneBadge';
import styles from './OrderPage.module.css';
import type { SectionProps } from './sectionProps';

/** The plans as cards; arrow keys move between them as in any group of radio buttons. */
export function PlanSection({ offering, form }: SectionProps) {
  const t = useTexts();
  return (
    <Panel title={t('order.plan')}>
      <RadioGroup
        aria-label={t('order.plan')}
        value={form.draft.plan}
        onChange={form.choosePlan}
        className={styles.planGroup}
      >
        {offering.plans.map(plan => (
          <PlanCard key={plan.name} plan={plan} />
        ))}
      </RadioGroup>
    </Panel>
  );
}

function PlanCard({ plan }: { plan: PlanView }) {
  const t = useTexts();
  const formats = useFormats();
  const amounts = useAmounts();
  const title = formats.text(plan.title);
  const detailsId = `plan-${plan.name}`;
  const price = amounts.perMonth(plan.price);
  return (
    <Radio
      value={plan.name}
      aria-label={`${title}, ${price}`}
      aria-describedby={detailsId}
      className={styles.planCard}
    >
      <span className={styles.planBody}>
        <span className={styles.planHead}>
          <Text variant="body-large" weight="bold">
            {title}
          </Text>
          {plan.recommended && (
            <ToneBadge tone="info">{t('order.plan.recommended')}</ToneBadge>
          )}
        </span>
        <Text variant="body-large" weight="bold" className={styles.price}>
          {price}
        </Text>
        <span id={detailsId} className={styles.planDetails}>
          <Text variant="body-medium" color="secondary">
            {formats.text(plan.description)}
          </Text>
          <span className={styles.planAmounts}>
            {amounts
              .consumption(plan.consumption)
              .slice(0, 3)
              .map(([label, amount]) => (
                <span key={label}>
                  <Text variant="body-small" color="secondary">
                    {label}
                  </Text>
                  <Text variant="body-medium">{amount}</Text>
                </span>
              ))}
          </span>
          {plan.highAvailability && (
            <span className={styles.planFact}>
              <RiShieldCheckLine aria-hidden size={16} />
              {t('order.plan.ha')}
            </span>
          )}
          {plan.bullets.map(bullet => (
            <span key={bullet.en} className={styles.planFact}>
              <RiCheckLine aria-hidden size={16} />
              {formats.text(bullet)}
            </span>
          ))}
        </span>
      </span>
    </Radio>
  );
}
