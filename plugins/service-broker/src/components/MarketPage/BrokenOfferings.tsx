import { Alert } from '@backstage/ui';
import type {
  BrokenOffering,
  Problem,
} from '@jimu/plugin-service-broker-common';
import { useBrokenOfferings } from '../../hooks/useBrokenOfferings';
import { useTexts } from '../../hooks/useTexts';
import styles from './BrokenOfferings.module.css';

/** Which offering files are broken and why; nothing where none is, or where the viewer may not see it. */
export function BrokenOfferings() {
  const t = useTexts();
  const broken = useBrokenOfferings();
  if (broken.length === 0) return null;
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('market.broken.title', { count: broken.length })}
      description={
        <ul className={styles.files}>
          {broken.map(offering => (
            <BrokenFile key={offering.file} offering={offering} />
          ))}
        </ul>
      }
    />
  );
}

function BrokenFile({ offering }: { offering: BrokenOffering }) {
  const { file, name, problems } = offering;
  return (
    <li>
      {name && <strong>{name}</strong>} <code>{file}</code>
      <ul className={styles.problems}>
        {problems.map(problem => (
          <li key={`${problem.field} ${problem.code} ${problem.message}`}>
            <ProblemLine problem={problem} />
          </li>
        ))}
      </ul>
    </li>
  );
}

/** The loader's own words: the translated texts of these codes speak of a field of the order form, not of the file. */
function ProblemLine({ problem }: { problem: Problem }) {
  const t = useTexts();
  const { field, message, params } = problem;
  return (
    <>
      {field && (
        <>
          <code>{field}</code>:{' '}
        </>
      )}
      <span lang="en">{message}</span>
      {params?.line !== undefined &&
        ` ${t('market.broken.line', { line: String(params.line) })}`}
    </>
  );
}
