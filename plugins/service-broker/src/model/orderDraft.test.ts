import { redisOffering } from '../__testUtils__/fixtures';
import {
  readSuggestion,
  startingPlan,
  toOrderRequest,
  valuesForPlan,
  writeSuggestion,
} from './orderDraft';

describe('an order draft', () => {
  const suggestion = {
    plan: 'ha',
    tenant: 'payments',
    environment: 'prod',
    name: 'cart-cache',
    version: '7.0',
    parameters: { storage: '20Gi', nodes: '5' },
  };

  it('travels in a link and back', () => {
    const query = new URLSearchParams(writeSuggestion(suggestion));
    expect(readSuggestion(query)).toEqual(suggestion);
    expect(query.toString()).toBe(
      'plan=ha&tenant=payments&env=prod&name=cart-cache&version=7.0&p.storage=20Gi&p.nodes=5',
    );
  });

  it('starts with the suggested plan, else the recommended one', () => {
    expect(startingPlan(redisOffering, 'small')?.name).toBe('small');
    expect(startingPlan(redisOffering, 'gone')?.name).toBe('ha');
    expect(startingPlan({ ...redisOffering, plans: [] })).toBeUndefined();
  });

  it('takes values of a link in the kind that the field has', () => {
    const plan = startingPlan(redisOffering, 'ha')!;
    const values = valuesForPlan(plan, suggestion.parameters);
    expect(values).toMatchObject({ storage: '20Gi', nodes: 5 });
    expect(
      toOrderRequest(redisOffering, plan, { ...suggestion, values }),
    ).toEqual({
      tenant: 'payments',
      environment: 'prod',
      offering: 'redis',
      plan: 'ha',
      name: 'cart-cache',
      version: '7.0',
      parameters: { storage: '20Gi', nodes: 5 },
    });
  });
});
