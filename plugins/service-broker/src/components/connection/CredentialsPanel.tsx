import { Button, Text, VisuallyHidden } from '@backstage/ui';
import { RiEyeLine, RiEyeOffLine } from '@remixicon/react';
import type {
  BindingSummary,
  InstanceView,
} from '@jimu/plugin-service-broker-common';
import { useNow } from '../../hooks/useNow';
import { useFormats, useTexts } from '../../hooks/useTexts';
import { secretName } from '../../model/connection/secretYaml';
import { FailureAlert } from '../common/FailureAlert';
import styles from './connection.module.css';
import { ConnectionView } from './ConnectionView';
import { useCredentials } from './useCredentials';

interface CredentialsPanelProps {
  view: InstanceView;
  binding: BindingSummary;
  /** They were read; the record of who did what has grown. */
  onRevealed: () => void;
}

/** The credentials of a binding: masked, shown on demand, and hidden again by themselves. */
export function CredentialsPanel(props: CredentialsPanelProps) {
  const { view, binding, onRevealed } = props;
  const t = useTexts();
  const { state, reveal, hide } = useCredentials(
    view.id,
    binding.id,
    onRevealed,
  );
  const allowed = view.allowed.includes('reveal');
  if (binding.phase === 'deleting') return null;
  if (binding.phase !== 'ready' || !allowed) {
    return (
      <Text as="p" variant="body-medium" color="secondary">
        {binding.phase === 'ready'
          ? t('connection.notAllowed', { tenant: view.tenant })
          : t('connection.notReady')}
      </Text>
    );
  }
  return (
    <div className={styles.panel}>
      <VisuallyHidden role="status">
        {state.status === 'shown' ? t('connection.shown') : ''}
      </VisuallyHidden>
      {state.status === 'shown' ? (
        <>
          <div className={styles.bar}>
            <HidesIn until={state.until} />
            <Button
              variant="secondary"
              size="small"
              iconStart={<RiEyeOffLine />}
              onPress={hide}
            >
              {t('connection.hide')}
            </Button>
          </div>
          <ConnectionView
            credentials={state.credentials}
            secretName={secretName(view.name, binding.name)}
          />
        </>
      ) : (
        <>
          <div className={styles.bar}>
            <span className={styles.mask} aria-hidden>
              ••••••••••••
            </span>
            <Button
              variant="primary"
              size="small"
              iconStart={<RiEyeLine />}
              isPending={state.status === 'loading'}
              aria-label={t('connection.revealNamed', { name: binding.name })}
              onPress={reveal}
            >
              {t('connection.reveal')}
            </Button>
          </div>
          <Text as="p" variant="body-small" color="secondary">
            {t('connection.audited')}
          </Text>
          {state.status === 'failed' && (
            <FailureAlert failure={state.failure} onRetry={reveal} />
          )}
        </>
      )}
    </div>
  );
}

function HidesIn({ until }: { until: number }) {
  const t = useTexts();
  const formats = useFormats();
  const now = useNow(1_000);
  return (
    <Text variant="body-small" color="secondary" className={styles.countdown}>
      {t('connection.hidesIn', { time: formats.elapsed(until - now) })}
    </Text>
  );
}
