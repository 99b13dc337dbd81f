import { render, screen } from '@testing-library/react';
import { ContentArea } from './ContentArea';

describe('ContentArea', () => {
  it('is the main landmark of a page that has none', () => {
    render(<ContentArea>a page</ContentArea>);
    expect(screen.getByRole('main')).toHaveTextContent('a page');
  });

  it('leaves it to a page that brings its own, also later', async () => {
    const { rerender } = render(<ContentArea>loading</ContentArea>);
    rerender(
      <ContentArea>
        <main aria-label="of the page">a page</main>
      </ContentArea>,
    );
    expect(
      await screen.findByRole('main', { name: 'of the page' }),
    ).toBeInTheDocument();
    await screen.findByRole('main');
  });
});
