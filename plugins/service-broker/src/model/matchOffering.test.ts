import { offerings } from '../__testUtils__/fixtures';
import { matchOfferings } from './matchOffering';

const labels = (category: string) =>
  category === 'database' ? ['Databases', '数据库'] : [];
const find = (query: string) =>
  matchOfferings(offerings, query, labels).map(offering => offering.name);

describe('search', () => {
  it.each([
    ['', ['redis', 'kafka', 'mysql']],
    ['缓存', ['redis']],
    ['消息队列', ['kafka']],
    ['kv', ['redis']],
    ['QUEUE', ['kafka']],
    ['数据库', ['mysql']],
    ['ｒｅｄｉｓ', ['redis']],
    ['redis cache', ['redis']],
    ['redis queue', []],
    ['strimzi', ['kafka']],
    ['nothing like it', []],
  ])('%p finds %p', (query, names) => {
    expect(find(query)).toEqual(names);
  });

  it('puts a name before a description', () => {
    const kafkaFirst = offerings.map(offering =>
      offering.name === 'redis'
        ? {
            ...offering,
            description: { en: 'Often put before MySQL', zh: '' },
          }
        : offering,
    );
    expect(
      matchOfferings(kafkaFirst, 'mysql').map(offering => offering.name),
    ).toEqual(['mysql', 'redis']);
  });
});
