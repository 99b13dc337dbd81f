import fc from 'fast-check';
import { isLabelValue, labelValue } from './labels';
import {
  bindingContext,
  bindingResourceName,
  bindingUsername,
  resourceName,
} from './names';

const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

describe('names', () => {
  it('stay the same for ever', () => {
    const id = 'b7f6a3de-5c0b-4a43-9a3a-6f9d3a3c9d51';
    const name = resourceName('cart', id);
    expect(name).toBe('cart-ab1ub');
    expect(bindingContext(name, 'another-id', { a: 1 })).toEqual({
      id: 'another-id',
      name: 'cart-ab1ub-zvhpwb',
      secretName: 'cart-ab1ub-zvhpwb',
      username: 'u04bd7721a81c',
      params: { a: 1 },
    });
  });

  it('are DNS labels of a known length, whatever the id', () => {
    fc.assert(
      fc.property(fc.string(), id => {
        const name = resourceName('cart', id);
        expect(name).toMatch(/^cart-[a-z][a-z0-9]{4}$/);
        const binding = bindingResourceName(name, id);
        expect(binding).toMatch(LABEL);
        expect(binding).toHaveLength(name.length + 7);
        expect(bindingUsername(id)).toMatch(/^u[0-9a-f]{12}$/);
      }),
    );
  });

  it('differ for ids that differ', () => {
    const ids = Array.from({ length: 500 }, (_, i) => `instance-${i}`);
    expect(new Set(ids.map(bindingUsername)).size).toBe(500);
    expect(
      new Set(ids.map(id => resourceName('cart', id))).size,
    ).toBeGreaterThan(495);
  });
});

describe('labelValue', () => {
  it('keeps a valid value and digests any other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        const value = labelValue(text);
        expect(isLabelValue(value)).toBe(true);
        expect(value.length).toBeLessThanOrEqual(63);
        expect(labelValue(text)).toBe(value);
      }),
    );
    expect(labelValue('shop')).toBe('shop');
    expect(labelValue('商店')).toMatch(/^sha256-[0-9a-f]{40}$/);
  });
});
