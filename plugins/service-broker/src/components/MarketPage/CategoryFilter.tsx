import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { OfferingSummary } from '@jimu/plugin-service-broker-common';
import { useDynamicTexts, useTexts } from '../../hooks/useTexts';
import styles from './MarketPage.module.css';

interface CategoryFilterProps {
  offerings: OfferingSummary[];
  selected: string | undefined;
  onSelect: (category: string | undefined) => void;
}

const ALL = 'all';
const ORDER = ['database', 'cache', 'messaging'];

/** What most teams need comes first; unknown categories keep their order behind. */
function rank(category: string): number {
  const index = ORDER.indexOf(category);
  return index < 0 ? ORDER.length : index;
}

/** One choice among the categories that there are. */
export function CategoryFilter(props: CategoryFilterProps) {
  const { offerings, selected, onSelect } = props;
  const t = useTexts();
  const { translate } = useDynamicTexts();
  const categories = [...new Set(offerings.map(o => o.category))].sort(
    (a, b) => rank(a) - rank(b),
  );
  return (
    <ToggleButtonGroup
      aria-label={t('market.categories')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected ?? ALL]}
      onSelectionChange={keys => {
        const [key] = keys;
        onSelect(key === ALL ? undefined : String(key));
      }}
      className={styles.categories}
    >
      <ToggleButton id={ALL}>{t('common.all')}</ToggleButton>
      {categories.map(category => (
        <ToggleButton key={category} id={category}>
          {translate(`category.${category}`) ?? category}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
