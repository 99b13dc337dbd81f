import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiAddCircleLine, RiStackLine, RiTeamLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { appTranslationRef } from '../../translation';
import styles from './HomePage.module.css';
import { instancesRouteRef, marketRouteRef, tenantsRouteRef } from './routes';

/** The ways to what one comes for. */
export function QuickActions() {
  const { t } = useTranslationRef(appTranslationRef);
  const market = useRouteRef(marketRouteRef)?.();
  const instances = useRouteRef(instancesRouteRef)?.();
  const tenants = useRouteRef(tenantsRouteRef)?.();
  return (
    <section aria-label={t('home.actions.title')}>
      <ul className={styles.actions}>
        {market && (
          <QuickAction
            to={market}
            icon={<RiAddCircleLine />}
            title={t('home.actions.order')}
            hint={t('home.actions.orderHint')}
          />
        )}
        {instances && (
          <QuickAction
            to={instances}
            icon={<RiStackLine />}
            title={t('home.actions.instances')}
            hint={t('home.actions.instancesHint')}
          />
        )}
        {tenants && (
          <QuickAction
            to={tenants}
            icon={<RiTeamLine />}
            title={t('home.actions.tenants')}
            hint={t('home.actions.tenantsHint')}
          />
        )}
      </ul>
    </section>
  );
}

function QuickAction(props: {
  to: string;
  icon: ReactNode;
  title: string;
  hint: string;
}) {
  return (
    <li>
      <Link to={props.to} className={styles.action}>
        <span className={styles.actionIcon} aria-hidden>
          {props.icon}
        </span>
        <span>
          <span className={styles.actionTitle}>{props.title}</span>
          <span className={styles.actionHint}>{props.hint}</span>
        </span>
      </Link>
    </li>
  );
}
