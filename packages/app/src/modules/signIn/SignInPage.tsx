import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Alert, Button } from '@backstage/ui';
import { useEffect } from 'react';
import { appTranslationRef } from '../../translation';
import { LanguageSwitch } from '../i18n/LanguageSwitch';
import { BrandMark } from '../layout/BrandMark';
import { SandboxBanner } from '../layout/SandboxBanner';
import type { SignInFailure } from './signInFailure';
import styles from './SignInPage.module.css';
import { useSignIn } from './useSignIn';

/** What one sees before signing in: who this is, and one button. */
export function SignInPage({ onSignInSuccess }: SignInPageProps) {
  const { t } = useTranslationRef(appTranslationRef);
  const { signIn, begin } = useSignIn(onSignInSuccess);
  const busy = signIn.state !== 'signedOut';
  const title = t('signIn.title');

  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <div className={styles.page}>
      <SandboxBanner />
      <header className={styles.top}>
        <LanguageSwitch />
      </header>
      <main className={styles.main}>
        <div className={styles.card}>
          <BrandMark size={48} />
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.intro}>{t('signIn.intro')}</p>
          {signIn.state === 'signedOut' && signIn.failure && (
            <Failure failure={signIn.failure} />
          )}
          <Button
            className={styles.button}
            variant="primary"
            size="medium"
            isPending={busy}
            onPress={begin}
          >
            {t('signIn.button')}
          </Button>
          <p className={styles.status} role="status">
            {signIn.state === 'checking' && t('signIn.checking')}
            {signIn.state === 'leaving' && t('signIn.leaving')}
          </p>
        </div>
      </main>
    </div>
  );
}

function Failure({ failure }: { failure: SignInFailure }) {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <div className={styles.failure} role="alert">
      <Alert
        status={failure.reason === 'cancelled' ? 'info' : 'danger'}
        icon
        title={t(`signIn.error.${failure.reason}`)}
      />
      {failure.reason !== 'cancelled' && failure.technical && (
        <details>
          <summary>{t('signIn.technical')}</summary>
          <code className={styles.technical}>{failure.technical}</code>
        </details>
      )}
    </div>
  );
}
