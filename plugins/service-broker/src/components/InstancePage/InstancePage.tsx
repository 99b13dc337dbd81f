import { ButtonLink, Skeleton } from '@backstage/ui';
import { RiDeleteBinLine, RiQuestionLine } from '@remixicon/react';
import { useParams } from 'react-router-dom';
import { useInstance } from '../../hooks/useInstance';
import { useLinks } from '../../hooks/useLinks';
import { useTexts } from '../../hooks/useTexts';
import { EmptyState } from '../common/EmptyState';
import { FailureAlert } from '../common/FailureAlert';
import { PageFrame } from '../common/PageFrame';
import styles from './InstancePage.module.css';
import { InstanceDetails } from './InstanceDetails';

/** One instance: how it is, how to connect, what happened, and how to give it back. */
export function InstancePage() {
  const { id = '' } = useParams();
  const t = useTexts();
  const links = useLinks();
  const state = useInstance(id);
  const above = [{ label: t('instances.title'), href: links.instances() }];
  const toInstances = (
    <ButtonLink href={links.instances()} variant="primary">
      {t('action.toInstances')}
    </ButtonLink>
  );

  switch (state.status) {
    case 'ready':
      return <InstanceDetails {...state} above={above} />;
    case 'loading':
      return (
        <PageFrame title={t('common.loading')} above={above}>
          <DetailsSkeleton />
        </PageFrame>
      );
    case 'failed':
      return (
        <PageFrame title={t('instances.title')} above={above}>
          <FailureAlert failure={state.failure} onRetry={state.reload} />
        </PageFrame>
      );
    case 'gone':
      return (
        <PageFrame title={state.last.name} above={above}>
          <EmptyState
            icon={<RiDeleteBinLine size={40} />}
            title={t('instance.gone.title', { name: state.last.name })}
            hint={t(
              state.last.deletionPolicy === 'retain'
                ? 'instance.gone.hintRetained'
                : 'instance.gone.hint',
            )}
            action={toInstances}
          />
        </PageFrame>
      );
    default:
      return (
        <PageFrame title={t('instances.title')} above={above}>
          <EmptyState
            icon={<RiQuestionLine size={40} />}
            title={t('instance.lost.title')}
            hint={t('instance.lost.hint')}
            action={toInstances}
          />
        </PageFrame>
      );
  }
}

function DetailsSkeleton() {
  return (
    <div className={styles.columns} aria-hidden>
      <div className={styles.main}>
        <Skeleton width="100%" height={220} />
        <Skeleton width="100%" height={180} />
      </div>
      <Skeleton width="100%" height={320} />
    </div>
  );
}
