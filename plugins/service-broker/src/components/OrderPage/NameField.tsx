import { TextField } from '@backstage/ui';
import { RiCheckLine } from '@remixicon/react';
import type { OrderCheck } from '@jimu/plugin-service-broker-common';
import { useTexts } from '../../hooks/useTexts';
import styles from './OrderPage.module.css';
import type { SectionProps } from './sectionProps';

export interface NameFieldProps extends SectionProps {
  check: OrderCheck | undefined;
  checkIsCurrent: boolean;
}

/** The name, checked while it is typed: its form at once, whether it is free a moment later. */
export function NameField(props: NameFieldProps) {
  const { offering, form, problems, check, checkIsCurrent } = props;
  const { draft } = form;
  const t = useTexts();
  const error = problems.textAt('name');
  const wellFormed = draft.name !== '' && !form.findings.has('name');
  const somewhere = Boolean(draft.tenant && draft.environment);
  const checking = wellFormed && somewhere && !checkIsCurrent;
  const free =
    wellFormed && checkIsCurrent && check && !problems.all.has('name');
  return (
    <div className={styles.name}>
      <TextField
        label={t('order.name')}
        description={t('order.name.rule', {
          max: String(offering.naming.maxLength),
        })}
        size="medium"
        value={draft.name}
        onChange={name => form.change({ name })}
        onBlur={() => draft.name && form.touch('name')}
        validationBehavior="aria"
        validate={() => error ?? null}
        autoComplete="off"
        spellCheck="false"
      />
      <div role="status" className={styles.nameState}>
        {!error && checking && t('order.name.checking')}
        {!error && free && (
          <span className={styles.free}>
            <RiCheckLine aria-hidden size={16} />
            {t('order.name.free')}
          </span>
        )}
      </div>
    </div>
  );
}
