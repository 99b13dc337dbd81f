import type { OfferingSummary } from '@jimu/plugin-service-broker-common';

const normalized = (text: string) => text.normalize('NFKC').toLowerCase();

/** The texts that a search looks through, most telling first. */
function searchable(offering: OfferingSummary, categoryLabels: string[]) {
  return [
    [offering.title, offering.name],
    [...offering.aliases, ...offering.tags, ...categoryLabels],
    [offering.description.en, offering.description.zh, offering.operator],
  ].map(texts => texts.map(normalized));
}

/** Rank of one term: 0 is best; undefined when it occurs nowhere. */
function rankOf(term: string, groups: string[][]): number | undefined {
  const group = groups.findIndex(texts => texts.some(t => t.includes(term)));
  if (group < 0) return undefined;
  const startsWord = groups[group].some(text => text.startsWith(term));
  return group * 2 + (startsWord ? 0 : 1);
}

/**
 * The offerings that match all words of a query, best first; all of them, in their order, for an empty query. Names, titles,
 * aliases, tags, categories and descriptions are searched in both languages whatever language the viewer reads.
 */
export function matchOfferings(
  offerings: OfferingSummary[],
  query: string,
  categoryLabels: (category: string) => string[] = () => [],
): OfferingSummary[] {
  const terms = normalized(query).split(/\s+/).filter(Boolean);
  if (terms.length === 0) return offerings;
  return offerings
    .flatMap(offering => {
      const groups = searchable(offering, categoryLabels(offering.category));
      const ranks = terms.map(term => rankOf(term, groups));
      if (ranks.some(rank => rank === undefined)) return [];
      return [{ offering, rank: Math.max(...(ranks as number[])) }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(match => match.offering);
}
