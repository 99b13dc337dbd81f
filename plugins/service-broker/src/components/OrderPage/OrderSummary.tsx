import { Button, Text } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import type { OrderCheck } from '@jimu/plugin-service-broker-common';
import { useAmounts } from '../../hooks/useAmounts';
import { useLinks } from '../../hooks/useLinks';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { chosenParameters } from '../../model/parameterFields';
import { CopyButton } from '../common/CopyButton';
import { FailureAlert } from '../common/FailureAlert';
import { Panel } from '../common/Panel';
import { fieldLabel } from './fieldLabel';
import styles from './OrderPage.module.css';
import type { SectionProps } from './sectionProps';
import type { useSubmitOrder } from './useSubmitOrder';

interface OrderSummaryProps extends SectionProps {
  check: OrderCheck | undefined;
  checkIsCurrent: boolean;
  order: ReturnType<typeof useSubmitOrder>;
  attempted: boolean;
}

/** Fields that have a place on the form where their problem is shown. */
const SHOWN = /^(name|tenant|environment|version|parameters\..+)$/;

/** What the order costs and takes as it stands, and the button that places it. */
export function OrderSummary(props: OrderSummaryProps) {
  const { offering, form, problems, check, checkIsCurrent } = props;
  const { order, attempted } = props;
  const t = useTexts();
  const formats = useFormats();
  const amounts = useAmounts();
  const { plan } = form;
  const chosen = chosenParameters(form.fields, form.draft.values);
  const untouched = Object.keys(chosen).length === 0;
  const price = check?.price ?? (untouched ? plan?.price : undefined);
  const consumption =
    check?.consumption ?? (untouched ? plan?.consumption : undefined);
  const asked = form.draft.tenant && form.draft.environment;
  const missing = [...form.findings.keys()].map(field =>
    fieldLabel(field, form.fields, t, formats),
  );
  const isFieldShown = (field: string | undefined) =>
    field !== undefined && problems.all.has(field) && SHOWN.test(field);

  return (
    <Panel title={t('order.summary')} className={styles.summary}>
      <div role="status" aria-busy={Boolean(asked && !checkIsCurrent)}>
        {price ? (
          <Text
            as="p"
            variant="title-x-small"
            weight="bold"
            className={styles.price}
          >
            {amounts.perMonth(price)}
          </Text>
        ) : (
          <Text as="p" color="secondary">
            {t('order.summary.unknown')}
          </Text>
        )}
      </div>
      {consumption && (
        <dl className={styles.amounts}>
          {amounts.consumption(consumption).map(([label, amount]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{amount}</dd>
            </div>
          ))}
        </dl>
      )}
      <Text as="p" variant="body-medium" className={styles.planFact}>
        <RiTimeLine aria-hidden size={16} />
        {t('order.summary.minutes', {
          minutes: amounts.minutes(offering.expectedMinutes),
        })}
      </Text>
      {order.failure && (
        <FailureAlert
          failure={order.failure}
          title={t('order.refused')}
          except={isFieldShown}
        />
      )}
      <div role="status">
        {attempted && missing.length > 0 && (
          <Text as="p" variant="body-medium" className={styles.missing}>
            {t('order.missing', { fields: formats.list(missing) })}
          </Text>
        )}
      </div>
      <Button
        type="submit"
        variant="primary"
        size="medium"
        isPending={order.submitting}
        className={styles.submit}
      >
        {order.submitting
          ? t('order.submitting')
          : t('order.submit', { offering: offering.title })}
      </Button>
      <ShareLink {...props} chosen={chosen} />
    </Panel>
  );
}

function ShareLink(props: SectionProps & { chosen: Record<string, unknown> }) {
  const { offering, form, chosen } = props;
  const t = useTexts();
  const links = useLinks();
  const { plan, tenant, environment, name, version } = form.draft;
  const path = links.order(offering.name, {
    plan,
    tenant,
    environment,
    name,
    version: version === offering.versions.default ? undefined : version,
    parameters: Object.fromEntries(
      Object.entries(chosen).map(([key, value]) => [key, String(value)]),
    ),
  });
  return (
    <div className={styles.share}>
      <CopyButton
        text={() => new URL(path, window.location.href).toString()}
        name={t('order.share')}
        label={t('order.share')}
      />
      <Text as="p" variant="body-small" color="secondary">
        {t('order.sharing')}
      </Text>
    </div>
  );
}
