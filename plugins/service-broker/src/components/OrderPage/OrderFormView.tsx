import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { OfferingView } from '@jimu/plugin-service-broker-common';
import { Place } from '../../hooks/useLastPlace';
import { useLinks } from '../../hooks/useLinks';
import type { Tenancy } from '../../hooks/useTenancy';
import type { OrderSuggestion } from '../../model/orderDraft';
import styles from './OrderPage.module.css';
import { OrderSummary } from './OrderSummary';
import { PlaceSection } from './PlaceSection';
import { PlanSection } from './PlanSection';
import { SettingsSection } from './SettingsSection';
import { useOrderCheck } from './useOrderCheck';
import { useOrderForm } from './useOrderForm';
import { useShownProblems } from './useShownProblems';
import { useSubmitOrder } from './useSubmitOrder';

interface OrderFormViewProps {
  offering: OfferingView;
  tenancy: Tenancy;
  suggestion: OrderSuggestion;
  place: Place;
  onPlace: (place: Place) => void;
}

/** The form: plan, place, name, settings, and beside them what it costs and the one button. */
export function OrderFormView(props: OrderFormViewProps) {
  const { offering, tenancy, suggestion, place, onPlace } = props;
  const navigate = useNavigate();
  const links = useLinks();
  const element = useRef<HTMLFormElement>(null);
  const [attempted, setAttempted] = useState(false);
  const form = useOrderForm(offering, suggestion, place);
  const { check, current } = useOrderCheck(form.request);
  const order = useSubmitOrder(({ instance }) => {
    onPlace({ tenant: instance.tenant, environment: instance.environment });
    navigate(links.instance(instance.id));
  });
  const problems = useShownProblems({
    form,
    check,
    checkIsCurrent: current,
    failure: order.failure,
    showAll: attempted,
  });

  const submit = () => {
    setAttempted(true);
    if (form.findings.size === 0 && form.request) {
      order.submit(form.request);
      return;
    }
    // The fields show what is missing once this render is done; then the first of them takes the focus.
    setTimeout(() => {
      element.current
        ?.querySelector<HTMLElement>(
          'input[aria-invalid="true"], [data-invalid] button',
        )
        ?.focus();
    });
  };

  const section = { offering, form, problems };
  return (
    <form
      ref={element}
      noValidate
      className={styles.columns}
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles.form}>
        <PlanSection {...section} />
        <PlaceSection
          {...section}
          tenancy={tenancy}
          check={check}
          checkIsCurrent={current}
        />
        <SettingsSection {...section} />
      </div>
      <OrderSummary
        {...section}
        check={check}
        checkIsCurrent={current}
        order={order}
        attempted={attempted}
      />
    </form>
  );
}
